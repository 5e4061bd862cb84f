import Sockets
import SystemPackage

/// A file that lines are appended to as they come. One that cannot be written any more is told of at
/// the end.
struct LogFile {
    private let file: FileDescriptor
    private let path: String
    private var problem: Errno?

    /// Opens it, or makes it.
    init(_ path: String) throws(Failure) {
        do throws(SocketError) {
            file = try AppendedFile.open(path)
        } catch {
            throw .usage(error.description)
        }
        self.path = path
    }

    /// Writes a line, in which nothing acts on a terminal.
    mutating func append(_ line: String) {
        guard problem == nil else { return }
        do {
            _ = try file.writeAll((Console.escaped(line) + "\n").utf8)
        } catch {
            problem = error as? Errno
        }
    }

    /// Closes it.
    mutating func finish() throws(Failure) {
        do {
            try file.close()
        } catch {
            problem = problem ?? error as? Errno
        }
        guard let problem else { return }
        throw Failure(status: .data, message: "cannot write \(path): \(problem)")
    }
}
