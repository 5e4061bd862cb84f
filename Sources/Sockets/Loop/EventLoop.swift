internal import CLinux
internal import Glibc
package import SystemPackage

/// Waits for descriptors, or for a deadline.
///
/// Level-triggered: what is ready and not dealt with is ready again at the next wait. Regular files
/// and devices such as /dev/null are always ready. A descriptor in which no interest is set is not
/// looked at, so that a pipe whose other end has gone does not wake the loop for ever.
///
/// The corresponding C function is `ppoll`: no timer descriptor is needed for a deadline of less
/// than a millisecond, and the descriptors are few.
package final class EventLoop {
    /// A descriptor's place in the loop.
    package struct Token: Hashable, Sendable {
        fileprivate let index: Int
    }

    /// The kernel passes over an entry with a negative descriptor.
    private var entries: [pollfd] = []
    private var descriptors: [Int32] = []
    private var vacant: [Int] = []

    /// A loop that waits for nothing yet.
    package init() {}

    /// Takes up `descriptor`, which stays the caller's; no interest is set at first.
    package func add(_ descriptor: FileDescriptor) -> Token {
        let index = vacant.popLast() ?? entries.count
        if index == entries.count {
            entries.append(pollfd())
            descriptors.append(0)
        }
        entries[index] = pollfd(fd: -1, events: 0, revents: 0)
        descriptors[index] = descriptor.rawValue
        return Token(index: index)
    }

    /// Says what to wait for from the next wait on; neither is nothing at all, not even errors.
    package func setInterest(_ token: Token, read: Bool, write: Bool) {
        let index = token.index
        entries[index].events = (read ? Self.input : 0) | (write ? Self.output : 0)
        entries[index].fd = read || write ? descriptors[index] : -1
        if !read && !write { entries[index].revents = 0 }
    }

    /// Forgets the descriptor, before it is closed; the token is dead from here on.
    package func remove(_ token: Token) {
        entries[token.index] = pollfd(fd: -1, events: 0, revents: 0)
        vacant.append(token.index)
    }

    /// Waits until something is ready or `deadline` has come, whichever is first.
    ///
    /// The corresponding C function is `ppoll`.
    package func wait(until deadline: Deadline) throws(SocketError) {
        while true {
            let count = unsafe entries.withUnsafeMutableBufferPointer { entries in
                // The array is not touched by anyone else while the kernel writes to it.
                unsafe Self.poll(entries, until: deadline)
            }
            if count >= 0 { return }
            let errno = Errno(rawValue: Glibc.errno)
            guard errno == .interrupted else {
                throw SocketError(errno: errno, action: "wait for input and output")
            }
        }
    }

    /// Whether a read makes sense: there are bytes, or an end or an error to be learnt of.
    package func isReadable(_ token: Token) -> Bool {
        let entry = entries[token.index]
        return entry.events & Self.input != 0 && entry.revents & (Self.input | Self.trouble) != 0
    }

    /// Whether a write makes sense: there is room, or an error to be learnt of.
    package func isWritable(_ token: Token) -> Bool {
        let entry = entries[token.index]
        return entry.events & Self.output != 0 && entry.revents & (Self.output | Self.trouble) != 0
    }

    /// Whether an error waits: for a UDP socket, entries in its error queue (`readErrors`), which
    /// wake every wait until they have been read.
    package func hasError(_ token: Token) -> Bool {
        entries[token.index].revents & Int16(POLLERR | POLLNVAL) != 0
    }

    private static func poll(
        _ entries: UnsafeMutableBufferPointer<pollfd>, until deadline: Deadline
    ) -> Int32 {
        let count = nfds_t(entries.count)
        guard deadline != .distantFuture else {
            return unsafe clinux_poll(entries.baseAddress, count, nil)
        }
        let now = Deadline.now.nanoseconds
        let wait = deadline.nanoseconds > now ? deadline.nanoseconds - now : 0
        var time = timespec(
            tv_sec: Int(wait / 1_000_000_000), tv_nsec: Int(wait % 1_000_000_000))
        return unsafe clinux_poll(entries.baseAddress, count, &time)
    }

    private static let input = Int16(POLLIN)
    private static let output = Int16(POLLOUT)
    private static let trouble = Int16(POLLERR | POLLHUP | POLLNVAL)
}
