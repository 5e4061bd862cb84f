import Foundation
import TestSupport
import Testing

@testable import dtlscat

/// Options, manual pages, completions and README say the same.
@Suite struct DriftTests {
    @Test func everyOptionStandsInTheManualPageOfItsSubcommand() async throws {
        for command in try await CommandLineHelp.commands() {
            let page = try ManualPage(of: command.commandName).options
            for name in command.optionNames {
                #expect(page.contains(name), "dtlscat-\(command.commandName).1 lacks \(name)")
            }
        }
    }

    @Test func theManualPagesNameNoOptionThatDoesNotExist() async throws {
        for command in try await CommandLineHelp.commands() {
            let known = Set(command.optionNames + ["--help", "-h", "--version"])
            // Some pages refer to options of other subcommands.
            let unknown = try ManualPage(of: command.commandName).options.subtracting(known)
                .subtracting(Self.foreign[command.commandName] ?? [])
            #expect(unknown.isEmpty, "dtlscat-\(command.commandName).1 has \(unknown)")
        }
    }

    @Test func eachValueThatAnOptionTakesIsDescribedWithIt() async throws {
        for command in try await CommandLineHelp.commands().flatMap(\.withSubcommands) {
            let page = try ManualPage(of: command.page)
            for option in command.ownArguments {
                guard let values = option.allValues, let name = option.spellings.last else {
                    continue
                }
                let text = try Self.words(page, name, command)
                for value in values where !text.contains(value[...]) {
                    Issue.record("\(page.name): \(value) is missing at \(name)")
                }
            }
        }
    }

