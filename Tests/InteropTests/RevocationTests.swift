import Foundation
import TestSupport
import Testing

/// Certificates that their authority does not stand by any more.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RevocationTests {
    private let folder = try! Folder()

    /// What `connect` says of an openssl server.
    private func connect(
        _ options: [String], server: [String] = [], trust: [String]? = nil
    ) async throws -> Program.Outcome {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let program = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-listen", "-cert",
                certificates.server.cert, "-key", certificates.server.key,
            ] + server, input: .open)
        try await program.line(with: "ACCEPT", on: .output)
        return try await DTLSCat.run(
            ["connect", "-v", "--json", "--show-cert", "-q", "0"]
                + (trust == nil ? try await Shared.trust : trust ?? [])
                + options + ["127.0.0.1", port], input: .text("hello\n"))
    }

    @Test func `a certificate on a list is refused, and one that is not is taken`() async throws {
        let certificates = try await Shared.certificates
        let list = try await certificates.revoke(certificates.server, to: "server.crl")
        let other = try await certificates.revoke(certificates.client, to: "client.crl")
        let refused = try await connect(["--crl", other, "--crl", list])
        #expect(refused.status == 4)
        #expect(refused.errors.contains("certificate was revoked"), "\(refused.errors)")
        let taken = try await connect(["--crl", other])
        #expect(taken.status == 0, "\(taken.errors)")
        let der = folder.file("crl.der")
        try await certificates.openssl(["crl", "-in", list, "-outform", "der", "-out", der])
        #expect(try await connect(["--crl", der]).status == 4)
    }

    @Test func `a list that is out of date vouches for nobody`() async throws {
        let certificates = try await Shared.certificates
        let list = try await certificates.revoke(
            certificates.client, until: "2021-01-01 00:00:00", to: "old.crl")
        let outcome = try await DTLSCat.run(
            ["connect", "--crl", list] + (try await Shared.trust) + ["127.0.0.1", "1"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("it was good until 2021-01-01"), "\(outcome.errors)")
    }

    @Test func `a list that nobody trusted has signed, or that is none, is status 2`()
        async throws
    {
        let certificates = try await Shared.certificates
        let list = try await certificates.revoke(
            certificates.server, by: certificates.stranger, to: "stranger.crl")
        for path in [list, certificates.server.cert, "/nowhere.crl"] {
            let outcome = try await DTLSCat.run(
                ["connect", "--crl", path] + (try await Shared.trust) + ["127.0.0.1", "1"])
            #expect(outcome.status == 2, "\(path)")
            #expect(outcome.errors.contains(path), "\(outcome.errors)")
        }
        let useless = try await DTLSCat.run(
            ["connect", "--insecure", "--crl", list, "127.0.0.1", "1"])
        #expect(useless.status == 2)
        #expect(useless.errors.contains("no chain is checked"), "\(useless.errors)")
    }

    @Test func `a listener refuses a client whose certificate is on its list`() async throws {
        let certificates = try await Shared.certificates
        let list = try await certificates.revoke(certificates.client, to: "clients.crl")
        let listener = try await Listener(
            [
                "-k", "--client-ca", certificates.authority.cert, "--crl", list,
            ] + certificates.server.options)
        let client = try Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)", "-cert",
                certificates.client.cert, "-key", certificates.client.key,
            ], input: .open)
        try await listener.program.line(with: "certificate was revoked")
        client.closeInput()
        #expect(try await client.outcome().status == 1)
    }

    @Test func `an OCSP answer that comes along is shown`() async throws {
        let certificates = try await Shared.certificates
        let answer = try await certificates.status(
            of: certificates.server, isRevoked: false, to: "good.ocsp")
        let outcome = try await connect([], server: ["-status_file", answer])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("verified by chain, OCSP good on 20"), "\(outcome.errors)")
        #expect(outcome.errors.contains("status: OCSP good"), "\(outcome.errors)")
        #expect(outcome.errors.contains(#""ocsp":{"next_update":"#), "\(outcome.errors)")
        #expect(!outcome.errors.contains("not checked"))
        let pin = try await certificates.pin(certificates.server)
        let unchecked = try await connect(
            ["--pin", pin], server: ["-status_file", answer], trust: [])
        #expect(unchecked.errors.contains("not checked"), "\(unchecked.errors)")
        let without = try await connect([])
        #expect(without.status == 0)
        #expect(!without.errors.contains("OCSP"), "\(without.errors)")
    }

    @Test func `a server whose own OCSP answer says that it is revoked is refused`() async throws {
        let certificates = try await Shared.certificates
        let answer = try await certificates.status(
            of: certificates.server, isRevoked: true, to: "bad.ocsp")
        let outcome = try await connect([], server: ["-status_file", answer])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("certificate was revoked"), "\(outcome.errors)")
        #expect(
            outcome.errors.contains("status: OCSP revoked on 2026-01-01, told on 20"),
            "\(outcome.errors)")
    }

    @Test func `an OCSP answer that somebody else has signed is no answer`() async throws {
        let certificates = try await Shared.certificates
        let answer = try await certificates.status(
            of: certificates.server, isRevoked: false, by: certificates.stranger, to: "alien.ocsp")
        let outcome = try await connect([], server: ["-status_file", answer])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("OCSP answer"), "\(outcome.errors)")
    }

    @Test func `gnutls-serv's OCSP answer is shown as well`() async throws {
        let certificates = try await Shared.certificates
        let answer = try await certificates.status(
            of: certificates.server, isRevoked: false, to: "gnutls.ocsp")
        let port = try freePort()
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "--echo", "-p", port, "--x509certfile", certificates.server.cert,
                "--x509keyfile", certificates.server.key, "--ocsp-response", answer,
            ])
        try await server.line(with: "listening on IPv4")
        let outcome = try await DTLSCat.run(
            ["connect", "-v", "-q", "0"] + (try await Shared.trust) + ["127.0.0.1", port],
            input: .text("hello\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("OCSP good on"), "\(outcome.errors)")
    }
}
