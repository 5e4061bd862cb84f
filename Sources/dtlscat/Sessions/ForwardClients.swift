import DTLS
import Endpoint
import Relay
import Sockets

/// Makes the clients of a forward: one for each source.
///
/// Each takes up the session of one before it, where the server lets it: a round trip and most of the
/// computing less for a new source.
final class ForwardClients: ForwardDialer {
    private let addresses: [SocketAddress]
    private var configuration: EndpointConfiguration
    private let tap: (any DatagramTap)?
    private let inbox = ReceiveBuffer()

    /// Clients of the server at one of `addresses`.
    init(
        _ addresses: [SocketAddress], _ configuration: EndpointConfiguration,
        tap: (any DatagramTap)?
    ) {
        self.addresses = addresses
        self.configuration = configuration
        self.configuration.session.wantsTicket = true
        self.tap = tap
    }

    func makeEndpoint() -> any Endpoint {
        let client = ClientEndpoint(
            addresses: addresses, configuration: configuration,
            buffers: ClientEndpoint.Buffers(inbox: inbox))
        client.tap = tap
        return client
    }

    func established(_ association: Association) {
        guard !association.session.isResumed else { return }
        configuration.session.resumption = association.session.resumptionData
    }

    // The session that was to be taken up may be why.
    func failed() { configuration.session.resumption = nil }
}
