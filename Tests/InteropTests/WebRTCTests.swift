import Foundation
import TestSupport
import Testing

/// What a WebRTC peer is asked for: a pinned certificate, an SRTP profile and its keys.
@Suite(.serialized, .timeLimit(.minutes(10))) struct WebRTCTests {
    private let folder = try! Folder()

    /// What a session is told to agree on, as `--json` reports it.
    private struct Report: Decodable {
        struct Session: Decodable {
            let srtp, alpn: String?
            let export: [Export]?
            let ems, etm: Bool
            let cipher: String
        }

        struct Export: Decodable {
            let label, hex: String
            let length: Int
        }

        let exit: Int
        let session: Session?
    }

    private func report(_ outcome: Program.Outcome) throws -> Report {
        let line = try #require(outcome.errors.split(separator: "\n").last { $0.hasPrefix("{") })
        return try JSONDecoder().decode(Report.self, from: Data(line.utf8))
    }

    private func server(_ options: [String]) async throws -> (program: Program, port: String) {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let program = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-listen", "-cert",
                pair.cert, "-key", pair.key,
            ] + options, input: .open)
        try await program.line(with: "ACCEPT", on: .output)
        return (program, port)
    }

    /// The keying material that openssl prints, in lower case.
    private func keyingMaterial(_ program: Program) async throws -> String {
        let line = try await program.line(with: "Keying material: ", on: .output)
        return try #require(line.split(separator: " ").last).lowercased()
    }

    @Test func `a peer is pinned by its offer, and its keys are ours`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let fingerprint = try await Shared.certificates.openssl(
            ["x509", "-in", pair.cert, "-noout", "-fingerprint", "-sha256"])
        let digest = try #require(fingerprint.split(separator: "=").last)
            .trimmingCharacters(in: .newlines)
        let offer = "v=0\r\na=setup:actpass\r\na=fingerprint:sha-256 \(digest)\r\na=mid:0\r\n"
        let (peer, port) = try await server([
            "-use_srtp", "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80", "-keymatexport",
            "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60",
        ])
        let shell = try Program(
            "sh",
            [
                "-c",
                #"grep -m1 '^a=fingerprint' "$1" | "$0" connect --profile webrtc "#
                    + "--srtp SRTP_AES128_CM_HMAC_SHA1_80 --pin @- "
                    + #"--export EXTRACTOR-dtls_srtp:60 --json 127.0.0.1 "$2""#,
                DTLSCat.path, try folder.write(offer, to: "offer.sdp"), port,
            ])
        let theirs = try await keyingMaterial(peer)
        let outcome = try await shell.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(theirs.utf8.count == 120)
        #expect(
            outcome.errors.contains("keying material EXTRACTOR-dtls_srtp: \(theirs)\n"),
            "\(theirs): \(outcome.errors)")
        let session = try #require(try report(outcome).session)
        #expect(session.srtp == "SRTP_AES128_CM_HMAC_SHA1_80")
        let export = try #require(session.export?.first)
        #expect(session.export?.count == 1)
        #expect(export.label == "EXTRACTOR-dtls_srtp" && export.length == 60)
        #expect(export.hex == theirs)
        #expect(
            String(decoding: peer.outputSoFar, as: UTF8.self).contains("SRTP_AES128_CM_SHA1_80"))
    }

    @Test(arguments: [
        ("SRTP_AEAD_AES_256_GCM", "SRTP_AEAD_AES_256_GCM"),
        ("SRTP_AES128_CM_HMAC_SHA1_32", "SRTP_AES128_CM_SHA1_32"),
    ]) func `s_client agrees on a profile and on keys with a listener`(
        profile: String, theirs: String
    ) async throws {
        let listener = try await Listener(
            ["--echo", "--json", "--srtp", profile, "--export", "EXPORTER-a", "--export", "b:20"]
                + (try await Shared.server(.ecdsa)).options)
        let client = try Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)", "-use_srtp",
                theirs, "-keymatexport", "EXPORTER-a", "-keymatexportlen", "32",
            ], input: .open)
        let material = try await keyingMaterial(client)
        client.closeInput()
        let answer = try await client.outcome()
        #expect(answer.text.contains("profile=\(theirs)"), "\(answer.text)")
        let outcome = try await listener.program.outcome()
        let session = try #require(try report(outcome).session)
        #expect(session.srtp == profile)
        #expect(session.export?.map(\.label) == ["EXPORTER-a", "b"])
        #expect(session.export?.map(\.length) == [32, 20])
        #expect(session.export?.first?.hex == material)
        #expect(outcome.errors.contains(", \(profile), "), "\(outcome.errors)")
    }

    @Test func `a server without SRTP is warned about, and nothing is agreed on`() async throws {
        let (peer, port) = try await server([])
        let outcome = try await DTLSCat.run(
            ["connect", "--json", "--srtp", "SRTP_AES128_CM_HMAC_SHA1_80", "--alpn", "webrtc"]
                + (try await Shared.trust) + ["127.0.0.1", port])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("agrees on none of the SRTP profiles"), "\(outcome.errors)")
        #expect(outcome.errors.contains("has chosen no application protocol"), "\(outcome.errors)")
        let session = try #require(try report(outcome).session)
        #expect(session.srtp == nil && session.alpn == nil && session.export == nil)
        // It is to outlive its client.
        peer.closeInput()
    }

    @Test func `gnutls-cli agrees on a profile, and has no extended master secret`() async throws {
        let listener = try await Listener(
            [
                "--echo", "--json", "--alpn", "c-webrtc,webrtc", "--srtp",
                "SRTP_NULL_HMAC_SHA1_32", "--export", "EXPORTER-a",
            ] + (try await Shared.server(.ecdsa)).options)
        let client = try Program(
            "gnutls-cli",
            [
                "--udp", "--x509cafile", try await Shared.certificates.authority.cert, "--alpn",
                "webrtc", "--srtp-profiles", "SRTP_NULL_SHA1_32", "--priority",
                "NORMAL:%NO_SESSION_HASH", "--keymatexport", "EXPORTER-a", "--keymatexportsize",
                "32", "-p", listener.port, "127.0.0.1",
            ], input: .open)
        client.write("hello\n")
        try await client.text("SRTP profile: SRTP_NULL_SHA1_32")
        let line = try await client.line(with: "Key material: ", on: .output)
        try await client.text("hello")
        client.closeInput()
        _ = try await client.outcome()
        let outcome = try await listener.program.outcome()
        let session = try #require(try report(outcome).session)
        #expect(session.srtp == "SRTP_NULL_HMAC_SHA1_32" && session.alpn == "webrtc")
        #expect(!session.ems)
        #expect(session.export?.first.map { line.contains($0.hex) } == true, "\(line)")
        #expect(outcome.errors.contains(", no extended master secret"), "\(outcome.errors)")
        #expect(outcome.errors.contains("warning: 127.0.0.1:"), "\(outcome.errors)")
        #expect(outcome.errors.contains("material is not safe"), "\(outcome.errors)")
    }

    // It exports keying material over TCP alone.
    @Test func `gnutls-serv agrees on a profile and a protocol`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "--echo", "-p", port, "--x509certfile", pair.cert, "--x509keyfile",
                pair.key, "--alpn", "coap", "--srtp-profiles", "SRTP_AES128_CM_HMAC_SHA1_80",
            ])
        try await server.line(with: "listening on IPv4")
        let outcome = try await DTLSCat.run(
            [
                "connect", "--json", "--srtp", "SRTP_AES128_CM_HMAC_SHA1_80", "--alpn",
                "h2,coap",
            ] + (try await Shared.trust) + ["127.0.0.1", port])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let session = try #require(try report(outcome).session)
        #expect(session.srtp == "SRTP_AES128_CM_HMAC_SHA1_80" && session.alpn == "coap")
        #expect(session.ems && !session.etm)
    }
}
