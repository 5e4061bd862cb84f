import DTLS
import TestSupport

/// Every step of every kind of handshake, in memory: what meets with a mishap is one record, each in
/// a datagram of its own, or one datagram.
extension Fault {
    static let handshakes =
        zip(Mishap.allCases, 1...).map { mishap, number in
            Fault(
                "H\(number)", "any message of a handshake \(mishap.rawValue): \(outcome(mishap))",
                cases: Place.all.count
            ) { seed in
                let place = Place.all[Int(seed - 1) % Place.all.count]
                try place.run(mishap, seed: seed)
            }
        } + [
            Fault(
                "H\(Mishap.allCases.count + 1)",
                "the messages are those of RFC 6347, all that there are", cases: 1
            ) { _ in try Place.expectAllMessages() }
        ]

    private static func outcome(_ mishap: Mishap) -> String {
        mishap == .damaged
            ? "both have the same keys, or none has any" : "both finish, and with the same keys"
    }
}

/// A step of a kind of handshake.
struct Place: Sendable {
    let kind: HandshakeKind
    let step: Step
    let isSplit: Bool

    /// Every step of every kind.
    static let all: [Place] = HandshakeKind.allCases.flatMap { kind in
        [true, false].flatMap { isSplit in
            steps(kind, isSplit: isSplit).map { Place(kind: kind, step: $0, isSplit: isSplit) }
        }
    }

    /// The steps of a handshake to which nothing happens; none where it fails.
    private static func steps(_ kind: HandshakeKind, isSplit: Bool) -> [Step] {
        guard let (client, server) = try? kind.configurations(),
            let handshake = try? UnluckyHandshake(client, server, isSplit: isSplit)
        else { return [] }
        try? handshake.run()
        return handshake.isEstablished ? handshake.steps : []
    }

    func run(_ mishap: Mishap, seed: UInt64) throws {
        let (client, server) = try kind.configurations()
        let handshake = try UnluckyHandshake(
            client, server, step: step, mishap, isSplit: isSplit, seed: seed)
        try handshake.run()
        try hold(handshake.hasHappened, "\(self): never came by")
        try hold(!handshake.isStorm, "\(self): both answer each other without an end")
        let failure = handshake.client.failure ?? handshake.server.failure
        // What nobody vouches for yet may be believed, and comes to light with the Finished, which is
        // dropped then as any record that does not open: the time for handshakes runs out.
        if mishap == .damaged, !handshake.isEstablished || failure != nil {
            let sides = [handshake.client, handshake.server]
            let standing = sides.count { $0.session?.isEstablished == true && $0.failure == nil }
            // Who has finished first does not hear of it where the other cannot say so.
            try hold(standing < 2, "\(self): \(String(describing: failure))")
            return
        }
        try hold(failure == nil, "\(self): \(String(describing: failure))")
        try expectSession(handshake)
    }

    /// Both sides stand, agree on everything, and hear each other once.
    private func expectSession(_ handshake: UnluckyHandshake) throws {
        guard handshake.isEstablished, let client = handshake.client.session,
            let server = handshake.server.session
        else { throw TestFailure("\(self): hangs") }
        handshake.release()
        try hold(client.parameters == server.parameters, "\(self): parameters differ")
        try hold(client.isResumed == (kind == .resumed), "\(self): resumed or not")
        if let export = KeyExport(label: "EXPERIMENTAL fault", length: 32) {
            try hold(try client.export(export) == server.export(export), "\(self): keys differ")
        }
        let shown = kind == .clientCertificate ? 1 : 0
        try hold(server.peerCertificates.count == shown, "\(self): the client's certificate")
        try handshake.talk()
        try hold(handshake.server.messages == [[1, 2, 3]], "\(self): the client is not heard")
        try hold(handshake.client.messages == [[4, 5]], "\(self): the server is not heard")
        try hold(handshake.client.failure == nil && handshake.server.failure == nil, "\(self)")
    }

    /// Every message that RFC 6347 knows is a step of some handshake.
    static func expectAllMessages() throws {
        let toServer = [
            "ClientHello", "second ClientHello", "Certificate", "ClientKeyExchange",
            "CertificateVerify", "ChangeCipherSpec", "Finished",
        ]
        let toClient = [
            "HelloVerifyRequest", "ServerHello", "Certificate", "ServerKeyExchange",
            "CertificateRequest", "ServerHelloDone", "NewSessionTicket", "ChangeCipherSpec",
            "Finished",
        ]
        let steps = Set(all.map(\.step))
        for step in toServer.map({ Step($0, isToServer: true) })
            + toClient.map({ Step($0, isToServer: false) })
        {
            try hold(steps.contains(step), "\(step) is nowhere")
        }
        try hold(all.contains { $0.kind == .resumed }, "no session was taken up")
    }
}

extension Place: CustomStringConvertible {
    var description: String {
        "handshake \(kind.rawValue), \(step)\(isSplit ? "" : " in one datagram")"
    }
}
