import Foundation
import TestSupport
import Testing

/// `dtlscat hosts`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostsTests {
    private let folder = try! Folder()
    private var store: String { folder.file("known_hosts") }
    private let first = "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    private let second = "pin-sha256:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="

    private func hosts(
        _ arguments: [String], input: Program.Input = .none
    ) async throws -> Program.Outcome {
        guard let word = arguments.first else { throw TestFailure("no subcommand") }
        return try await DTLSCat.run(
            ["hosts", word] + (word == "scan" ? [] : ["--known-hosts", store])
                + arguments.dropFirst(), input: input)
    }

    // MARK: list

    @Test func `list shows every host, and tells of damaged lines`() async throws {
        try folder.write(
            "# mine\na.example:1 \(first) 2026-01-02\nnonsense\n[::1]:4433 \(second) 2026-03-04\n",
            to: "known_hosts")
        let list = try await hosts(["list"])
        #expect(list.status == 0)
        #expect(
            list.text == """
                a.example:1  2026-01-02  \(first)
                [::1]:4433   2026-03-04  \(second)

                """)
        #expect(list.errors.contains("line 3 of \(store) is damaged"), "\(list.errors)")
    }

    @Test func `list --json has the same, with the numbers of the lines`() async throws {
        try folder.write("\nnonsense\n[::1]:4433 \(second) 2026-03-04\n", to: "known_hosts")
        let list = try await hosts(["list", "--json"])
        let report = try JSONDecoder().decode(ListReport.self, from: list.output)
        #expect(report.schema == "dtlscat/1")
        #expect(report.command == "hosts list")
        #expect(report.file == store)
        #expect(
            report.hosts == [
                .init(host: "::1", port: 4433, pin: second, since: "2026-03-04", line: 3)
            ])
        #expect(report.damaged.map(\.line) == [2])
    }

    private struct ListReport: Decodable {
        let schema, command, file: String
        let hosts: [Host]
        let damaged: [Damaged]

        struct Host: Decodable, Equatable {
            let host: String
            let port: Int
            let pin, since: String
            let line: Int
        }

        struct Damaged: Decodable { let line: Int }
    }

    @Test func `list of no file is empty, and of an unreadable one status 2`() async throws {
        let none = try await hosts(["list"])
        #expect(none.status == 0)
        #expect(none.output.isEmpty && none.errors.isEmpty, "\(none.errors)")
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
        let folder = try await hosts(["list"])
        #expect(folder.status == 2, "\(folder.errors)")
    }

    // MARK: forget

    @Test(arguments: [["b.example", "2"], ["b.example:2"], ["B.Example.", "2"]])
    func `forget takes out the lines of a host's port`(words: [String]) async throws {
        try folder.write(
            "# mine\nb.example:2 \(first) 2026-01-02\nb.example:3 \(first) 2026-01-02\n"
                + "b.example:2 torn\nb.example:2 \(second) 2026-01-02\n", to: "known_hosts")
        let outcome = try await hosts(["forget"] + words)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("3 lines"), "\(outcome.errors)")
        #expect(
            try folder.text("known_hosts") == "# mine\nb.example:3 \(first) 2026-01-02\n")
    }

    @Test func `forget of a host alone takes out all its ports`() async throws {
        try folder.write(
            "[::1]:2 \(first) 2026-01-02\n[::1]:3 \(first) 2026-01-02\nc:2 \(first) 2026-01-02\n",
            to: "known_hosts")
        let outcome = try await hosts(["forget", "::1"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.text("known_hosts") == "c:2 \(first) 2026-01-02\n")
    }

    @Test func `forget of a host that is not there is status 1 and changes nothing`() async throws {
        let text = "c:2 \(first) 2026-01-02"
        try folder.write(text, to: "known_hosts")
        for words in [["c", "3"], ["d"]] {
            let outcome = try await hosts(["forget"] + words)
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("is not in \(store)"), "\(outcome.errors)")
        }
        #expect(try folder.text("known_hosts") == text)
        #expect(try await hosts(["forget", "c", "x"]).status == 2)
    }

    // MARK: import

    @Test func `import adds what is new, once`() async throws {
        let lines = "# theirs\na:1 \(first) 2026-01-02\na:1 \(second) 2026-01-02\n"
        for _ in 0..<2 {
            let outcome = try await hosts(["import", "-"], input: .text(lines))
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(
            try folder.text("known_hosts")
                == "a:1 \(first) 2026-01-02\na:1 \(second) 2026-01-02\n")
    }

    @Test func `import says nothing with -Q, but for what is wrong`() async throws {
        let line = "a.example:1 \(first) 2026-01-02\n"
        let quiet = try await hosts(["import", "-Q", "-"], input: .text(line))
        #expect(quiet.status == 0)
        #expect(quiet.errors.isEmpty, "\(quiet.errors)")
        let other = "a.example:1 \(second) 2026-01-02\n"
        let conflict = try await hosts(["import", "-Q", "-"], input: .text(other))
        #expect(conflict.status == 5)
        #expect(!conflict.errors.isEmpty)
    }

    @Test func `import tells of another key, and takes it with --replace alone`() async throws {
        let before = "# mine\na:1 \(first) 2026-01-02\nb:1 torn\n"
        try folder.write(before, to: "known_hosts")
        let file = try folder.write(
            "a:1 \(second) 2026-03-04\nb:1 \(second) 2026-03-04\nc:1 \(second) 2026-03-04\n",
            to: "lines")
        let conflict = try await hosts(["import", file])
        #expect(conflict.status == 5, "\(conflict.errors)")
        #expect(conflict.errors.contains("a:1"), "\(conflict.errors)")
        #expect(conflict.errors.contains("line 2 of \(store)"), "\(conflict.errors)")
        #expect(conflict.errors.contains("line 3 of \(store)"), "\(conflict.errors)")
        #expect(try folder.text("known_hosts") == before + "c:1 \(second) 2026-03-04\n")
        let replaced = try await hosts(["import", "--replace", file])
        #expect(replaced.status == 0, "\(replaced.errors)")
        #expect(
            try folder.text("known_hosts") == """
                # mine
                c:1 \(second) 2026-03-04
                a:1 \(second) 2026-03-04
                b:1 \(second) 2026-03-04

                """)
    }

    @Test func `import takes the good lines, and tells of the others by status 2`() async throws {
        let outcome = try await hosts(
            ["import", "-"], input: .text("nonsense\na:1 \(first) 2026-01-02\n"))
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("line 1 of standard input"), "\(outcome.errors)")
        #expect(try folder.text("known_hosts") == "a:1 \(first) 2026-01-02\n")
        #expect(try await hosts(["import", folder.file("none")]).status == 2)
    }

    @Test func `fifty processes at once lose nothing`() async throws {
        let kept = "# mine\ntorn line\nz:1 \(first) 2026-01-02\n"
        try folder.write(kept, to: "known_hosts")
        try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await hosts(
                        ["import", "-"],
                        input: .text("host-\(number):1 \(first) 2026-01-02\n"))
                }
            }
            for try await outcome in group { #expect(outcome.status == 0, "\(outcome.errors)") }
        }
        let text = try folder.text("known_hosts")
        #expect(text.hasPrefix(kept))
        let wanted = Set((0..<50).map { "host-\($0):1 \(first) 2026-01-02" })
        let lines = text.dropFirst(kept.count).split(separator: "\n").map(String.init)
        #expect(lines.count == 50)
        #expect(Set(lines) == wanted)
    }

    @Test func `first contacts at once lose nothing`() async throws {
        let addresses = (1...12).map { "127.0.0.\($0)" }
        let every = try await Listener(["-k", "--echo"], address: nil)
        try await withThrowingTaskGroup(of: AtTerminal.self) { group in
            for address in addresses {
                group.addTask {
                    try await AtTerminal.run(
                        DTLSCat.path,
                        ["connect", "--tofu", "--known-hosts", store, address, every.port],
                        answers: ["yes"])
                }
            }
            for try await client in group {
                #expect(client.outcome.status == 0, "\(client.outcome.errors)")
            }
        }
        let lines = try folder.text("known_hosts").split(separator: "\n")
        #expect(Set(lines.map { $0.prefix { $0 != ":" } }) == Set(addresses.map { $0[...] }))
        #expect(lines.count == addresses.count)
    }

    @Test func `a folder that cannot be written to is told`() async throws {
        let outcome = try await DTLSCat.run(
            ["hosts", "import", "--known-hosts", "/proc/none/known_hosts", "-"],
            input: .text("a:1 \(first) 2026-01-02\n"))
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("/proc/none"), "\(outcome.errors)")
    }

    // MARK: scan

    @Test func `scan prints a line for each server, in order, that import takes`() async throws {
        let certificates = try await Shared.certificates
        let own = try await Listener(["-k"])
        let key = try await Listener(["-k", "--rpk", certificates.client.key])
        let strict = try await Listener(
            ["-k", "--require-client-cert", "--client-ca", certificates.authority.cert]
                + certificates.server.options)
        let targets = [own, key, strict].map { "127.0.0.1:\($0.port)" }
        let file = try folder.write("# more\n\(targets[1]) \(targets[2]) # two\n", to: "targets")
        let scan = try await hosts(["scan", "-f", file, targets[0]])
        #expect(scan.status == 0, "\(scan.errors)")
        let lines = scan.text.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.map { String($0[0]) } == targets)
        #expect(
            lines.map { String($0[1]) } == [
                own.pin, try await certificates.pin(certificates.client),
                try await certificates.pin(certificates.server),
            ])
        let imported = try await hosts(["import", "-"], input: .bytes(scan.output))
        #expect(imported.status == 0, "\(imported.errors)")
        #expect(try folder.text("known_hosts") == scan.text)
    }

    @Test func `scan goes on after a server that fails, and ends with its status`() async throws {
        let listener = try await Listener(["-k"])
        let psk = try await Listener(["-k", "--psk-file", try Shared.key(folder)])
        let silent = try SilentPort()
        let closed = try freePort()
        let scan = try await hosts([
            "scan", "-w", "1s", "127.0.0.1:\(silent.number)", "127.0.0.1:\(closed)",
            "127.0.0.1:\(psk.port)", "127.0.0.1:\(listener.port)",
        ])
        #expect(scan.status == 3, "\(scan.errors)")
        #expect(scan.text.hasPrefix("127.0.0.1:\(listener.port) "), "\(scan.text)")
        #expect(scan.text.split(separator: "\n").count == 1)
        #expect(scan.errors.contains("127.0.0.1:\(silent.number): no answer"), "\(scan.errors)")
        #expect(scan.errors.contains("127.0.0.1:\(closed): "), "\(scan.errors)")
        #expect(
            scan.errors.contains("127.0.0.1:\(psk.port): the server speaks pre-shared keys alone"),
            "\(scan.errors)")
    }

    @Test func `scan wants a port for every host`() async throws {
        #expect(try await hosts(["scan", "127.0.0.1"]).status == 2)
        #expect(try await hosts(["scan"]).status == 2)
        let listener = try await Listener(["-k"])
        let scan = try await hosts(["scan", "-p", listener.port, "127.0.0.1"])
        #expect(scan.status == 0, "\(scan.errors)")
        #expect(scan.text.hasPrefix("127.0.0.1:\(listener.port) \(listener.pin ?? "") "))
    }
}
