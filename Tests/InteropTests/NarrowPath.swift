import Foundation
import Glibc
import TestSupport

/// Three network namespaces in a row, near (10.9.1.1), a router and far (10.9.2.2), between which no
/// datagram above some size passes, nor any fragment.
///
/// All links are Ethernet's; it is the router's routes that are narrow.
final class NarrowPath {
    let near: String
    let far: String
    private let router: String
    private let name: String

    /// - Parameter isSilent: whether the router drops what is too large without an ICMP message.
    init(mtu: Int, isSilent: Bool = true) async throws {
        name = "dtlscat-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        near = name + "-n"
        far = name + "-f"
        router = name + "-r"
        let quiet = isSilent ? "icmp type destination-unreachable icmp code frag-needed drop" : ""
        try await Self.shell(
            """
            set -e
            for n in \(near) \(router) \(far); do
                ip netns add $n
                ip -n $n link set lo up
            done
            ip -n \(near) link add name v0 type veth peer name v1 netns \(router)
            ip -n \(far) link add name v0 type veth peer name v2 netns \(router)
            ip -n \(near) addr add 10.9.1.1/24 dev v0
            ip -n \(far) addr add 10.9.2.2/24 dev v0
            ip -n \(router) addr add 10.9.1.254/24 dev v1
            ip -n \(router) addr add 10.9.2.254/24 dev v2
            ip -n \(near) link set v0 up
            ip -n \(far) link set v0 up
            ip -n \(router) link set v1 up
            ip -n \(router) link set v2 up
            ip -n \(near) route add default via 10.9.1.254
            ip -n \(far) route add default via 10.9.2.254
            ip netns exec \(router) sysctl -q -w net.ipv4.ip_forward=1
            for n in \(near) \(far); do
                ip netns exec $n nft 'table ip fragments { chain c {
                    type filter hook prerouting priority -450;
                    ip frag-off & 0x3fff != 0 drop; }; }'
            done
            ip netns exec \(router) nft 'table ip quiet { chain c {
                type filter hook output priority 0; \(quiet); }; }'
            """)
        try await narrow(to: mtu)
    }

    /// Lets nothing above `mtu` bytes pass from now on.
    func narrow(to mtu: Int) async throws {
        try await Self.shell(
            """
            set -e
            ip -n \(router) route replace 10.9.1.0/24 dev v1 mtu lock \(mtu)
            ip -n \(router) route replace 10.9.2.0/24 dev v2 mtu lock \(mtu)
            """)
    }

    func remove() async throws {
        try await Self.shell("for n in \(near) \(router) \(far); do ip netns del $n; done")
    }

    /// Starts a program in a namespace.
    func start(
        _ namespace: String, _ command: [String], input: Program.Input = .none,
        output: Program.Output = .collected
    ) throws -> Program {
        try Program(
            "ip", ["netns", "exec", namespace] + command, input: input, output: output)
    }

    /// Runs `body` with such a path, and removes it.
    static func with<Result>(
        mtu: Int, isSilent: Bool = true, _ body: (NarrowPath) async throws -> Result
    ) async throws -> Result {
        let path = try await NarrowPath(mtu: mtu, isSilent: isSilent)
        do {
            let result = try await body(path)
            try await path.remove()
            return result
        } catch {
            try await path.remove()
            throw error
        }
    }

    private static func shell(_ script: String) async throws {
        let outcome = try await Program("sh", ["-c", script]).outcome()
        guard outcome.status == 0 else { throw TestFailure("network: \(outcome.errors)") }
    }
}
