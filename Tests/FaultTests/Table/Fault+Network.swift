import Glibc
import TestSupport

/// What a network says of a path, true or not, and a network that is gone for a while.
extension Fault {
    static let network: [Fault] =
        zip(
            1...,
            [
                ("port unreachable", 3, 3), ("host unreachable", 3, 1), ("prohibited", 3, 13),
                ("a fragment of 68 bytes needed", 3, 4), ("time exceeded", 11, 0),
                ("parameter problem", 12, 0),
            ]
        ).map { number, message in
            let (name, type, code) = message
            return Fault(
                "I\(number)",
                "a forged ICMP message, \(name), to either side: the session goes on",
                cases: 2
            ) { try await expectEcho(type, code, toClient: $0 % 2 == 1) }
        } + [
            Fault("I7", "a network that is gone in a session: when it is back, the session goes on")
            {
                _ in
                let stage = try await Stage(hosts: ["server"])
                let (listener, client) = try await session(stage)
                for (line, machine) in [
                    ("ip link set v0 down", Stage.Machine.client),
                    ("ip link set v0 up", .client),
                    ("ip addr del 192.0.2.1/24 dev v0 && ip addr add 192.0.2.1/24 dev v0", .client),
                    (
                        "ip route add blackhole 192.0.2.1/32 && ip route del blackhole 192.0.2.1/32",
                        .server
                    ),
                ] {
                    try await stage.set(line, on: machine)
                    client.write("\(line)\n")
                }
                client.write("after\n")
                try await client.text("after\n")
                client.closeInput()
                try hold(try await client.outcome().status == 0, client.errorsSoFar)
                try stage.signal(SIGTERM, listener)
                try hold(try await listener.outcome().status == 143, listener.errorsSoFar)
            },
            Fault(
                "I8", "a port that nobody listens at any more: status 9 for a client in a session"
            ) {
                _ in
                let listener = try await Listener(["-k", "--echo"])
                let client = try DTLSCat.start(
                    ["connect", "-i", "60s"] + listener.target, input: .open)
                client.write("before\n")
                try await client.text("before\n")
                listener.program.signal(SIGKILL)
                _ = try await listener.program.outcome()
                client.write("into the void\n")
                let outcome = try await client.outcome()
                try hold(outcome.status == 9, "\(outcome.status): \(outcome.errors)")
            },
        ]

    /// An echo, before and after a message that claims that a datagram of this side's did not arrive.
    ///
    /// On a machine of its own, for the kernel believes some of it for all that it sends there.
    private static func expectEcho(_ type: Int, _ code: Int, toClient: Bool) async throws {
        let stage = try await Stage(hosts: ["server"])
        let (listener, client) = try await session(stage, on: .server)
        let ports = toClient ? [clientPort, port] : [port, clientPort]
        try stage.serverFolder.write(forgery, to: "forge.py")
        try await stage.set(
            "python3 forge.py \(type) \(code) \(ports[0]) \(ports[1])", on: .server)
        for number in 1...3 {
            client.write("after \(number)\n")
            try await client.text("after \(number)\n")
        }
        client.closeInput()
        let outcome = try await client.outcome()
        try hold(outcome.status == 0, "\(outcome.status): \(outcome.errors)")
        try stage.signal(SIGTERM, listener)
        try hold(try await listener.outcome().status == 143, listener.errorsSoFar)
    }

    private static let port = 4_444
    private static let clientPort = 4_445

    /// Sends an ICMP message (RFC 792) with the head of a UDP datagram in it, which takes root.
    private static let forgery = """
        import socket, struct, sys

        type, code, source, target = map(int, sys.argv[1:])
        local = socket.inet_aton("192.0.2.7")

        def checksum(data):
            total = sum(struct.unpack(f"!{len(data) // 2}H", data))
            total = (total >> 16) + (total & 0xFFFF)
            return ~(total + (total >> 16)) & 0xFFFF

        udp = struct.pack("!HHHH", source, target, 108, 0)
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 128, 1, 0, 64, 17, 0) + local + local
        rest = struct.pack("!HH", 0, 68 if (type, code) == (3, 4) else 0)
        body = rest + ip + udp
        message = struct.pack("!BBH", type, code, checksum(struct.pack("!BBH", type, code, 0) + body))
        raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        for _ in range(3):
            raw.sendto(message + body, ("192.0.2.7", 0))
        """

    /// A client that a listener echoes, on a stage of its own.
    private static func session(
        _ stage: Stage, on machine: Stage.Machine = .client
    ) async throws -> (Program, Program) {
        let listener = try stage.start(
            "dtlscat listen -v -k --echo 192.0.2.7 \(port)", on: .server)
        try await stage.listens(port)
        let client = try stage.start(
            "dtlscat connect -p \(clientPort) --insecure 192.0.2.7 \(port)", on: machine,
            input: .open)
        client.write("before\n")
        try await client.text("before\n")
        return (listener, client)
    }
}
