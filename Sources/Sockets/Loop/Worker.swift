internal import Glibc
internal import SystemPackage

/// A thread with a loop of its own; what it works with is handed over to it, and nothing is shared.
///
/// It inherits the signals that are blocked, so that they go on to reach the loop that watches them.
package final class Worker {
    private let thread: pthread_t

    /// Starts `body` on a thread of its own.
    ///
    /// The corresponding C function is `pthread_create`.
    package init(_ body: sending @escaping () -> Void) throws(SocketError) {
        let box = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        // The box is kept until the thread takes it, or at once where there is no thread.
        let code = unsafe pthread_create(&thread, nil, runWorker, box.toOpaque())
        guard code == 0 else {
            unsafe box.release()
            throw SocketError(errno: Errno(rawValue: code), action: "start a thread")
        }
        self.thread = thread
    }

    /// Waits for its end; once.
    ///
    /// The corresponding C function is `pthread_join`.
    package func join() { pthread_join(thread, nil) }
}

private final class Body {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

/// A file-scope function: a closure written in place would be checked for isolation.
private func runWorker(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer = unsafe pointer else { return nil }
    unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
    return nil
}
