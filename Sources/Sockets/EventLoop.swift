internal import CLinux
internal import Glibc
package import SystemPackage

/// Waits for descriptors and a deadline.
///
/// Level-triggered `poll`, which takes regular files and `/dev/null` as well as pipes, terminals
/// and sockets. A descriptor that nothing is wanted of is not polled at all: one that was hung up
/// would otherwise keep the loop awake.
package final class EventLoop {
    /// Names a descriptor that was added.
    package struct Token: Hashable, Sendable {
        fileprivate let index: Int
    }

    /// An entry for each token ever given out; -1 is what `poll` skips.
    private var entries: [pollfd] = []
    private var descriptors: [Int32] = []

    /// A loop that waits for nothing.
    package init() {}

    /// Adds a descriptor, of which nothing is wanted yet.
    package func add(_ descriptor: FileDescriptor) -> Token {
        entries.append(pollfd(fd: -1, events: 0, revents: 0))
        descriptors.append(descriptor.rawValue)
        return Token(index: entries.count - 1)
    }

    /// Forgets a descriptor, which may be closed then.
    package func remove(_ token: Token) {
        entries[token.index] = pollfd(fd: -1, events: 0, revents: 0)
        descriptors[token.index] = -1
    }

    /// Says what is waited for.
    package func setInterest(_ token: Token, read: Bool, write: Bool) {
        let events = (read ? Int16(POLLIN) : 0) | (write ? Int16(POLLOUT) : 0)
        entries[token.index].fd = events == 0 ? -1 : descriptors[token.index]
        entries[token.index].events = events
        entries[token.index].revents = 0
    }

    /// Waits until something can be done or `deadline` has come.
    ///
    /// The corresponding C function is `ppoll`.
    package func wait(until deadline: Deadline) throws(SocketError) {
        var count: Int32 = 0
        if deadline == .distantFuture {
            count = unsafe clinux_poll(&entries, nfds_t(entries.count), nil)
        } else {
            let (seconds, attoseconds) = Deadline.now.remaining(until: deadline).components
            var time = timespec(
                tv_sec: Int(min(seconds, 1_000_000_000)), tv_nsec: Int(attoseconds / 1_000_000_000))
            count = unsafe clinux_poll(&entries, nfds_t(entries.count), &time)
        }
        guard count < 0 else { return }
        for index in entries.indices { entries[index].revents = 0 }
        let error = Errno(rawValue: errno)
        guard error == .interrupted || error == .resourceTemporarilyUnavailable else {
            throw SocketError(errno: error, action: "wait for input and output")
        }
    }

    /// Whether a read would not wait: there is data, or the end of it, or an error to be had.
    package func isReadable(_ token: Token) -> Bool {
        let entry = entries[token.index]
        let events = Int32(entry.revents)
        return entry.events & Int16(POLLIN) != 0
            && events & (POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// Whether a write would not wait, or would fail.
    package func isWritable(_ token: Token) -> Bool {
        let entry = entries[token.index]
        let events = Int32(entry.revents)
        return entry.events & Int16(POLLOUT) != 0
            && events & (POLLOUT | POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// Whether an error is queued.
    package func hasError(_ token: Token) -> Bool {
        Int32(entries[token.index].revents) & POLLERR != 0
    }
}
