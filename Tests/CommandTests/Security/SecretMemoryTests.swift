import Foundation
import Glibc
import TestSupport
import Testing

/// What the program has of a secret in its memory while it runs: the key, once it is read, and not
/// the text that it was read from. Memory that is freed is looked through as well.
@Suite(
    .timeLimit(.minutes(10)), .enabled(if: geteuid() == 0, "the memory is for root alone to read"))
struct SecretMemoryTests {
    private let folder = try! Folder()

    /// Where a pre-shared key can be named.
    enum Source: CaseIterable { case file, database, variable, variableInAFile }

    @Test(arguments: Source.allCases)
    func `of a pre-shared key the bytes are kept, and the digits are not`(
        source: Source
    ) async throws {
        let digits = secret(bytes: 16)
        let file = try folder.write("marker:\(digits)\n", to: "key")
        let (options, environment): ([String], [String: String]) =
            switch source {
            case .file: (["--psk-file", file], [:])
            case .database: (["--psk-db", file], [:])
            case .variable: ([], ["DTLSCAT_PSK": digits, "DTLSCAT_PSK_IDENTITY": "marker"])
            case .variableInAFile: ([], ["DTLSCAT_PSK_FILE": file])
            }
        let listener = try await Listener(["-k"] + options, environment: environment)
        let client = try await DTLSCat.run(
            ["connect", "--psk-file", file, listener.address, listener.port],
            input: .text("hello\n"))
        #expect(client.status == 0, "\(client.errors)")
        try await listener.program.line(with: "hello", on: .output)
        let memory = try Memory(of: listener.program.pid)
        #expect(!memory.contains(Data(digits.utf8)))
        // That what is there is found.
        #expect(memory.contains(bytes(digits)))
    }

    @Test(arguments: [("--ticket-key-file", 64), ("--cookie-key-file", 32)])
    func `of a key that listeners share the digits are not kept`(
        option: String, size: Int
    ) async throws {
        let digits = secret(bytes: size)
        let named = try await Listener(["-k", option, try folder.write(digits + "\n", to: "key")])
        let made = try await Listener(["-k", option, folder.file("made")])
        for (program, digits) in [
            (named.program, digits), (made.program, try folder.text("made")),
        ] {
            let line = digits.trimmingCharacters(in: .newlines)
            let memory = try Memory(of: program.pid)
            #expect(!memory.contains(Data(line.utf8)))
            #expect(memory.contains(bytes(line)))
        }
    }

    @Test func `neither a private key's file nor its password is kept`() async throws {
        let pair = try await Shared.certificates.server
        let password = "p4ss" + secret(bytes: 16)
        let word = try folder.write(password + "\n", to: "password")
        let locked = folder.file("locked")
        let openssl = try await Program(
            "openssl",
            ["pkcs8", "-topk8", "-in", pair.key, "-out", locked, "-passout", "file:\(word)"]
        ).outcome()
        #expect(openssl.status == 0, "\(openssl.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: locked)
        for (key, options, marker) in [
            (pair.key, [], try text(pair.key)), (locked, ["--key-pass-file", word], password),
        ] {
            let listener = try await Listener(["-k", "--cert", pair.cert, "--key", key] + options)
            let memory = try Memory(of: listener.program.pid)
            #expect(!memory.contains(Data(marker.utf8)))
            // That what is there is found: its own arguments.
            #expect(memory.contains(Data(pair.cert.utf8)))
        }
    }

    /// The second line of a PEM file: the key itself.
    private func text(_ path: String) throws -> String {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return String(try #require(lines.dropFirst().first))
    }

    private func secret(bytes count: Int) -> String {
        (0..<count).map { _ in String(format: "%02x", UInt8.random(in: 0...255)) }.joined()
    }

    private func bytes(_ digits: String) -> Data {
        var rest = digits[...]
        var data = Data()
        while !rest.isEmpty {
            data.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return data
    }
}

/// All that a process has written to in its memory.
private struct Memory {
    private var parts: [Data] = []

    init(of process: Int32) throws {
        let file = try #require(FileHandle(forReadingAtPath: "/proc/\(process)/mem"))
        defer { try? file.close() }
        let maps = try String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)
        for line in maps.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
            guard words[1].hasPrefix("rw"), ends.count == 2 else { continue }
            try file.seek(toOffset: ends[0])
            if let part = try? file.read(upToCount: Int(ends[1] - ends[0])) { parts.append(part) }
        }
    }

    func contains(_ bytes: Data) -> Bool { parts.contains { $0.range(of: bytes) != nil } }
}
