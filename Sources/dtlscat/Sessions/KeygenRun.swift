import DTLS
import FoundationEssentials
import Glibc
import Sockets
import SystemPackage

/// A file that `keygen` writes, or standard output.
struct KeygenTarget {
    /// The path.
    let path: String

    /// The file at `path`; standard output for `-`.
    init(_ path: String) { self.path = path }

    /// Whether it is standard output.
    var isStandardOutput: Bool { path == "-" }

    /// What to call it.
    var name: String { isStandardOutput ? "standard output" : path }
}

/// One run of `keygen`: gathers what was made, writes all of it or nothing, and tells.
final class KeygenRun {
    /// What `--json` reports.
    var report: KeygenReport

    private let options: KeygenOutputOptions
    private let console: Console
    private var files: [(target: KeygenTarget, contents: SecretText)] = []
    private var inputs: Set<FilePath> = []
    private var lines: [String] = []

    /// A run of `keygen name`.
    init(_ name: String, _ options: KeygenOutputOptions) {
        report = KeygenReport(command: "keygen \(name)")
        self.options = options
        console = Console(verbosity: 0, isQuiet: options.quiet, style: options.color.ofErrors)
    }

    /// Has `body` make something, writes it, tells, and ends with the status.
    func run(_ body: (KeygenRun) throws(Failure) -> Void) throws {
        do throws(Failure) {
            try body(self)
            try write()
        } catch {
            if error.status == .brokenPipe { throw error.status }
            console.report(error)
            report.fail(error)
            writeJSON()
            throw error.status
        }
        for line in lines { console.say(line) }
        writeJSON()
    }

    /// Where the result goes. A key is not shown on a terminal unless that is asked for.
    func target() throws(Failure) -> KeygenTarget {
        if let path = options.output { return KeygenTarget(path) }
        guard isatty(FileDescriptor.standardOutput.rawValue) == 0 else {
            throw .usage(
                "standard output is a terminal", hint: "-o FILE says where to; -o - shows it here")
        }
        return KeygenTarget("-")
    }

    /// Has a secret written.
    func add(_ contents: SecretText, to target: KeygenTarget) {
        files.append((target, contents))
    }

    /// Has something written that is no secret.
    func add(_ contents: String, to target: KeygenTarget) {
        let text = SecretText()
        text.append(contents)
        files.append((target, text))
    }

    /// Keeps a file that is read from being replaced.
    func keep(_ path: String) { inputs.insert(FilePath(path).lexicallyNormalized()) }

    /// Has something told once all is written.
    func tell(_ line: String) { lines.append(line) }

    /// Warns.
    func warn(_ text: String) { console.warn(text) }

    // MARK: -

    /// Writes all files, or none.
    private func write() throws(Failure) {
        var paths: Set<FilePath> = []
        for file in files {
            guard !file.target.path.isEmpty else { throw .usage("the name of a file is empty") }
            let path = FilePath(file.target.path).lexicallyNormalized()
            guard !inputs.contains(path) else {
                throw .usage("\(file.target.name) is read, and cannot be replaced")
            }
            guard paths.insert(path).inserted else {
                throw .usage("\(file.target.name) cannot be two files at once")
            }
        }
        Signals.ignoreBrokenPipes()
        var made: [NewFile] = []
        for file in files where !file.target.isStandardOutput {
            made.append(try prepare(file.target.path, file.contents))
        }
        for file in files where file.target.isStandardOutput { try print(file.contents) }
        for file in made {
            do throws(SocketError) {
                try file.commit()
            } catch {
                throw .usage(error.description)
            }
        }
        report.files = files.filter { !$0.target.isStandardOutput }.map(\.target.path)
    }

    private func prepare(
        _ path: String, _ contents: SecretText
    ) throws(Failure) -> NewFile {
        do throws(SocketError) {
            return try NewFile(
                path, replaces: options.force, contents: contents.bytes)
        } catch {
            guard error.errno == .fileExists else { throw .usage(error.description) }
            guard !options.force else { throw .usage("cannot \(error.action)") }
            throw .usage("\(path) is there already", hint: "--force replaces it")
        }
    }

    private func print(_ contents: SecretText) throws(Failure) {
        do {
            try FileDescriptor.standardOutput.writeAll(contents.bytes)
        } catch Errno.brokenPipe {
            throw Failure(status: .brokenPipe, message: "")
        } catch {
            throw Failure(status: .data, message: "cannot write standard output: \(error)")
        }
    }

    private func writeJSON() {
        guard options.json else { return }
        guard let text = try? ReportEncoder.encode(report) else { return }
        _ = try? FileDescriptor.standardError.writeAll(text)
    }
}
