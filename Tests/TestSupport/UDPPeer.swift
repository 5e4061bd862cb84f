import Foundation
import Sockets
import Synchronization

/// A port of plain UDP on this machine, which sends and receives datagrams one at a time.
package final class UDPPeer: Sendable {
    /// A datagram that has come.
    package struct Datagram: Sendable, Equatable {
        /// What is in it.
        package let bytes: [UInt8]

        /// The port that it comes from.
        package let port: UInt16

        /// What is in it, as text.
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The number of the port.
    package let port: UInt16

    private struct State {
        let socket: UDPSocket
        let host: String
        let inbox = ReceiveBuffer()
        var arrived: [Datagram] = []
    }

    private let state: Mutex<State>

    /// Opens a port, of the kernel's choice unless named.
    package init(host: String = "127.0.0.1", port: UInt16 = 0) throws {
        guard let address = SocketAddress(host: host, port: port) else {
            throw TestFailure("no such address: \(host)")
        }
        let socket = try UDPSocket.bound(to: address)
        self.port = socket.localAddress.port
        state = Mutex(State(socket: socket, host: host))
    }

    /// Sends a datagram to another port of the same address.
    package func send(_ bytes: [UInt8], to port: UInt16) {
        state.withLock { state in
            guard let address = SocketAddress(host: state.host, port: port) else { return }
            _ = state.socket.send(
                bytes.span, segmentSize: max(bytes.count, 1), to: address)
        }
    }

    /// Sends a text to another port of the same address.
    package func send(_ text: String, to port: UInt16) { send(Array(text.utf8), to: port) }

    /// Waits for the next datagram; a failure after two minutes without one.
    package func receive() async throws -> Datagram {
        guard let datagram = await next(within: .seconds(120)) else {
            throw TestFailure("no datagram has come to port \(port)")
        }
        return datagram
    }

    /// The next datagram, where one comes within a time.
    package func next(within time: Duration) async -> Datagram? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let datagram = state.withLock { state in
                    Self.wait(&state, until: .now.advanced(by: time))
                }
                continuation.resume(returning: datagram)
            }
        }
    }

    private static func wait(_ state: inout State, until end: Deadline) -> Datagram? {
        let loop = EventLoop()
        let token = loop.add(state.socket.descriptor)
        loop.setInterest(token, read: true, write: false)
        while state.arrived.isEmpty {
            guard Deadline.now < end, (try? loop.wait(until: end)) != nil else { return nil }
            if loop.hasError(token) { state.socket.readErrors { _ in } }
            while case .datagrams = state.socket.receive(into: state.inbox) {
                let port = state.inbox.source.port
                state.inbox.forEachSegment { span in
                    let bytes = span.indices.map { span[$0] }
                    state.arrived.append(Datagram(bytes: bytes, port: port))
                }
            }
        }
        return state.arrived.removeFirst()
    }
}
