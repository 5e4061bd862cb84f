import Foundation
import Glibc
import Synchronization

/// Gathers what a program writes to one of its streams, and wakes who waits for something in it.
final class Collector: Sendable {
    private struct Waiter {
        let finds: @Sendable (Data) -> Int?
        let continuation: CheckedContinuation<Data?, Never>
    }

    private struct State {
        var data = Data()
        var consumed = 0
        var isClosed = false
        var waiters: [Waiter] = []
    }

    private let state = Mutex(State())

    /// A collector that reads `handle` to its end on a thread of its own; none where `nil`.
    init(_ handle: FileHandle?) {
        guard let handle else {
            close()
            return
        }
        Thread.detachNewThread { [self] in
            while let data = Self.read(handle.fileDescriptor) { add(data) }
            try? handle.close()
            close()
        }
    }

    /// What is there, as soon as something is; `nil` at the end. `FileHandle.availableData` ends the
    /// process where a signal interrupts it, and `read(upToCount:)` waits until there is as much.
    private static func read(_ descriptor: Int32) -> Data? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            // The array is the kernel's for the length of the call.
            let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
            if count > 0 { return Data(bytes[..<count]) }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    /// All that has come.
    var data: Data { state.withLock { $0.data } }

    /// Waits until `finds` says how many bytes of what has come, and was not yet taken, to take;
    /// `nil` where the stream ends before.
    func take(_ finds: @escaping @Sendable (Data) -> Int?) async -> Data? {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.waiters.append(Waiter(finds: finds, continuation: continuation))
                Self.serve(&state)
            }
        }
    }

    /// Waits for the end of the stream.
    func rest() async -> Data {
        _ = await take { _ in nil }
        return data
    }

    private func add(_ data: Data) {
        state.withLock { state in
            state.data.append(data)
            Self.serve(&state)
        }
    }

    private func close() {
        state.withLock { state in
            state.isClosed = true
            Self.serve(&state)
        }
    }

    private static func serve(_ state: inout State) {
        var waiting: [Waiter] = []
        for waiter in state.waiters {
            let unread = state.data[state.consumed...]
            if let count = waiter.finds(unread) {
                state.consumed += count
                waiter.continuation.resume(returning: Data(unread.prefix(count)))
            } else if state.isClosed {
                waiter.continuation.resume(returning: nil)
            } else {
                waiting.append(waiter)
            }
        }
        state.waiters = waiting
    }
}
