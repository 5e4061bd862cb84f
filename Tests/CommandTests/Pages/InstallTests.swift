import Foundation
import TestSupport
import Testing

/// `make install` and `make uninstall`: what they lay down, and that they take it away again.
@Suite(.timeLimit(.minutes(10))) struct InstallTests {
    private let folder = try! Folder()

    @Test func `what is installed is what is expected, and where`() async throws {
        try await make("install")
        let pages = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appendingPathComponent("man").path)
        let files = [
            "bin/dtlscat": 0o755,
            "lib/systemd/system/dtlscat@.service": 0o644,
            "lib/systemd/system/dtlscat@.socket": 0o644,
            "share/bash-completion/completions/dtlscat": 0o644,
            "share/fish/vendor_completions.d/dtlscat.fish": 0o644,
            "share/zsh/site-functions/_dtlscat": 0o644,
        ].merging(pages.map { (Self.place(of: $0), 0o644) }) { $1 }
        #expect(pages.contains("dtlscat.1"))
        #expect(try installed() == Set(files.keys))
        for (file, mode) in files {
            let path = folder.file("root/usr/\(file)")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(file)")
        }

        let version = try await Program(folder.file("root/usr/bin/dtlscat"), ["--version"])
            .outcome()
        #expect(version.status == 0, "\(version.errors)")
        #expect(version.text.hasPrefix("dtlscat "))
        for page in pages {
            #expect(try text(Self.place(of: page)) == source("man/\(page)"))
        }
    }

    @Test(arguments: ["/usr", "/opt/dtlscat"])
    func `the unit starts the program that is installed`(prefix: String) async throws {
        try await make("install", prefix: prefix)
        let unit = try text("lib/systemd/system/dtlscat@.service", prefix: prefix)
        let start = unit.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") }
        #expect(start.count == 1)
        #expect(start.first?.hasPrefix("ExecStart=\(prefix)/bin/dtlscat listen ") == true)
        #expect(!unit.contains("@bindir@"))
        #expect(!unit.contains(folder.path), "the unit names the folder of the package")
    }

    @Test func `nothing is left by an uninstall, and nothing else is touched`() async throws {
        let others = ["bin/other", "share/man/man1/other.1", "lib/systemd/system/other.service"]
        for other in others {
            let path = folder.file("root/usr/\(other)")
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(),
                withIntermediateDirectories: true)
            try folder.write("theirs", to: "root/usr/\(other)")
        }
        try await make("install")
        #expect(try installed().count > others.count)
        // A second time lays down the same.
        try await make("install")
        try await make("uninstall")
        #expect(try installed() == Set(others))
        try await make("uninstall")
    }

    @Test func `without a program there is nothing to install`() async throws {
        let outcome = try await run("install", program: folder.file("missing"))
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("install: first run: make release"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("root")))
    }

    // MARK: -

    /// Where a manual page belongs, by its section.
    private static func place(of page: String) -> String {
        "share/man/man\(page.suffix(1))/\(page)"
    }

    private func make(_ target: String, prefix: String = "/usr") async throws {
        let outcome = try await run(target, prefix: prefix, program: DTLSCat.path)
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private func run(
        _ target: String, prefix: String = "/usr", program: String
    ) async throws -> Program.Outcome {
        // The environment of a make that runs the tests is not for this one.
        try await Program(
            "env",
            [
                "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "-u", "MAKEOVERRIDES",
                "make", "-C", Repository.root.path, target, "PROGRAM=\(program)",
                "PREFIX=\(prefix)", "DESTDIR=\(folder.file("root"))",
            ]
        ).outcome()
    }

    /// The files below the prefix.
    private func installed() throws -> Set<String> {
        let top = folder.file("root/usr")
        let names = try FileManager.default.subpathsOfDirectory(atPath: top)
        return try Set(
            names.filter { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(top)/\(name)")
                return attributes[.type] as? FileAttributeType != .typeDirectory
            })
    }

    private func text(_ file: String, prefix: String = "/usr") throws -> String {
        try String(contentsOfFile: folder.file("root\(prefix)/\(file)"), encoding: .utf8)
    }

    private func source(_ file: String) throws -> String {
        try String(contentsOf: Repository.root.appendingPathComponent(file), encoding: .utf8)
    }
}
