package import Sockets

/// Whoever is shown every datagram of a socket, such as a capture.
package protocol DatagramTap: AnyObject {
    /// Datagrams have been received, of `segmentSize` bytes each but for the last, which may be
    /// shorter; nothing has been read of them yet.
    func received(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress)

    /// Datagrams have been sent, likewise.
    func sent(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress)

    /// What was received has been read.
    func settle()
}

extension DatagramTap {
    /// Shows what has come into `inbox`.
    func received(_ inbox: ReceiveBuffer, at socket: UDPSocket) {
        inbox.withBytes { bytes in
            received(
                bytes, of: inbox.segmentSize, from: inbox.source,
                to: inbox.destination ?? socket.localAddress)
        }
    }
}
