import Sockets
import Synchronization
import SystemPackage

/// The file of `--keylog`, which is appended to. One that cannot be written is told of once.
final class KeyLogFile: Sendable {
    private let file: FileDescriptor
    private let path: String
    private let console: Console
    private let isBroken = Mutex(false)

    /// Opens it; a file that others own or can read is refused.
    init(_ path: String, _ console: Console) throws(SocketError) {
        file = try PrivateFile.append(path)
        self.path = path
        self.console = console
    }

    /// Writes a line, at one go, since other programs may write there too.
    func write(_ line: String) {
        isBroken.withLock { isBroken in
            do {
                try file.writeAll((line + "\n").utf8)
            } catch {
                if !isBroken { console.warn("cannot write the key log \(path): \(error)") }
                isBroken = true
            }
        }
    }
}
