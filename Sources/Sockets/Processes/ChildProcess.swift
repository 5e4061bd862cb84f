internal import CLinux
internal import Glibc
package import SystemPackage

/// A process of our own, with pipes to its standard input and from its standard output, at the head
/// of a process group; it has none of our other descriptors.
///
/// It stays a zombie until ``reap()``, so that its number, and that of its group, is nobody else's.
package final class ChildProcess {
    /// Its number, which is also its group's.
    package let number: Int32

    /// Its standard input, non-blocking; `nil` once it was closed.
    package private(set) var input: FileDescriptor?

    /// Its standard output, non-blocking; `nil` once it was closed.
    package private(set) var output: FileDescriptor?

    /// Readable when it has ended.
    package let end: FileDescriptor

    private var hasBeenReaped = false

    /// How a process has ended.
    package enum Outcome: Sendable, Hashable {
        /// With this status.
        case exited(Int32)

        /// By the signal of this number.
        case killed(Int32)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: its name, looked for on PATH where it has no slash, and what follows it.
    ///   - environment: all of its environment.
    ///
    /// The corresponding C functions are `posix_spawnp` and `pidfd_open` (Linux 5.3).
    package init(_ arguments: [String], environment: [String: String]) throws(SocketError) {
        Self.keepStatuses
        let action = "start \(arguments.first ?? "nothing")"
        let input = try Pipe(action)
        let output: Pipe
        do throws(SocketError) {
            output = try Pipe(action)
        } catch {
            input.close()
            throw error
        }
        var number: Int32 = 0
        let code = unsafe withStrings(arguments) { arguments in
            unsafe withStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                // Both arrays live for the length of this call, which copies them.
                unsafe clinux_spawn(
                    arguments[0], arguments, environment, input.reading.rawValue,
                    output.writing.rawValue, &number)
            }
        }
        try? input.reading.close()
        try? output.writing.close()
        let end = code == 0 ? clinux_process_descriptor(number) : -1
        guard end >= 0 else {
            let errno = code == 0 ? Glibc.errno : code
            try? input.writing.close()
            try? output.reading.close()
            if code == 0 {
                kill(-number, SIGKILL)
                waitpid(number, nil, 0)
            }
            throw SocketError(errno: Errno(rawValue: errno), action: action)
        }
        self.number = number
        self.input = input.writing
        self.output = output.reading
        self.end = FileDescriptor(rawValue: end)
        input.setNonBlocking(input.writing)
        output.setNonBlocking(output.reading)
    }

    /// Whoever started the program may have had SIGCHLD ignored, and the kernel then keeps no process
    /// that has ended, to be told how it has.
    private static let keepStatuses: Void = { _ = Glibc.signal(SIGCHLD, SIG_DFL) }()

    deinit {
        closeInput()
        closeOutput()
        try? end.close()
        // Nobody waits for it any more.
        if !hasBeenReaped {
            kill(-number, SIGKILL)
            waitpid(number, nil, 0)
        }
    }

    /// Ends its standard input.
    package func closeInput() {
        try? input?.close()
        input = nil
    }

    /// Reads no more of its standard output.
    package func closeOutput() {
        try? output?.close()
        output = nil
    }

    /// Sends a signal to it and to whom it has started, while it has not been reaped.
    ///
    /// The corresponding C function is `kill`, of its group.
    package func signal(_ signal: Signal) {
        guard !hasBeenReaped else { return }
        kill(-number, signal.number)
    }

    /// Ends it and whom it has started, without asking.
    package func endAtOnce() {
        guard !hasBeenReaped else { return }
        Glibc.kill(-number, SIGKILL)
    }

    /// How it has ended; `nil` while it runs. Its number may be another's from here on.
    ///
    /// The corresponding C function is `waitpid`, with `WNOHANG`.
    package func reap() -> Outcome? {
        guard !hasBeenReaped else { return nil }
        var status: Int32 = 0
        guard unsafe waitpid(number, &status, WNOHANG) == number else { return nil }
        hasBeenReaped = true
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
    }

    /// Whether it has ended, though it may not have been reaped.
    ///
    /// The corresponding C function is `waitid`, with `WNOWAIT`.
    package var hasEnded: Bool {
        guard !hasBeenReaped else { return true }
        var info = unsafe siginfo_t()
        let flags = WEXITED | WNOHANG | WNOWAIT
        guard unsafe waitid(P_PID, id_t(number), &info, flags) == 0 else { return false }
        return unsafe info.si_signo == SIGCHLD
    }
}

/// Lends `strings` to `body` as C has them: an array of pointers, with a null pointer at its end.
private func withStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    var copies = unsafe strings.map { unsafe strdup($0) }
    unsafe copies.append(nil)
    defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
    return unsafe body(copies)
}
