internal import CLinux
internal import Glibc
package import SystemPackage

/// Signals as a readable descriptor, for the event loop, in place of functions that run anywhere.
///
/// The signals are blocked for the calling thread (and the threads it starts) while this lives: make
/// it on the main thread before there is a second one. A child inherits both the blocked signals and
/// the ignored SIGPIPE, so whoever starts one sets them back in it.
package final class Signals {
    /// Readable while a signal waits; not to be closed.
    package let descriptor: FileDescriptor

    private let previousMask: sigset_t?

    /// Takes over `signals`, and ignores SIGPIPE for good.
    ///
    /// The corresponding C functions are `pthread_sigmask` and `signalfd`.
    package init(_ signals: [Signal] = [.interrupt, .terminate]) throws(SocketError) {
        Self.ignoreBrokenPipes()
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for signal in signals {
            unsafe sigaddset(&mask, signal.number)
        }
        let raw = try SystemCall.check("watch for signals") {
            unsafe clinux_signal_descriptor(&mask)
        }
        descriptor = FileDescriptor(rawValue: raw)
        var previous = sigset_t()
        unsafe pthread_sigmask(SIG_BLOCK, &mask, &previous)
        previousMask = previous
    }

    /// Signals that another thread passes on by ``SignalSender``: those of the process reach one
    /// descriptor alone.
    fileprivate init(passedOnBy descriptor: FileDescriptor) {
        self.descriptor = descriptor
        previousMask = nil
    }

    deinit {
        // One that still waits has been seen to, and would end the process as soon as it may.
        if previousMask != nil { while next() != nil {} }
        try? descriptor.close()
        guard var mask = previousMask else { return }
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    /// The next signal that has come, or nil.
    ///
    /// The corresponding C function is `read`.
    package func next() -> Signal? {
        guard previousMask == nil else {
            let number = clinux_next_signal(descriptor.rawValue)
            return number > 0 ? Signal(number: number) : nil
        }
        var number: UInt8 = 0
        guard unsafe read(descriptor.rawValue, &number, 1) == 1 else { return nil }
        return Signal(number: Int32(number))
    }

    /// Whether whoever started the program wants `signal` to be ignored, as nohup does with SIGHUP.
    ///
    /// The corresponding C function is `sigaction`.
    package static func isIgnored(_ signal: Signal) -> Bool {
        clinux_ignores_signal(signal.number)
    }

    /// Makes a write to a pipe without a reader an error, EPIPE, instead of the program's end.
    ///
    /// The corresponding C function is `signal`.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }
}

/// Passes signals on to the loop of another thread.
package final class SignalSender: Sendable {
    private let descriptor: FileDescriptor

    private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { try? descriptor.close() }

    /// A sender, and what its signals come out of.
    ///
    /// The corresponding C function is `pipe2`.
    package static func make() throws(SocketError) -> (sender: SignalSender, signals: Signals) {
        let pipe = try Pipe("watch for signals")
        pipe.setNonBlocking(pipe.reading)
        return (SignalSender(pipe.writing), Signals(passedOnBy: pipe.reading))
    }

    /// Passes `signal` on.
    package func send(_ signal: Signal) {
        let number = UInt8(clamping: signal.number)
        _ = try? descriptor.writeAll([number])
    }
}
