import ArgumentParser
import Glibc
import Sockets
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
        // Keys are read and made in most subcommands, and can be in the arguments already.
        try? keepMemoryPrivate()
        PSKOptions.takeVariable()
        let typed = Array(CommandLine.arguments.dropFirst())
        do {
            if isDoubtful(typed), let failure = CommandLineWords.mistypedSubcommand(typed) {
                throw failure
            }
            var command = try parseAsRoot(complete(typed))
            try command.run()
        } catch let status as ExitStatus {
            Glibc.exit(status.rawValue)
        } catch let failure as Failure {
            console(typed).report(failure)
            Glibc.exit(failure.status.rawValue)
        } catch {
            end(with: error, typed)
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
        // One word that is no option and nothing but a word is a mistyped subcommand.
        let isAlone =
            !first.hasPrefix("-") && arguments.count == 1
            && !first.contains { ".:/[".contains($0) }
        return names.contains(first) || isOwn || isAlone ? arguments : ["connect"] + arguments
    }

    /// Whether the first word asks for help on others, or is no subcommand although it looks like one.
    private static func isDoubtful(_ typed: [String]) -> Bool {
        guard typed.count > 1, let first = typed.first else { return false }
        let names = configuration.subcommands.map { $0._commandName }
        return first == "help"
            || complete(typed) != typed && !first.hasPrefix("-") && nearest(first, in: names) != nil
    }

    /// The console for what is told where options are not read.
    private static func console(_ typed: [String], verbosity: Int = 0) -> Console {
        Console(
            verbosity: verbosity, isQuiet: false,
            style: Style(Style.When(typed: typed), on: .standardError))
    }

    /// Ends as the argument parser asks: help on standard output, or a wrong option in our words.
    private static func end(with error: any Error, _ typed: [String]) -> Never {
        if exitCode(for: error) == .success {
            let text = fullMessage(for: error)
            let script = CompletionScript.complete(text)
            _ = try? FileDescriptor.standardOutput.writeAll((script + "\n").utf8)
            if text == Version.text {
                Version.explain(console(typed, verbosity: typed.contains("-v") ? 1 : 0))
            }
            Glibc.exit(ExitStatus.ok.rawValue)
        }
        console(typed).report(Failure(error, typed: typed))
        Glibc.exit(ExitStatus.usage.rawValue)
    }
}
