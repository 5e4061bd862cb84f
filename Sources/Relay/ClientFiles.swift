package import Endpoint
internal import Sockets
internal import SystemPackage

/// A file for each client of a server, in place of standard output: what is in one that is there
/// already stays, and more is put behind it.
package final class ClientFiles {
    /// The file of a client.
    package typealias Name = (Association) -> String

    private let name: Name
    private var files: [ObjectIdentifier: File] = [:]

    private struct File {
        let path: String
        let descriptor: FileDescriptor
    }

    /// Files of those names, which may be one and the same for several clients.
    package init(_ name: @escaping Name) { self.name = name }

    deinit { for file in files.values { try? file.descriptor.close() } }

    /// Opens a client's file. One that is a link or no plain file is refused: a part of the name may
    /// be the client's choice, and nothing may block.
    func open(for association: Association) throws(SocketError) {
        let path = name(association)
        files[ObjectIdentifier(association)] = File(
            path: path, descriptor: try AppendedFile.open(path))
    }

    /// Closes a client's file; an error that the kernel has put off until then is told.
    func close(for association: Association) throws(SocketError) {
        guard let file = files.removeValue(forKey: ObjectIdentifier(association)) else { return }
        do {
            try file.descriptor.close()
        } catch {
            throw SocketError(errno: error as? Errno ?? .ioError, action: "write \(file.path)")
        }
    }

    /// Writes all of `buffer` to a client's file; where it has none, it is nobody's.
    func write(_ buffer: ByteBuffer, of association: Association) throws(SocketError) {
        guard let file = files[ObjectIdentifier(association)] else {
            return buffer.consume(buffer.count)
        }
        while !buffer.isEmpty {
            do throws(SocketError) {
                _ = try SystemCall.write(file.descriptor, from: buffer)
            } catch {
                throw SocketError(errno: error.errno, action: "write \(file.path)")
            }
        }
    }
}
