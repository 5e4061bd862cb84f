import Foundation
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
            // read(upToCount:) would wait until there is as much.
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                add(data)
            }
            close()
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
