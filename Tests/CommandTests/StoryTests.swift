import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct StoryTests {
    private let folder = try! Folder()

    @Test func `a folder goes through tar, checked`() async throws {
        let photos = folder.file("photos")
        try FileManager.default.createDirectory(
            atPath: photos, withIntermediateDirectories: true)
        for number in 0..<10 {
            try folder.write(noise(50_000, seed: UInt64(number)), to: "photos/\(number).jpg")
        }
        try FileManager.default.createDirectory(
            atPath: folder.file("there"), withIntermediateDirectories: true)
        let key = try Shared.key(folder)
        let listener = try await Listener(
            ["--psk-file", key, "--psk-identity", "copy", "--fail-on-loss"],
            output: .file(folder.file("copy.tar")))
        let sender = try Program(
            "bash",
            [
                "-c",
                "set -o pipefail; tar cf - -C \"$0\" photos | \"$1\" connect --psk-file \"$2\" "
                    + "--psk-identity copy --fail-on-loss -b 100M 127.0.0.1 \"$3\"",
                folder.path, DTLSCat.path, key, listener.port,
            ])
        let sent = try await sender.outcome()
        #expect(sent.status == 0, "\(sent.errors)")
        let received = try await listener.program.outcome()
        #expect(received.status == 0, "\(received.errors)")
        let tar = try await Program(
            "tar", ["xf", folder.file("copy.tar"), "-C", folder.file("there")]
        ).outcome()
        #expect(tar.status == 0, "\(tar.errors)")
        let same = try await Program("diff", ["-r", photos, folder.file("there/photos")]).outcome()
        #expect(same.status == 0, "\(same.text)")
    }

    @Test func `many senders of syslog become one line a message`() async throws {
        let certificates = try await Shared.certificates
        let ca = certificates.authority.cert
        let listener = try await Listener(
            ["-k", "--framing", "line", "--recv-only", "--require-client-cert", "--client-ca", ca]
                + certificates.server.options)
        for number in 0..<3 {
            let sender = try await listener.connect(
                ["--framing", "line", "--send-only", "--ca", ca] + certificates.client.options,
                input: .text("<13>hello \(number)\n<13>again \(number)\n"))
            #expect(sender.status == 0, "\(sender.errors)")
        }
        try await listener.program.text("again 2\n")
        listener.program.signal(SIGTERM)
        let lines = try await listener.program.outcome().text.split(separator: "\n")
        let expected = (0..<3).flatMap { ["<13>again \($0)", "<13>hello \($0)"] }
        #expect(lines.map(String.init).sorted() == expected.sorted())
    }

    @Test func `a fingerprint out of an SDP offer is a pin on standard input`() async throws {
        let certificates = try await Shared.certificates
        let fingerprint = try await certificates.openssl([
            "x509", "-in", certificates.server.cert, "-noout", "-fingerprint", "-sha256",
        ])
        let hex = try #require(fingerprint.split(separator: "=").last)
        let listener = try await Listener(
            ["--profile", "webrtc"] + certificates.server.options)
        let outcome = try await DTLSCat.run(
            [
                "connect", "-v", "--profile", "webrtc", "--pin", "@-", listener.address,
                listener.port,
            ], input: .text("a=fingerprint:sha-256 \(hex)"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("verified by pin"), "\(outcome.errors)")
    }
}
