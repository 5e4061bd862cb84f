import Endpoint
import Relay
import Sockets

extension Command {
    /// Serves the clients of `endpoint` until it ends.
    func serve(
        _ endpoint: ServerEndpoint, _ service: ServiceOptions, _ data: DataOptions,
        _ console: Console, _ reporter: SessionReporter
    ) throws(Failure) -> RelayOutcome {
        let upkeep = reporter.upkeep
        do throws(SocketError) {
            let signals = try Signals(upkeep?.signals ?? Upkeep.endingSignals)
            let hub = try hub(endpoint, service, data, signals, console, reporter)
            hub.onSignal = upkeep?.answer
            hub.heart = upkeep?.heart
            return try hub.run()
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    /// A hub that puts the command behind each client of `endpoint`.
    func hub(
        _ endpoint: ServerEndpoint, _ service: ServiceOptions, _ data: DataOptions,
        _ signals: Signals, _ console: Console, _ reporter: SessionReporter
    ) throws(SocketError) -> Hub {
        var configuration = Hub.Configuration()
        configuration.keepsOpen = service.keepOpen
        configuration.quitAfter = data.relay.quitAfter
        configuration.maximumPartners = endpoint.maximumClients * 2
        let server = endpoint.socket?.localAddress ?? .any(.v6, port: 0)
        endpoint.tap = reporter.tap
        return try Hub(
            endpoint, signals: signals, configuration: configuration, reporter: reporter
        ) { association throws(SocketError) in
            try start(for: association, at: server, console)
        }
    }
}
