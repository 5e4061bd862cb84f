package import Sockets
package import SystemPackage

/// What stands behind one client of a server, and talks with it alone: a process, or a UDP service.
///
/// All calls come from the ``Hub``'s thread. None may block.
package protocol Partner: AnyObject {
    /// What the descriptor at `index` is to be waited for; `nil` where there is none, or none any
    /// more. Asked after each turn in which something happened.
    ///
    /// - Parameters:
    ///   - index: from 0 to ``Hub/descriptorsOfPartner`` - 1; a descriptor keeps its index.
    ///   - clientIsReady: whether the client takes messages now; if not, nothing is to be read for it.
    func interest(_ index: Int, clientIsReady: Bool) -> Interest?

    /// The descriptor at `index` is ready.
    func ready(_ index: Int, isReadable: Bool, isWritable: Bool, _ line: Line)

    /// The client takes messages again, after it did not.
    func resume(_ line: Line)

    /// Whether it has read something for the client that this has no room for, though it takes other
    /// messages: it is asked to ``resume(_:)`` at each turn until then.
    var isHeldUp: Bool { get }

    /// Takes a message of the client.
    func take(_ message: Span<UInt8>, from line: Line)

    /// Takes messages of the client, of `most` bytes together at most, where their bounds do not
    /// matter; as ``EndpointObserver/receiveStream(from:most:_:)``.
    func takeStream(most: Int, _ open: (inout MutableSpan<UInt8>) -> Int) -> Bool

    /// Whether it can take as much as a client may have under way; while not, the client's pings are
    /// not answered.
    var hasRoom: Bool { get }

    /// Does at the end of a turn what was put off in it, such as a write.
    func settle(_ line: Line)

    /// The client sends no more; it may still take what is said.
    func clientClosed(_ line: Line)

    /// The client is gone.
    func clientGone(_ line: Line, now: Deadline)

    /// When ``expire(_:now:)`` is due, once the client is gone.
    var deadline: Deadline { get }

    /// Does what is due once the client is gone.
    func expire(_ line: Line, now: Deadline)

    /// Ends at once.
    func endAtOnce()

    /// Whether nothing is left of it.
    var isGone: Bool { get }
}

extension Partner {
    package var isHeldUp: Bool { false }

    package func takeStream(most: Int, _ open: (inout MutableSpan<UInt8>) -> Int) -> Bool { false }
}

/// A descriptor, and what it is waited for.
package struct Interest: Equatable {
    package let descriptor: FileDescriptor
    package let read: Bool
    package let write: Bool

    package init(_ descriptor: FileDescriptor, read: Bool, write: Bool) {
        self.descriptor = descriptor
        self.read = read
        self.write = write
    }
}
