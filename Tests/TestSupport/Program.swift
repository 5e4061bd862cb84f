package import Foundation
import Glibc
import Synchronization

/// A program that runs beside a test. It is killed when its time is over, or when nobody holds it
/// any more, and by its own number alone.
package final class Program: Sendable {
    /// Where standard input comes from.
    package enum Input: Sendable {
        /// `/dev/null`.
        case none

        /// These bytes, then the end.
        case text(String)

        /// These bytes, then the end.
        case bytes(Data)

        /// A file.
        case file(String)

        /// What the test writes, until it closes it.
        case open
    }

    /// Where standard output goes to.
    package enum Output: Sendable {
        /// The test.
        case collected

        /// A file.
        case file(String)

        /// A pipe that nobody reads any more.
        case closed
    }

    /// One of the streams that the test can wait on.
    package enum Stream: Sendable {
        case output, errors
    }

    /// How a program has ended.
    package struct Outcome: Sendable {
        /// The status, as a shell would tell it: 128 and the number of the signal that killed it.
        package let status: Int32

        /// Standard output.
        package let output: Data

        /// Standard error.
        package let errors: String

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let process: Process
    private let name: String
    private let limit: Duration
    private let input: FileHandle?
    private let output: Collector
    private let errors: Collector
    private let end = End()

    /// After this long a program hangs: more than any needs where a busy machine shares its two
    /// processors among hundreds of tests that all begin at once.
    package static let usualLimit = Duration.seconds(180)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - executable: its path, or its name on the path; a missing one fails the test.
    ///   - environment: what to add to the environment of the test.
    ///   - limit: after this long it is killed, and the test fails.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        input: Input = .none, output: Output = .collected, limit: Duration = Program.usualLimit
    ) throws {
        Self.ignoreBrokenPipes
        name = ([executable] + arguments).joined(separator: " ")
        self.limit = limit
        process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.find(executable))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("DTLSCAT_") && $0.key != "SSLKEYLOGFILE" }
            .merging(environment) { $1 }

        var stdin: Pipe?
        switch input {
        case .none: process.standardInput = FileHandle.nullDevice
        case .file(let path):
            process.standardInput = try FileHandle(
                forReadingFrom: URL(fileURLWithPath: path))
        case .text, .bytes, .open:
            stdin = Pipe()
            process.standardInput = stdin
        }
        self.input = stdin?.fileHandleForWriting

        var stdout: Pipe?
        switch output {
        case .collected:
            stdout = Pipe()
            process.standardOutput = stdout
        case .closed:
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            process.standardOutput = pipe
        case .file(let path):
            // Foundation's own way puts a new file in the place of what is there, be it a device.
            let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard file >= 0 else { throw TestFailure("cannot create \(path)") }
            process.standardOutput = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        }
        let stderr = Pipe()
        process.standardError = stderr
        process.terminationHandler = { [end] process in end.reached(process) }
        self.output = Collector(stdout?.fileHandleForReading)
        self.errors = Collector(stderr.fileHandleForReading)
        try process.run()

        let pid = process.processIdentifier
        let (seconds, attoseconds) = limit.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [end] in
            end.late { kill(pid, SIGKILL) }
        }
        switch input {
        case .text(let text): write(Data(text.utf8), thenClose: true)
        case .bytes(let data): write(data, thenClose: true)
        default: break
        }
    }

    deinit {
        let pid = process.processIdentifier
        end.whileRunning { kill(pid, SIGKILL) }
    }

    /// Writes to standard input, which has to be `.open`.
    package func write(_ text: String) { write(Data(text.utf8), thenClose: false) }

    /// Ends standard input.
    package func closeInput() { try? input?.close() }

    /// Sends a signal, where it still runs.
    package func signal(_ number: Int32) {
        let pid = process.processIdentifier
        end.whileRunning { kill(pid, number) }
    }

    /// What it has written to standard error so far.
    package var errorsSoFar: String { String(decoding: errors.data, as: UTF8.self) }

    /// What it has written to standard output so far.
    package var outputSoFar: Data { output.data }

    /// Its number.
    package var pid: Int32 { process.processIdentifier }

    /// Waits for a line with `text` in it, past the last line that was waited for.
    @discardableResult
    package func line(with text: String, on stream: Stream = .errors) async throws -> String {
        let collector = stream == .output ? output : errors
        let needle = Data(text.utf8)
        let found = await collector.take { data in
            guard let hit = data.firstRange(of: needle),
                let end = data[hit.upperBound...].firstIndex(of: 10)
            else { return nil }
            return data.distance(from: data.startIndex, to: end) + 1
        }
        guard let found, let last = found.dropLast().split(separator: 10).last else {
            throw TestFailure(
                "no line with “\(text)” from \(name)\nstandard error:\n\(errorsSoFar)")
        }
        return String(decoding: last, as: UTF8.self)
    }

    /// Waits for `text`, past what was last waited for, without a line's end.
    package func text(_ text: String, on stream: Stream = .output) async throws {
        let needle = Data(text.utf8)
        let collector = stream == .output ? output : errors
        let found = await collector.take { data in
            data.firstRange(of: needle).map {
                data.distance(from: data.startIndex, to: $0.upperBound)
            }
        }
        guard found != nil else {
            throw TestFailure(
                "no “\(text)” from \(name)\nstandard error:\n\(errorsSoFar)")
        }
    }

    /// Waits until this many bytes of standard output have come, past what was last waited for.
    package func bytes(_ count: Int) async throws -> Data {
        guard let data = await output.take({ $0.count >= count ? count : nil }) else {
            throw TestFailure(
                "fewer than \(count) bytes from \(name): \(outputSoFar.count)\n\(errorsSoFar)")
        }
        return data
    }

    /// Waits for its end.
    package func outcome() async throws -> Outcome {
        guard let status = await end.status() else {
            throw TestFailure(
                "\(name) was still running after \(limit)\nstandard error:\n\(errorsSoFar)")
        }
        return Outcome(
            status: status, output: await output.rest(),
            errors: String(decoding: await errors.rest(), as: UTF8.self))
    }

    private func write(_ data: Data, thenClose: Bool) {
        guard let input else { return }
        if !thenClose, data.count <= 4_096 {
            try? input.write(contentsOf: data)
            return
        }
        Thread.detachNewThread {
            try? input.write(contentsOf: data)
            if thenClose { try? input.close() }
        }
    }

    private static func find(_ executable: String) throws -> String {
        if executable.contains("/") { return executable }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        for folder in path.split(separator: ":").map(String.init) + ["/usr/sbin"] {
            let candidate = "\(folder)/\(executable)"
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        throw TestFailure(
            "\(executable) is not installed: Tests/setup installs the peers (PATH is \(path))")
    }

    /// A program that has ended must not take the test with it.
    private static let ignoreBrokenPipes: Void = { _ = Glibc.signal(SIGPIPE, SIG_IGN) }()
}

/// The end of a program, and who waits for it.
private final class End: Sendable {
    private struct State {
        var status: Int32?
        var isLate = false
        var waiters: [CheckedContinuation<Int32?, Never>] = []
    }

    private let state = Mutex(State())

    func reached(_ process: Process) {
        let status =
            process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
        state.withLock { state in
            state.status = status
            for waiter in state.waiters { waiter.resume(returning: state.isLate ? nil : status) }
            state.waiters = []
        }
    }

    /// Does `body` where the program still runs, and notes that its time was over.
    func late(_ body: () -> Void) {
        state.withLock { state in
            guard state.status == nil else { return }
            state.isLate = true
            body()
        }
    }

    /// Does `body` where the program still runs.
    func whileRunning(_ body: () -> Void) {
        state.withLock { if $0.status == nil { body() } }
    }

    /// The status; `nil` where the time was over.
    func status() async -> Int32? {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if let status = state.status {
                    continuation.resume(returning: state.isLate ? nil : status)
                } else {
                    state.waiters.append(continuation)
                }
            }
        }
    }
}
