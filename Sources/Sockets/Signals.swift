internal import CLinux
internal import Glibc
package import SystemPackage

/// A signal that asks for something.
package enum Signal: Int32, CaseIterable, Sendable {
    case hangup = 1
    case interrupt = 2
    case terminate = 15

    /// The exit status of a process that ends by it: 128 and its number.
    package var exitStatus: Int32 { 128 + rawValue }
}

/// Signals as something to read: they are blocked, and wait on a descriptor.
///
/// Broken pipes are made errors of the write that meets them.
package final class Signals {
    /// Can be read when a signal waits.
    package let descriptor: FileDescriptor

    /// Blocks `signals` for the whole process, for good.
    ///
    /// The corresponding C function is `signalfd`.
    package init(_ signals: [Signal]) throws(SocketError) {
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for signal in signals { unsafe sigaddset(&mask, signal.rawValue) }
        unsafe sigprocmask(SIG_BLOCK, &mask, nil)
        _ = signal(SIGPIPE, SIG_IGN)
        let raw = unsafe clinux_signal_descriptor(&mask)
        guard raw >= 0 else {
            throw SocketError(errno: Errno(rawValue: errno), action: "wait for signals")
        }
        descriptor = FileDescriptor(rawValue: raw)
    }

    deinit { try? descriptor.close() }

    /// Takes a signal that waits; `nil` where none does.
    package func next() -> Signal? {
        Signal(rawValue: clinux_next_signal(descriptor.rawValue))
    }
}
