internal import Endpoint
internal import Sockets

/// Writes down the flights of a handshake as its datagrams pass, and lets another see them as well.
final class FlightTap: DatagramTap {
    private(set) var log = FlightLog()
    private let next: (any DatagramTap)?
    private var start = Deadline.now

    /// - Parameter next: who else is shown every datagram.
    init(next: (any DatagramTap)?) { self.next = next }

    /// Begins anew: another address is tried.
    func restart(now: Deadline) {
        log = FlightLog()
        start = now
    }

    func received(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress
    ) {
        note(datagrams, of: segmentSize, isIncoming: true)
        next?.received(datagrams, of: segmentSize, from: source, to: destination)
    }

    func sent(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress
    ) {
        note(datagrams, of: segmentSize, isIncoming: false)
        next?.sent(datagrams, of: segmentSize, from: source, to: destination)
    }

    func settle() { next?.settle() }

    private func note(_ datagrams: Span<UInt8>, of segmentSize: Int, isIncoming: Bool) {
        let time = Deadline.now.remaining(start)
        var offset = 0
        while offset < datagrams.count {
            let end = min(offset + max(segmentSize, 1), datagrams.count)
            log.note(datagrams.extracting(offset..<end), isIncoming: isIncoming, at: time)
            offset = end
        }
    }
}
