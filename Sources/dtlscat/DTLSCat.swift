import ArgumentParser
import Glibc
import SystemPackage

/// The program: finds the subcommand, runs it, and ends with its status.
@main
struct DTLSCat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dtlscat",
        abstract: "Netcat for DTLS.",
        discussion: """
            dtlscat HOST PORT is short for dtlscat connect HOST PORT, and dtlscat -l PORT for \
            dtlscat listen PORT. Each subcommand has its own --help and manual page.
            """,
        version: Version.text,
        subcommands: [
            Connect.self, Listen.self, Forward.self, BenchCommand.self, FingerprintCommand.self,
            ProbeCommand.self, ScanCommand.self, Keygen.self, Hosts.self, PriorityCommand.self,
            ImpairCommand.self,
        ])

    static func main() {
        do {
            var command = try parseAsRoot(Self.complete(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let status as ExitStatus {
            Glibc.exit(status.rawValue)
        } catch let failure as Failure {
            Console(verbosity: 0, isQuiet: false).report(failure)
            Glibc.exit(failure.status.rawValue)
        } catch {
            end(with: error)
        }
    }

    /// Puts in the subcommand that netcat's users leave out.
    static func complete(_ arguments: [String]) -> [String] {
        guard let first = arguments.first else { return ["--help"] }
        if first == "-l" || first == "--listen" { return ["listen"] + arguments.dropFirst() }
        let names = configuration.subcommands.flatMap {
            [$0._commandName] + $0.configuration.aliases
        }
        let isOwn =
            ["help", "--help", "-h", "--version"].contains(first)
            || first.hasPrefix("--experimental") || first.hasPrefix("--generate")
            || first.hasPrefix("---")
        // One word that is no option and no host with a port behind it is a mistyped subcommand.
        let isAlone = !first.hasPrefix("-") && arguments.count == 1 && !first.hasPrefix("dtls://")
        return names.contains(first) || isOwn || isAlone ? arguments : ["connect"] + arguments
    }

    /// Ends as the argument parser asks: help on standard output, or a wrong option in our words.
    private static func end(with error: any Error) -> Never {
        if exitCode(for: error) == .success {
            let text = CompletionScript.complete(fullMessage(for: error))
            _ = try? FileDescriptor.standardOutput.writeAll((text + "\n").utf8)
            Glibc.exit(ExitStatus.ok.rawValue)
        }
        // Where there are many values to choose from, the parser lists them one a line.
        var text = message(for: error)
            .replacing(":\n  - ", with: " ").replacing("\n  - ", with: ", ")
        if let first = text.first, text.dropFirst().first?.isLowercase == true {
            text = first.lowercased() + text.dropFirst()
        }
        if text.hasSuffix(".") { text.removeLast() }
        Console(verbosity: 0, isQuiet: false).report(
            Failure(status: .usage, message: text, hint: "dtlscat help lists what there is"))
        Glibc.exit(ExitStatus.usage.rawValue)
    }
}
