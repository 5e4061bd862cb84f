import Glibc
import TestSupport

/// What comes into a session that stands, from its own addresses or from others.
extension Fault {
    static let sessions: [Fault] =
        [
            ("A17", Middle.Mode.stray, "records in the clear"),
            ("A19", .elsewhere, "everything again from elsewhere"),
            ("S01", .garbage, "noise, and datagrams of nothing"),
            ("S02", .broken, "records cut off or with a bit turned round"),
            ("S03", .replay, "datagrams again, at once and later"),
            ("S04", .epochs, "data of other epochs, and of numbers far ahead"),
            ("S05", .hello, "the client's first messages again"),
        ].map { id, mode, name in
            Fault(id, "\(name) in a session: each line comes back once, and nothing else") { _ in
                try await expectEcho(through: mode)
            }
        } + [
            Fault(
                "A33", "everything again behind close_notify: nothing comes out, others are served"
            ) {
                _ in
                let listener = try await Listener(["-k"])
                let middle = try await Middle(.afterwards, before: listener)
                let client = try await DTLSCat.run(
                    ["connect", "--pin", listener.pin ?? "", "127.0.0.1", middle.port],
                    input: .text("once\n"))
                try hold(client.status == 0, client.errors)
                let other = try await listener.connect(input: .text("other\n"))
                try hold(other.status == 0, other.errors)
                listener.program.signal(SIGTERM)
                let outcome = try await listener.program.outcome()
                try hold(outcome.text == "once\nother\n", "“\(outcome.text)”\n\(outcome.errors)")
            },
            Fault("A36", "a new handshake asked for in a session is refused, and others are served")
            { _ in
                let listener = try await Listener(["-k"])
                let openssl = try Program(
                    "openssl", ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)"],
                    input: .open)
                try await openssl.line(with: "Verify return code", on: .output)
                openssl.write("before\n")
                try await listener.program.line(with: "before", on: .output)
                openssl.write("R\n")
                // OpenSSL ends a session in which it is refused.
                let end = try await openssl.outcome()
                try hold(end.errors.contains("no renegotiation"), end.errors)
                let other = try await listener.connect(input: .text("other\n"))
                try hold(other.status == 0, other.errors)
            },
        ]

    /// Two hundred lines, there and back.
    private static func expectEcho(through mode: Middle.Mode) async throws {
        let listener = try await Listener(["-k", "--echo", "--framing", "line"])
        let middle = try await Middle(mode, before: listener)
        let client = try DTLSCat.start(
            [
                "connect", "-v", "--framing", "line", "--pin", listener.pin ?? "", "127.0.0.1",
                middle.port,
            ], input: .open)
        var text = ""
        for number in 1...200 {
            let line = "line \(number)\n"
            client.write(line)
            text += line
            // A few at a time, so that none is lost in a full buffer of the script's.
            if number % 20 == 0 { try await client.text(line) }
        }
        client.closeInput()
        let outcome = try await client.outcome()
        try hold(outcome.status == 0, outcome.errors)
        listener.program.signal(SIGTERM)
        let server = try await listener.program.outcome()
        try hold(server.status == 143, server.errors)
        try hold(outcome.text == text, outcome.text)
        try hold(server.errors.contains("received 200, "), server.errors)
    }
}
