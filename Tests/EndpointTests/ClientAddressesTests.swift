import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// A client that knows more than one address of its server.
@Suite(.timeLimit(.minutes(10))) struct ClientAddressesTests {
    /// What a client has told.
    private final class Observer: EndpointObserver {
        var isEstablished = false
        var reasons: [EndReason] = []
        var gaveUp: [SocketAddress] = []

        func established(_ association: Association) { isEstablished = true }
        func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {}
        func peerClosed(_ association: Association) {}
        func ended(_ association: Association, _ reason: EndReason) { reasons.append(reason) }
        func failed(_ reason: EndReason) { reasons.append(reason) }
        func noted(_ note: EndpointNote) {
            if case .gaveUp(let address, _) = note { gaveUp.append(address) }
        }
    }

    @Test func `each refusal is of the address that it came from, not of the next`() throws {
        let stage = try Stage()
        let refusing = try #require(SocketAddress(host: "127.0.0.1", port: try freePorts(1)))
        var session = try Stage.session(.client)
        // A hello of some datagrams, each of which is refused.
        session.applicationProtocols = (0..<8).map { String(repeating: "\($0)", count: 31) }
        var configuration = EndpointConfiguration(session: session)
        configuration.linkMTU = 256
        configuration.socket.allowSegmentation = false
        let client = ClientEndpoint(
            addresses: [refusing, stage.address], configuration: configuration)
        let observer = Observer()
        client.observer = observer
        client.start(now: stage.now)
        client.readErrors(now: stage.now)
        try stage.turn(with: [client]) { observer.isEstablished || !observer.reasons.isEmpty }
        #expect(observer.isEstablished)
        #expect(observer.gaveUp == [refusing])
        #expect(observer.reasons.isEmpty)
    }
}
