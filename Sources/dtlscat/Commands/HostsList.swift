import ArgumentParser
import FoundationEssentials
import SystemPackage
import Trust

/// `dtlscat hosts list`: the servers that are remembered.
struct HostsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the servers that are remembered.",
        usage: "dtlscat hosts list [options]",
        discussion: """
            Examples:
              dtlscat hosts list
              dtlscat hosts list --known-hosts lab.hosts --json
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: StoreOutputOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let console = output.console
        let file = try store.file()
        let known: KnownHosts
        do throws(TrustError) {
            known = try file.load()
        } catch {
            throw Failure(error)
        }
        if json {
            let report = Report(
                file: file.path,
                hosts: known.hosts.map { line, host in
                    Report.Host(
                        host: host.place.host, port: host.place.port, pin: "\(host.pin)",
                        since: host.since, line: line)
                },
                damaged: known.damagedLines.map { .init(line: $0.number, reason: $0.reason) })
            try writeOut(String(decoding: ReportEncoder.encode(report), as: UTF8.self))
        } else {
            let places = known.hosts.map { Console.escaped("\($0.host.place)") }
            let width = places.map(\.count).max() ?? 0
            let lines = zip(places, known.hosts).map { place, entry in
                place + String(repeating: " ", count: width - place.count)
                    + "  \(entry.host.since)  \(entry.host.pin)\n"
            }
            try writeOut(lines.joined())
        }
        console.warn(of: known, in: file)
    }

    /// What `--json` prints.
    private struct Report: Encodable {
        let schema = "dtlscat/1"
        let command = "hosts list"
        let file: String
        let hosts: [Host]
        let damaged: [Damaged]

        struct Host: Encodable {
            let host: String
            let port: UInt16
            let pin, since: String
            let line: Int
        }

        struct Damaged: Encodable {
            let line: Int
            let reason: String
        }
    }
}

/// Writes `text` to standard output, where the command's answer goes.
func writeOut(_ text: String) throws(ExitStatus) {
    do {
        try FileDescriptor.standardOutput.writeAll(text.utf8)
    } catch {
        throw error as? Errno == .brokenPipe ? .brokenPipe : .data
    }
}

extension Console {
    /// Tells of the lines that cannot be read; they harm no other.
    func warn(of known: KnownHosts, in file: KnownHostsFile) {
        for line in known.damagedLines {
            warn("line \(line.number) of \(file.path) is damaged: \(line.reason)")
        }
    }
}