    @Test func aDefaultIsTheSameInTheHelpAndInTheManualPage() async throws {
        for command in try await CommandLineHelp.commands().flatMap(\.withSubcommands) {
            let page = try ManualPage(of: command.page)
            for option in command.ownArguments {
                guard let value = option.shownDefault, let name = option.spellings.last else {
                    continue
                }
                let text = try #require(page.item(of: name, under: command.commandName))
                let said = text.lowercased()
                #expect(
                    said.contains(value.lowercased()) && said.contains("default"),
                    "\(page.name): \(name) has the default \(value): \(text)")
            }
        }
    }

    @Test func aDefaultInAManualPageStandsInTheHelpAsWell() async throws {
        for command in try await CommandLineHelp.commands().flatMap(\.withSubcommands) {
            let page = try ManualPage(of: command.page)
            // Some options share an item.
            var helps: [String: String] = [:]
            for option in command.ownArguments {
                guard let name = option.spellings.last,
                    let item = page.item(of: name, under: command.commandName)
                else { continue }
                let help = (option.abstract ?? "") + " " + (option.defaultValue ?? "")
                helps[item, default: ""] += help
            }
            for (item, help) in helps {
                for match in item.matches(of: /([0-9][^ ,;]*),? (?:is the default|by default)/)
                where !help.contains(match.1) {
                    Issue.record("\(command.commandName) --help lacks \(match.1): \(help)")
                }
            }
        }
    }

    @Test func everyPageHasTheSectionsOfAManualInTheirOrder() throws {
        // mdoc(7); what a page has of its own comes before ENVIRONMENT.
        let order = [
            "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "ENVIRONMENT", "FILES", "EXIT STATUS",
            "EXAMPLES", "SEE ALSO", "STANDARDS",
        ]
        for page in try ManualPage.all() where page.name.hasSuffix(".1") {
            let titles = page.sections.map(\.title)
            let places = titles.compactMap { order.firstIndex(of: $0) }
            #expect(places == places.sorted(), "\(page.name): \(titles)")
            let needed = Set(order).subtracting(["OPTIONS", "ENVIRONMENT", "FILES", "STANDARDS"])
            #expect(needed.isSubset(of: titles), "\(page.name) lacks \(needed.subtracting(titles))")
        }
    }

    @Test func thePageOfTheProgramNamesEverySubcommandAndPage() async throws {
        let page = try ManualPage(of: nil)
        let all = try ManualPage.all().map(\.name)
        for command in try await CommandLineHelp.commands() {
            let name = command.commandName
            for spelling in [name] + (command.aliases ?? []) {
                #expect(
                    page.lines("DESCRIPTION").contains { ($0 + " ").contains("Cm \(spelling) ") })
            }
            #expect(page.lines("SYNOPSIS").contains(".Cm \(name)"), "\(name)")
            #expect(all.contains("dtlscat-\(name).1"), "\(name)")
        }
        for name in all where name != page.name {
            let entry = ".Xr \(name.replacing(".", with: " "))"
            #expect(page.lines("SEE ALSO").contains { $0.hasPrefix(entry) }, "\(name)")
        }
    }

    @Test func everyPageRefersToPagesThatThereAre() throws {
        let pages = try ManualPage.all()
        for page in pages {
            for line in page.sections.flatMap(\.lines) where line.hasPrefix(".Xr dtlscat") {
                let words = line.split(separator: " ")
                let target = "\(words[1]).\(words[2])"
                #expect(pages.contains { $0.name == target }, "\(page.name): \(line)")
                #expect(target != page.name, "\(page.name) refers to itself")
            }
        }
    }

    @Test func everyExitStatusIsExplained() async throws {
        let all = Set((0...255).compactMap { ExitStatus(rawValue: $0)?.rawValue }.map(String.init))
        #expect(try ManualPage(of: nil).items("EXIT STATUS") == all)
        for command in try await CommandLineHelp.commands() {
            let page = try ManualPage(of: command.commandName)
            let listed = page.items("EXIT STATUS")
            #expect(listed.isSubset(of: all), "\(page.name): \(listed.subtracting(all))")
            #expect(listed.contains("2"), "\(page.name)")
            #expect(page.lines("EXIT STATUS").contains(".Xr dtlscat 1"), "\(page.name)")
        }
    }

    @Test func everyVariableOfTheEnvironmentIsExplained() async throws {
        let read = try Self.variablesInSources()
        #expect(read.isSuperset(of: ["DTLSCAT_PSK", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET"]))
        let pages = try ManualPage.all()
        let explained = Set(pages.flatMap { $0.items("ENVIRONMENT") })
        #expect(read.subtracting(explained) == ["HOME"], "what is read is explained")
        #expect(explained.isSubset(of: read), "what is explained is read")
        #expect(try ManualPage(of: nil).items("ENVIRONMENT") == read.subtracting(["HOME"]))
        for command in try await CommandLineHelp.commands() {
            let page = try ManualPage(of: command.commandName)
            // `priority` looks at no peer; and keygen's --ca is no store.
            let isOffline = ["priority", "keygen"].contains(command.commandName)
            let options = Set(command.optionNames).subtracting(
                isOffline ? ["--known-hosts", "--ca"] : [])
            let own = Self.variables.filter { options.contains($0.key) }.flatMap(\.value)
            let lacking = Set(own).subtracting(page.items("ENVIRONMENT"))
            #expect(lacking.isEmpty, "\(page.name) lacks \(lacking)")
        }
    }

    @Test func aPageWhoseSubcommandRemembersServersNamesTheFile() async throws {
        for command in try await CommandLineHelp.commands()
        where command.optionNames.contains("--known-hosts") && command.commandName != "priority" {
            let page = try ManualPage(of: command.commandName)
            let file = ".It Pa ~/.local/state/dtlscat/known_hosts"
            #expect(page.lines("FILES").contains(file[...]), "\(page.name)")
        }
    }

    @Test(arguments: [("bash", "dtlscat.bash"), ("zsh", "_dtlscat"), ("fish", "dtlscat.fish")])
    func theCompletionsAreWhatTheProgramMakes(shell: String, file: String) async throws {
        let made = try await DTLSCat.run(["--generate-completion-script", shell])
        let committed = try Repository.text("completions/\(file)")
        #expect(made.text == committed, "run make completions")
    }

    @Test func everyOptionStandsInTheCompletionsOfEachShell() async throws {
        let bash = try Repository.text("completions/dtlscat.bash")
        let zsh = try Repository.text("completions/_dtlscat")
        let fish = try Repository.text("completions/dtlscat.fish")
        for command in try await CommandLineHelp.commands() {
            for name in command.optionNames {
                #expect(Self.names(name, in: bash), "dtlscat.bash lacks \(name)")
                #expect(Self.names(name, in: zsh), "_dtlscat lacks \(name)")
                let word = name.drop { $0 == "-" }
                let flag = name.hasPrefix("--") ? "-l '\(word)'" : "-s '\(word)'"
                let offer = fish.split(separator: "\n").contains {
                    $0.contains("\"dtlscat \(command.commandName)") && $0.contains(flag)
                }
                #expect(offer, "dtlscat.fish lacks \(name) of \(command.commandName)")
            }
        }
    }

    @Test(arguments: [
        ("bash", "source completions/dtlscat.bash && complete -p dtlscat"),
        ("zsh", "autoload -U compinit && compinit -u -D && source completions/_dtlscat"),
        ("fish", "source completions/dtlscat.fish; complete -C'dtlscat connect --fra'"),
    ])
    func theCompletionsLoadInTheirShell(shell: String, script: String) async throws {
        let loaded = try await Program(
            shell, ["-c", "cd '\(Repository.root.path)' && \(script)"]
        ).outcome()
        #expect(loaded.status == 0, "\(loaded.errors)")
    }

    @Test func theReadmeNamesEverySubcommand() async throws {
        let readme = try Repository.text("README.md")
        for command in try await CommandLineHelp.commands() {
            #expect(readme.contains("dtlscat \(command.commandName)"))
            #expect(readme.contains("dtlscat-\(command.commandName)(1)"))
        }
    }

    @Test func theReadmeUsesNoOptionThatDoesNotExist() async throws {
        let known = Set(try await CommandLineHelp.commands().flatMap(\.optionNames) + ["--version"])
        let lines = try Repository.text("README.md").split(separator: "\n")
        for line in lines where line.contains("dtlscat") {
            for command in line.components(separatedBy: "dtlscat ").dropFirst() {
                let end = command.firstIndex { "|`;<>".contains($0) } ?? command.endIndex
                for word in command[..<end].split(separator: " ") where word.hasPrefix("--") {
                    #expect(known.contains(String(word)), "\(word) in: \(line)")
                }
            }
        }
    }

    // MARK: -

    private static let foreign = [
        "connect": ["-k"], "listen": ["--pin", "--reconnect"], "bench": ["--echo", "--discard"],
        "hosts": ["--tofu", "--strict-tofu"],
        "fingerprint": ["--pin", "--client-pin"],
        "keygen": ["--cert", "--pin", "--psk-db", "--psk-file", "--rpk"],
    ]

    /// Which variables are read where there is which option.
    private static let variables = [
        "--psk-file": [
            "DTLSCAT_PSK", "DTLSCAT_PSK_FILE", "DTLSCAT_PSK_IDENTITY", "CREDENTIALS_DIRECTORY",
        ],
        "--priority": ["DTLSCAT_PRIORITY"],
        "--known-hosts": ["DTLSCAT_KNOWN_HOSTS", "XDG_STATE_HOME"],
        "--keylog": ["SSLKEYLOGFILE"],
        "--ca": ["SSL_CERT_FILE", "SSL_CERT_DIR"],
        "--client-ca": ["SSL_CERT_FILE", "SSL_CERT_DIR"],
        "--keep-open": ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "NOTIFY_SOCKET"],
    ]

    /// The variables that the sources read.
    private static func variablesInSources() throws -> Set<String> {
        let sources = Repository.root.appendingPathComponent("Sources")
        var names: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: sources.path)
            ?? .init()
        where path.hasSuffix(".swift") {
            let text = try Repository.text("Sources/\(path)")
            let reads = /(?:environment\[|getenv\(|PreSharedKeyVariable\(taking: )"([A-Z_]+)"/
            names.formUnion(text.matches(of: reads).map { String($0.1) })
        }
        return names
    }

    /// The words that an option's item has, and those of the section that it refers to.
    private static func words(
        _ page: ManualPage, _ option: String, _ command: CommandLineHelp.Command
    ) throws -> Set<Substring> {
        var text = try #require(page.item(of: option, under: command.commandName), "\(option)")
        if text.contains("FRAMINGS") || text.contains("as with") {
            text += page.sections.flatMap(\.lines).joined(separator: " ")
        }
        return Set(text.split { " ,;".contains($0) })
    }

    /// Whether `text` has `option` as a word of its own.
    private static func names(_ option: String, in text: String) -> Bool {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.contains { $0 == option }
    }
}
