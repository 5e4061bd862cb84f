import ArgumentParser
import DTLS
import Trust

/// `dtlscat hosts import`: remembers servers from lines that somebody else has written.
struct HostsImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Remember the servers in a file.",
        usage: "dtlscat hosts import [options] FILE",
        discussion: """
            The file has the lines that hosts scan prints.

            Examples:
              dtlscat hosts scan example.org:4433 | dtlscat hosts import -
              dtlscat hosts import --replace new.hosts
            """)

    @Argument(help: "The file, or - for standard input.", completion: .file())
    var file: String

    @Flag(help: "Let new keys take the place of others.")
    var replace = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: StoreOutputOptions

    func run() throws {
        let console = output.console
        let given: KnownHosts
        do throws(SecretError) {
            given = KnownHosts(try SecretFile.read(file == "-" ? "fd:0" : file).bytes)
        } catch {
            throw Failure.usage(error.description)
        }
        let target = try store.file()
        let outcome = try merge(given, into: target)
        for conflict in outcome.conflicts {
            console.report(
                Failure(status: .pin, message: conflict), during: "hosts import")
        }
        let source = file == "-" ? "standard input" : file
        for line in given.damagedLines {
            console.report(.usage("line \(line.number) of \(source) is damaged: \(line.reason)"))
        }
        console.say(
            "\(outcome.added) added to \(target.path)"
                + (outcome.removed > 0 ? ", \(outcome.removed) taken out" : "")
                + (outcome.kept > 0 ? ", \(outcome.kept) were there" : ""))
        if !outcome.conflicts.isEmpty {
            console.report(
                .usage("nothing was changed of these servers", hint: "--replace takes the new keys")
            )
            throw ExitStatus.pin
        }
        if !given.damagedLines.isEmpty { throw ExitStatus.usage }
    }

    /// What came of it.
    private struct Outcome {
        var added = 0
        var removed = 0
        var kept = 0
        var conflicts: [String] = []
    }

    private func merge(
        _ given: KnownHosts, into file: KnownHostsFile
    ) throws(Failure) -> Outcome {
        var outcome = Outcome()
        do throws(TrustError) {
            try file.change { known in
                var seen: Set<Place> = []
                // All the keys that are given for a place are good, and are taken together.
                for place in given.hosts.map(\.host.place) where seen.insert(place).inserted {
                    merge(given.hosts(at: place).map(\.host), at: place, into: &known, &outcome)
                }
                return outcome.added > 0 || outcome.removed > 0
            }
        } catch {
            throw Failure(error)
        }
        outcome.conflicts = outcome.conflicts.map { "\($0) of \(file.path)" }
        return outcome
    }

    private func merge(
        _ hosts: [KnownHost], at place: Place, into known: inout KnownHosts,
        _ outcome: inout Outcome
    ) {
        let old = known.hosts(at: place)
        let damage = known.damagedLine(about: place)
        let missing = hosts.filter { host in !old.contains { $0.host.pin == host.pin } }
        let isExtra = old.contains { entry in !hosts.contains { $0.pin == entry.host.pin } }
        outcome.kept += hosts.count - missing.count
        if missing.isEmpty, damage == nil, !(replace && isExtra) { return }
        if !old.isEmpty || damage != nil {
            guard replace else {
                let line = damage?.number ?? old.first?.line ?? 0
                outcome.conflicts.append(
                    damage == nil
                        ? "\(place) is known by another key: line \(line)"
                        : "what is known of \(place) is damaged: line \(line)")
                return
            }
            outcome.kept -= hosts.count - missing.count
            outcome.removed += known.forget(place)
            for host in hosts { known.add(host) }
            outcome.added += hosts.count
            return
        }
        for host in missing { known.add(host) }
        outcome.added += missing.count
    }
}
