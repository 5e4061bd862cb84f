package import Sockets
internal import Synchronization
package import SystemPackage

/// A pcapng file with the datagrams of a socket and the secrets that open them.
///
/// Whatever happens is in the file as soon as it has been dealt with, so that a run that is killed
/// leaves one that can be read. Secrets have to stand in front of what they open: so the datagrams
/// that were received wait until they have been read, and the secrets that this brings go first.
///
/// A file that cannot be written any more is told of once, and ends with its last whole block.
package final class CaptureFile: Sendable {
    private struct State {
        var blocks = Pcapng()
        var isHolding = false
        var size: Int64 = 0
        var isBroken = false
    }

    private let file: FileDescriptor
    private let onFailure: @Sendable (Errno) -> Void
    private let state = Mutex(State())

    /// A capture in `file`, which is empty, closed with this object.
    ///
    /// - Parameters:
    ///   - application: what it is made by.
    ///   - onFailure: is told why nothing more is written.
    package init(
        _ file: FileDescriptor, application: String,
        onFailure: @escaping @Sendable (Errno) -> Void
    ) throws(Errno) {
        self.file = file
        self.onFailure = onFailure
        var blocks = Pcapng()
        blocks.appendHead(application: application, comment: Self.comment)
        try Self.write(blocks, to: file)
        let size = Int64(blocks.bytes.count)
        state.withLock { $0.size = size }
    }

    deinit {
        try? file.close()
    }

    /// Takes datagrams that were received, of `segmentSize` bytes each but for the last, which may be
    /// shorter. They wait for ``settle()``.
    package func received(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress
    ) {
        state.withLock { state in
            state.isHolding = true
            Self.add(datagrams, of: segmentSize, from: source, to: destination, .incoming, &state)
        }
    }

    /// Takes datagrams that were sent, likewise.
    package func sent(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress
    ) {
        state.withLock { state in
            Self.add(datagrams, of: segmentSize, from: source, to: destination, .outgoing, &state)
            if !state.isHolding { write(&state) }
        }
    }

    /// Takes a line of the key log, without its newline.
    package func note(secret line: String) {
        state.withLock { state in
            guard !state.isBroken else { return }
            var secrets = Pcapng()
            secrets.appendSecrets(line + "\n")
            put(secrets, &state)
        }
    }

    /// Says that what was received has been read.
    package func settle() {
        state.withLock { state in
            state.isHolding = false
            write(&state)
        }
    }

    // MARK: -

    private static func add(
        _ datagrams: Span<UInt8>, of segmentSize: Int, from source: SocketAddress,
        to destination: SocketAddress, _ direction: Pcapng.Direction, _ state: inout State
    ) {
        guard !state.isBroken else { return }
        let headers = DatagramHeaders(from: source, to: destination)
        let time = wallClockNanoseconds
        var start = 0
        // An empty datagram is one as well.
        repeat {
            let end = min(start + max(segmentSize, 1), datagrams.count)
            state.blocks.append(
                datagrams.extracting(start..<end), under: headers, at: time, direction)
            start = end
        } while start < datagrams.count
    }

    private func write(_ state: inout State) {
        guard !state.isBroken, !state.blocks.bytes.isEmpty else { return }
        put(state.blocks, &state)
        state.blocks.removeAll()
    }

    private func put(_ blocks: Pcapng, _ state: inout State) {
        do throws(Errno) {
            try Self.write(blocks, to: file)
            state.size += Int64(blocks.bytes.count)
        } catch {
            state.isBroken = true
            state.blocks = Pcapng()
            // Of no effect on a pipe, which has nothing to cut off.
            try? file.resize(to: state.size)
            onFailure(error)
        }
    }

    private static func write(_ blocks: Pcapng, to file: FileDescriptor) throws(Errno) {
        do {
            try file.writeAll(blocks.bytes)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    private static let comment =
        "Datagrams as the program's socket sent and received them. IP and UDP headers are made up. "
        + "Whoever reads this file can decrypt what is in it."
}
