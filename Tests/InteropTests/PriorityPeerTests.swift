import Foundation
import TestSupport
import Testing

@testable import DTLS

/// What `priority` says in the words of other tools, tried with them.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PriorityPeerTests {
    private let folder = try! Folder()

    @Test func `suites have OpenSSL's names, and IANA's`() async throws {
        let list = try await Program(
            "openssl", ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"]
        ).outcome()
        // 0xC0,0x2C - TLS_… - ECDHE-… and more.
        var known: [UInt16: (name: String, openSSL: String)] = [:]
        for line in list.text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
            guard words.count > 5, let high = UInt16(words[0].dropFirst(2), radix: 16),
                let low = UInt16(words[1].dropFirst(2), radix: 16)
            else { throw TestFailure("cannot read “\(line)”") }
            known[high << 8 | low] = (words[3], words[5])
        }
        #expect(known.count > 100)
        var shared = 0
        for suite in CipherSuite.all {
            #expect(suite.openSSLName == known[suite.code]?.openSSL, "\(suite)")
            guard let other = known[suite.code] else { continue }
            #expect(suite.name == other.name)
            shared += 1
        }
        #expect(shared > 80)
    }

    struct Line: Sendable, CustomStringConvertible {
        let tool: String
        let client: [String]
        let server: [String]
        var description: String { tool + " " + client.joined(separator: " ") }
    }

    static let lines: [Line] = ["openssl", "gnutls-cli"].flatMap { tool in
        [
            Line(tool: tool, client: ["--insecure"], server: []),
            Line(
                tool: tool, client: ["--insecure", "--alpn", "coap"], server: ["--alpn", "coap"]),
            Line(
                tool: tool, client: ["--insecure", "--cipher", "AES-256-GCM", "--group", "P-384"],
                server: []),
            Line(
                tool: tool, client: ["--insecure", "--min-version", "1.0", "--max-version", "1.0"],
                server: ["--min-version", "1.0"]),
            Line(tool: tool, client: ["--insecure", "--mtu", "600"], server: []),
        ]
    }

    private struct Report: Decodable {
        struct Command: Decodable {
            let tool, line: String
        }
        let commands: [Command]
    }

    /// The line for a tool, as `--json` has it.
    private func line(_ tool: String, _ options: [String]) async throws -> String {
        let outcome = try await DTLSCat.run(["priority", "--json"] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try JSONDecoder().decode(Report.self, from: outcome.output)
        return try #require(report.commands.first { $0.tool == tool }?.line)
    }

    /// What a listener tells of its one client: version, suite and group.
    private func agreement(
        _ server: [String], with client: (_ port: String) async throws -> Program
    ) async throws -> String {
        let listener = try await Listener(["-v", "--echo"] + server)
        let client = try await client(listener.port)
        client.write("hello\n")
        try await client.text("hello")
        let line = try await listener.program.line(with: "TLS_")
        client.closeInput()
        _ = try await client.outcome()
        _ = try await listener.program.outcome()
        let start = try #require(line.firstRange(of: "DTLS "))
        return line[start.lowerBound...].split(separator: ",").prefix(3).joined(separator: ",")
    }

    private func expectSame(
        _ tool: String, _ options: [String], _ server: [String]
    ) async throws {
        let theirs = try await agreement(server) { port in
            let line = try await line(tool, options + ["127.0.0.1", port])
            return try Program("sh", ["-c", line], input: .open)
        }
        let ours = try await agreement(server) { port in
            try DTLSCat.start(["connect"] + options + ["127.0.0.1", port], input: .open)
        }
        #expect(theirs == ours)
    }

    @Test(arguments: lines)
    func `the line agrees on what connect agrees on`(_ line: Line) async throws {
        // OpenSSL takes no key of a curve that is not among the groups.
        let pair = try await Shared.server(.rsa)
        try await expectSame(line.tool, line.client, line.server + pair.options)
    }

    @Test(arguments: ["openssl", "gnutls-cli"])
    func `the line verifies, shows a certificate, and knows a key`(tool: String) async throws {
        let certificates = try await Shared.certificates
        let server = [
            "--require-client-cert", "--client-ca", certificates.authority.cert,
        ]
        try await expectSame(
            tool, try await Shared.trust + certificates.client.options,
            server + certificates.server.options)
        // No path that a shell would change gets in the way.
        let key = try folder.write("copy:\(Shared.key)\n", to: "it's a key")
        // gnutls-cli crashes on ECDHE-PSK.
        let options =
            ["--psk-file", key, "--psk-identity", "copy"]
            + (tool == "openssl" ? [] : ["--psk-plain"])
        try await expectSame(tool, options, options)
    }

    @Test(arguments: ["openssl", "gnutls-cli"])
    func `the line does not take a server that nobody vouches for`(tool: String) async throws {
        let pair = try await Shared.server(.ecdsa)
        let listener = try await Listener(["--echo", "-k"] + pair.options)
        let text = try await line(tool, ["127.0.0.1", listener.port])
        let outcome = try await Program("sh", ["-c", text], input: .text("hello\n")).outcome()
        #expect(outcome.status != 0)
        #expect(!outcome.text.contains("hello"))
    }
}
