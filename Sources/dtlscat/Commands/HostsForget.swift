import ArgumentParser
import Trust

/// `dtlscat hosts forget`: a server is new again.
struct HostsForget: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Forget the keys of a server.",
        usage: "dtlscat hosts forget [options] HOST [PORT]",
        discussion: """
            Without a port, those of the host on every port.

            Examples:
              dtlscat hosts forget gw.lab 4433
              dtlscat hosts forget gw.lab
            """)

    @Argument(help: "A name or an address; or HOST:PORT.", completion: .rememberedHost)
    var host: String

    @Argument(help: "The port, as a number.", completion: .port)
    var port: String?

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: StoreOutputOptions

    func run() throws {
        let console = output.console
        let file = try store.file()
        let place = try place()
        // Any port makes a place, and only the host counts.
        guard let name = place?.host ?? Place(host: host, port: 1)?.host else {
            throw Failure.usage("not a host: \(host)")
        }
        let what = place.map { "\($0)" } ?? name
        var count = 0
        do throws(TrustError) {
            // A look first, so that nothing is locked or made where there is nothing to forget.
            var known = try file.load()
            count = place.map { known.forget($0) } ?? known.forget(host: name)
            if count > 0 {
                try file.change { known in
                    count = place.map { known.forget($0) } ?? known.forget(host: name)
                    return count > 0
                }
            }
        } catch {
            throw Failure(error)
        }
        guard count > 0 else {
            throw Failure(status: .network, message: "\(what) is not in \(file.path)")
        }
        console.say("forgot \(what): \(count) \(count == 1 ? "line" : "lines") of \(file.path)")
    }

    /// The host and port; `nil` without a port.
    private func place() throws(Failure) -> Place? {
        guard let port else { return Place(host) }
        guard let number = UInt16(port), let place = Place(host: host, port: number) else {
            throw .usage("not a host and a port: \(host) \(port)")
        }
        return place
    }
}
