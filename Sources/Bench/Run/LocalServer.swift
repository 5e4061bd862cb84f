internal import DTLS
package import Endpoint
package import Sockets
internal import SystemPackage

/// A server of a bench on a thread of this process, for `--local`.
package final class LocalServer {
    /// Where it listens, on the loopback device.
    package let address: SocketAddress

    private let worker: Worker
    private let stop: FileDescriptor

    /// Starts a server on a free port.
    package init(_ configuration: EndpointConfiguration) throws(BenchFailure) {
        do {
            let ends = try FileDescriptor.pipe()
            guard let any = SocketAddress(host: "127.0.0.1", port: 0) else {
                throw Errno.badAddress
            }
            let socket = try UDPSocket.bound(to: any, options: configuration.socket)
            address = socket.localAddress
            stop = ends.writeEnd
            let endpoint = try ServerEndpoint(socket: socket, configuration: configuration)
            let server = BenchServer(endpoint, stop: ends.readEnd)
            worker = try Worker {
                // It cannot wait any more only where it is out of memory; its clients notice.
                try? server.run()
                try? ends.readEnd.close()
            }
        } catch let error as SocketError {
            throw .system(error)
        } catch let error as Errno {
            throw .system(SocketError(errno: error, action: "start a server"))
        } catch {
            throw .obstacle("\(error)")
        }
    }

    /// Ends it.
    package func end() {
        try? stop.close()
        worker.join()
    }
}
