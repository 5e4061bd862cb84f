package import Endpoint
package import Sockets

/// Carries the messages of DTLS clients to a UDP service, and its answers back: behind each client a
/// socket of its own, so that the service tells them apart.
package final class ServiceForward {
    /// What was carried in all, so far.
    package internal(set) var totals = ForwardTotals()

    let target: SocketAddress
    weak var reporter: (any ForwardReporter)?

    /// In use only while a socket is read.
    let inbox = ReceiveBuffer()

    private let source: SocketAddress?
    private let options: UDPSocket.Options
    private let expectedDataMTU: Int
    private var present = 0

    /// A way to the service at `target`.
    ///
    /// - Parameters:
    ///   - source: our own address to send from; the kernel's choice where `nil`.
    ///   - expectedDataMTU: what fits a datagram, as was told at the start, in bytes.
    package init(
        to target: SocketAddress, source: SocketAddress?, options: UDPSocket.Options,
        expectedDataMTU: Int, reporter: any ForwardReporter
    ) {
        self.target = target
        self.source = source
        self.options = options
        self.expectedDataMTU = expectedDataMTU
        self.reporter = reporter
    }

    /// What is to stand behind a client.
    package func partner(of association: Association) throws(SocketError) -> any Partner {
        let socket = try UDPSocket.connected(to: target, source: source, options: options)
        totals.sources += 1
        present += 1
        totals.most = max(totals.most, present)
        return ServicePartner(socket, self)
    }

    /// Notes what was carried for a client that has gone.
    func left(_ client: SocketAddress, _ counters: ForwardCounters) {
        present -= 1
        totals.carried.add(counters)
        reporter?.left(client, counters, wasIdle: false)
    }

    /// Tells that a session takes less than was told.
    func fits(_ size: Int) {
        guard size < totals.dataMTU ?? expectedDataMTU else { return }
        totals.dataMTU = size
        reporter?.fits(size)
    }
}
