import Endpoint
import Relay
import Sockets

extension Command {
    /// Serves the clients of `endpoint` until it ends.
    func serve(
        _ endpoint: ServerEndpoint, keepsOpen: Bool, quitAfter: Duration?,
        _ console: Console, _ reporter: SessionReporter
    ) throws(Failure) -> RelayOutcome {
        var configuration = Hub.Configuration()
        configuration.keepsOpen = keepsOpen
        configuration.quitAfter = quitAfter
        let server = endpoint.socket?.localAddress ?? .any(.v6, port: 0)
        let upkeep = reporter.upkeep
        do throws(SocketError) {
            endpoint.tap = reporter.tap
            let hub = try Hub(
                endpoint, signals: try Signals(upkeep?.signals ?? Upkeep.endingSignals),
                configuration: configuration, reporter: reporter
            ) { association throws(SocketError) in
                try start(for: association, at: server, console)
            }
            hub.onSignal = upkeep?.answer
            hub.heart = upkeep?.heart
            return try hub.run()
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }
}
