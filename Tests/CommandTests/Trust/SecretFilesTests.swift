import Foundation
import Glibc
import TestSupport
import Testing

/// The files that a session's secrets go to.
@Suite(.timeLimit(.minutes(10))) struct SecretFilesTests {
    private let folder = try! Folder()

    @Test(arguments: ["--pcap", "--keylog"])
    func `a file that others can read is refused and left as it is`(option: String) async throws {
        for mode in [0o640, 0o604, 0o660, 0o644] {
            let path = try folder.write("mine\n", to: "file", mode: mode)
            let outcome = try await DTLSCat.run(["connect", option, path, "127.0.0.1", "9"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("others own or can read"), "\(outcome.errors)")
            #expect(try folder.text("file") == "mine\n")
            #expect(try folder.mode("file") == mode)
        }
    }

    @Test(arguments: ["--pcap", "--keylog"])
    func `a file that cannot be written is a usage error`(option: String) async throws {
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: try folder.write("mine\n", to: "target"))
        for path in [folder.path, folder.file("missing/file"), link] {
            let outcome = try await DTLSCat.run(["connect", option, path, "127.0.0.1", "9"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("cannot write \(path)"), "\(outcome.errors)")
        }
        #expect(try folder.text("target") == "mine\n")
    }

    @Test func `capture and key log are not to be one file`() async throws {
        let path = folder.file("both")
        let outcome = try await DTLSCat.run(
            ["connect", "--pcap", path, "--keylog", path, "127.0.0.1", "9"])
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a capture is written anew, and a key log appended to`() async throws {
        let listener = try await Listener(["-k"])
        let old = noise(100_000)
        let (capture, log) = (folder.file("capture"), folder.file("log"))
        try folder.write(old, to: "capture")
        try folder.write("# mine\n", to: "log")
        for _ in 0..<2 {
            let outcome = try await listener.connect(["--pcap", capture, "--keylog", log])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let data = try folder.read("capture")
        #expect(data.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]))
        #expect(data.count < 50_000)
        #expect(try folder.mode("capture") == 0o600)
        let lines = try folder.text("log").split(separator: "\n")
        #expect(lines.count == 3 && lines[0] == "# mine")
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("CLIENT_RANDOM ") })
        // The secret of the second run stands in its capture too.
        let secret = try #require(lines.last)
        #expect(data.range(of: Data(secret.utf8)) != nil)
    }

    @Test func `a capture whose reader leaves is told of once, and the session goes on`()
        async throws
    {
        let listener = try await Listener(["--echo"])
        let pipe = folder.file("pipe")
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        let reader = try Program("head", ["-c", "4", pipe])
        let client = try DTLSCat.start(
            ["connect", "--pcap", pipe] + listener.target, input: .open)
        #expect(try await reader.outcome().output == Data([0x0A, 0x0D, 0x0D, 0x0A]))
        for line in ["one\n", "two\n", "three\n"] {
            client.write(line)
            try await client.text(line)
        }
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text == "one\ntwo\nthree\n")
        let warnings = outcome.errors.components(separatedBy: "the capture ends here").count - 1
        #expect(warnings == 1, "\(outcome.errors)")
    }

    @Test func `no file of a run is written over another`() async throws {
        let pair = try await Shared.certificates.server
        let key = try folder.write(try String(contentsOfFile: pair.key, encoding: .utf8), to: "key")
        let certificate = try folder.write("", to: "certificate")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: key)
        for options in [
            ["--cert", pair.cert, "--key", key, "--pcap", key],
            ["--cert", pair.cert, "--key", key, "--save-cert", folder.file("link")],
            ["--cert", pair.cert, "--key", key, "-o", folder.path + "/./key"],
            ["--pcap", folder.file("new"), "-x", folder.file("new")],
            ["--keylog", certificate, "-o", certificate],
            ["--session-file", folder.file("s"), "--keylog", folder.file("s")],
            ["--tofu", "--known-hosts", key, "--pcap", key], ["--pin", "@" + key, "--pcap", key],
        ] {
            let outcome = try await DTLSCat.run(["connect"] + options + ["127.0.0.1", "1"])
            #expect(outcome.status == 2, "\(options)")
            #expect(outcome.errors.contains("name the same file"), "\(outcome.errors)")
        }
        #expect(try folder.text("key").contains("PRIVATE KEY"))
        let listener = try await DTLSCat.run(
            ["listen", "--ticket-key-file", key, "--cert", pair.cert, "--key", key, "0"])
        #expect(listener.status == 2)
        let both = try await DTLSCat.run(
            ["connect", "-o", "/dev/null", "-x", "/dev/null", "--insecure", "127.0.0.1", "1"])
        #expect(both.status == 1, "\(both.errors)")
    }
}
