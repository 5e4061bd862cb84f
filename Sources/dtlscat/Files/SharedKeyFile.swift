import DTLS
import Sockets
import Synchronization

/// A key in a file, which several listeners share; read again when the file has changed.
final class SharedKeyFile<Key: SharedKey>: Sendable {
    private let path: String
    private let console: Console
    private let state: Mutex<State>

    private struct State {
        var key: Key
        /// Of the file that was last read, or refused; `nil` where there was none.
        var version: PrivateFile.Version?
        var lookDue: Deadline
    }

    /// Reads the key in `path`; makes one where there is no such file. Listeners that start at the
    /// same time agree on one.
    init(_ path: String, _ console: Console) throws(Failure) {
        self.path = path
        self.console = console
        var file = try Self.read(path)
        if file == nil {
            var contents = try Self.randomKey().fileContents
            defer { contents.wipe() }
            do throws(SocketError) {
                if try PrivateFile.create(path, contents) {
                    console.note(1, "made the \(Key.noun) in \(path)")
                }
            } catch {
                throw .usage(error.description)
            }
            file = try Self.read(path)
        }
        guard let file else { throw .usage("the \(Key.noun) in \(path) is gone again") }
        state = Mutex(
            State(
                key: file.key, version: file.version,
                lookDue: Deadline.now.advanced(by: Self.pause)))
    }

    /// The key for a new session. A file that has gone, or cannot be used, is told once, and the key
    /// stays what it was.
    var current: Key {
        state.withLock { state in
            let now = Deadline.now
            guard now >= state.lookDue else { return state.key }
            state.lookDue = now.advanced(by: Self.pause)
            let version = PrivateFile.version(path)
            guard version != state.version else { return state.key }
            state.version = version
            do throws(Failure) {
                if let file = try Self.read(path) {
                    state.key = file.key
                    state.version = file.version
                    console.note(1, "the \(Key.noun) in \(path) has changed")
                } else {
                    console.warn("\(path) is gone; its \(Key.noun) stays in use")
                }
            } catch {
                console.warn("\(error.message); the \(Key.noun) before stays in use")
            }
            return state.key
        }
    }

    /// Reads the file now, whether or not it has changed; the key stays where it cannot be used.
    func reread() throws(Failure) {
        try state.withLock { state throws(Failure) in
            state.lookDue = Deadline.now.advanced(by: Self.pause)
            state.version = PrivateFile.version(path)
            guard let file = try Self.read(path) else { throw .usage("\(path) is gone") }
            state.key = file.key
            state.version = file.version
        }
    }

    private static func read(
        _ path: String
    ) throws(Failure) -> (key: Key, version: PrivateFile.Version)? {
        do {
            guard var file = try PrivateFile.read(path) else { return nil }
            defer { file.bytes.wipe() }
            return (try Key(file: file.bytes), file.version)
        } catch let error as SecretError {
            throw .usage("\(path): \(error)")
        } catch {
            throw .usage("\(error)")
        }
    }

    /// A key for this run.
    static func randomKey() throws(Failure) -> Key {
        do throws(GnuTLSError) { return try Key() } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    /// How long a look at the file lasts.
    private static var pause: Duration { .seconds(1) }
}

/// A key that listeners can share by a file.
protocol SharedKey: Sendable {
    /// What the user is told that it is.
    static var noun: String { get }

    /// A random one.
    init() throws(GnuTLSError)

    /// The one in a file.
    init(file contents: [UInt8]) throws(SecretError)

    /// What ``init(file:)`` reads.
    var fileContents: [UInt8] { get }
}

extension TicketKey: SharedKey {
    static var noun: String { "ticket key" }
}

extension CookieKey: SharedKey {
    static var noun: String { "cookie key" }
}
