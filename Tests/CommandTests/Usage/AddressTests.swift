import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct AddressTests {
    /// Runs a client against a new listener and expects a line to arrive.
    private func reach(
        _ listenerAddress: String?, _ options: [String] = [],
        by arguments: (Listener) throws -> [String]
    ) async throws {
        let listener = try await Listener(options, address: listenerAddress)
        let outcome = try await DTLSCat.run(
            try arguments(listener), input: .text("reached\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await listener.program.outcome().text == "reached\n")
    }

    @Test func `IPv6 is reached with and without brackets`() async throws {
        try await reach("::1") {
            ["connect", "--pin", try #require($0.pin), "::1", $0.port]
        }
        try await reach("::1") {
            ["connect", "--pin", try #require($0.pin), "[::1]:\($0.port)"]
        }
    }

    @Test func `a listener on all addresses is reached by both families`() async throws {
        for (family, address) in [("-4", "127.0.0.1"), ("-6", "::1")] {
            try await reach(nil) {
                ["connect", family, "--pin", try #require($0.pin), address, $0.port]
            }
        }
    }

    @Test func `a listener with -4 is not reached by IPv6`() async throws {
        let listener = try await Listener(["-4"], address: nil)
        let outcome = try await DTLSCat.run(
            ["connect", "-6", "-w", "3s", "--insecure", "::1", listener.port])
        #expect([1, 3].contains(outcome.status), "\(outcome.errors)")
    }

    @Test func `a dtls URL is a host and a port`() async throws {
        try await reach("127.0.0.1") {
            ["connect", "--pin", try #require($0.pin), "dtls://127.0.0.1:\($0.port)"]
        }
        try await reach("127.0.0.1") {
            ["--pin", try #require($0.pin), "dtls://127.0.0.1:\($0.port)/"]
        }
    }

    @Test func `a host and a port alone are connect`() async throws {
        try await reach("127.0.0.1") {
            ["127.0.0.1", $0.port, "--pin", try #require($0.pin)]
        }
        try await reach("127.0.0.1") {
            ["c", "-u", "--pin", try #require($0.pin), "127.0.0.1", $0.port]
        }
    }

    @Test func `-l alone is listen`() async throws {
        let program = try DTLSCat.start(["-l", "-v", "127.0.0.1", "0"])
        let line = try await program.line(with: "listening on 127.0.0.1:")
        let port = try #require(line.split(separator: ":").last.map(String.init))
        let outcome = try await DTLSCat.run(
            ["connect", "--insecure", "127.0.0.1", port], input: .text("to -l\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await program.outcome().text == "to -l\n")
    }

    @Test func `a source port is kept to`() async throws {
        let port = try freePort()
        let listener = try await Listener()
        _ = try await listener.connect(["-p", port], input: .text("x"))
        let server = try await listener.program.outcome()
        #expect(server.errors.contains("127.0.0.1:\(port)"), "\(server.errors)")
    }
}
