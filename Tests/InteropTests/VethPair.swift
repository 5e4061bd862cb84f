import Foundation
import Glibc
import TestSupport

/// Two network namespaces with a wire between them: near (10.9.1.1) and far (10.9.1.2).
final class VethPair {
    let near: String
    let far: String

    init(mtu: Int) async throws {
        let name = "dtlscat-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        near = name + "-n"
        far = name + "-f"
        try await Self.shell(
            """
            set -e
            for n in \(near) \(far); do
                ip netns add $n
                ip -n $n link set lo up
            done
            ip -n \(near) link add name v0 mtu \(mtu) type veth peer name v1 netns \(far)
            ip -n \(far) link set v1 mtu \(mtu)
            ip -n \(near) addr add 10.9.1.1/24 dev v0
            ip -n \(far) addr add 10.9.1.2/24 dev v1
            ip -n \(near) link set v0 up
            ip -n \(far) link set v1 up
            """)
    }

    func remove() async throws {
        try await Self.shell("for n in \(near) \(far); do ip netns del $n; done")
    }

    /// Starts `dtlscat` in a namespace.
    func start(
        _ namespace: String, _ arguments: [String], input: Program.Input = .none,
        output: Program.Output = .collected
    ) throws -> Program {
        try Program(
            "ip", ["netns", "exec", namespace, DTLSCat.path] + arguments, input: input,
            output: output)
    }

    /// Sends a datagram to port 4433 of the far end again and again, from all neighbours that it does
    /// not have, until its input ends; says each thousand.
    func flood(_ datagram: [UInt8]) throws -> Program {
        try Program(
            "ip",
            [
                "netns", "exec", near, "python3", "-u", "-c", Self.flood,
                datagram.map { String(format: "%02x", $0) }.joined(),
            ], input: .open)
    }

    private static let flood = """
        import re, select, socket, struct, subprocess, sys
        far = subprocess.run(["ip", "neigh", "show", "10.9.1.2"], capture_output=True, text=True)
        to = bytes.fromhex(re.search("lladdr ([0-9a-f:]+)", far.stdout)[1].replace(":", ""))
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        wire.bind(("v0", 0x800))
        hello = bytes.fromhex(sys.argv[1])
        udp = struct.pack("!HHHH", 7777, 4433, 8 + len(hello), 0) + hello

        def frame(last):
            head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0)
            head += bytes([10, 9, 1, last, 10, 9, 1, 2])
            total = sum(struct.unpack("!10H", head))
            total = (total & 0xffff) + (total >> 16)
            total = ~((total & 0xffff) + (total >> 16)) & 0xffff
            head = head[:10] + struct.pack("!H", total) + head[12:]
            return to + bytes([2, 0, 0, 0, 0, last]) + b"\\x08\\x00" + head + udp

        frames, sent = [frame(last) for last in range(3, 254)], 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            wire.send(frames[sent % len(frames)])
            sent += 1
            if sent % 1000 == 0:
                print("sent", sent)
        """

    private static func shell(_ script: String) async throws {
        let outcome = try await Program("sh", ["-c", script]).outcome()
        guard outcome.status == 0 else { throw TestFailure("network: \(outcome.errors)") }
    }
}
