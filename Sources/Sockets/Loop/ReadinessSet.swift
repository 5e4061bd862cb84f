internal import CLinux
internal import Glibc
package import SystemPackage

/// Tells which of thousands of descriptors are ready, at a cost that grows with the ready ones.
///
/// Its own descriptor, in an ``EventLoop``, is readable while one of them is. Level-triggered: what
/// is ready and not dealt with is ready again. Regular files cannot be added. As in the loop, a
/// descriptor in which no interest is set is not reported, not even its errors.
///
/// The corresponding C functions are `epoll_create1`, `epoll_ctl` and `epoll_wait`.
package final class ReadinessSet {
    /// What is known of one descriptor that is ready.
    package struct Readiness: Hashable, Sendable {
        /// The key that it was added with.
        package let key: UInt64
        /// Whether a read makes sense: there are bytes, or an end or an error to be learnt of.
        package let isReadable: Bool
        /// Whether a write makes sense: there is room, or an error to be learnt of.
        package let isWritable: Bool
        /// Whether an error or a hang-up waits: for a UDP socket, entries in its error queue.
        package let hasError: Bool
    }

    private struct Interest: Hashable {
        var read = false
        var write = false
    }

    /// For the event loop: readable while something is ready; not to be closed.
    package let descriptor: FileDescriptor

    private var keys: [Int32: UInt64] = [:]
    private var interests: [UInt64: Interest] = [:]
    private var batch: [clinux_ready]

    /// A set of none.
    package init() throws(SocketError) {
        let raw = try SystemCall.check("watch descriptors") { clinux_epoll() }
        descriptor = FileDescriptor(rawValue: raw)
        batch = Array(repeating: clinux_ready(), count: Self.batchSize)
    }

    deinit {
        try? descriptor.close()
    }

    /// How many descriptors are in the set.
    package var count: Int { keys.count }

    /// Takes up `watched`, which stays the caller's, under a `key` that no other has; no interest is
    /// set at first.
    package func add(_ watched: FileDescriptor, key: UInt64) throws(SocketError) {
        precondition(keys[watched.rawValue] == nil && interests[key] == nil, "in the set already")
        try SystemCall.check("watch a descriptor") {
            clinux_epoll_watch(descriptor.rawValue, watched.rawValue, true, key, false, false)
        }
        keys[watched.rawValue] = key
        interests[key] = Interest()
    }

    /// Says what to wait for from now on; neither is nothing at all, not even errors.
    package func setInterest(_ watched: FileDescriptor, key: UInt64, read: Bool, write: Bool) {
        precondition(keys[watched.rawValue] == key, "not in the set")
        let interest = Interest(read: read, write: write)
        guard interests.updateValue(interest, forKey: key) != interest else { return }
        // It is in the set, so there is nothing that could fail.
        _ = clinux_epoll_watch(descriptor.rawValue, watched.rawValue, false, key, read, write)
    }

    /// Forgets `watched`, before it is closed: a copy in a child would keep it in the set.
    package func remove(_ watched: FileDescriptor) {
        guard let key = keys.removeValue(forKey: watched.rawValue) else { return }
        interests[key] = nil
        _ = clinux_epoll_forget(descriptor.rawValue, watched.rawValue)
    }

    /// Hands what is ready, at most some dozens at a time, to `body`, without waiting; whether
    /// there was anything.
    ///
    /// `body` may add, change and remove descriptors; one that it has removed is not told of.
    @discardableResult
    package func takeReady(_ body: (Readiness) -> Void) -> Bool {
        let count = unsafe batch.withUnsafeMutableBufferPointer { batch in
            // The array is not touched by anyone else while the kernel writes to it.
            unsafe clinux_epoll_take(
                descriptor.rawValue, batch.baseAddress, Int32(batch.count))
        }
        guard count > 0 else { return false }
        for index in 0..<Int(count) {
            let ready = batch[index]
            // Errors are reported by the kernel whether or not they are waited for.
            guard let interest = interests[ready.key], interest.read || interest.write else {
                continue
            }
            body(
                Readiness(
                    key: ready.key,
                    isReadable: interest.read && (ready.is_readable || ready.has_error),
                    isWritable: interest.write && (ready.is_writable || ready.has_error),
                    hasError: ready.has_error))
        }
        return true
    }

    private static let batchSize = 64
}
