internal import Synchronization

/// A file of a server's keys, which is read again when it has changed: sessions that stand go on, and
/// new ones need a key that is in it then.
public final class PreSharedKeyFile: Sendable {
    /// What a change of the file has led to.
    public enum Event: Sendable {
        /// There are now so many keys.
        case reread(count: Int)

        /// It cannot be used as it is, so the keys from before stay.
        case kept(SecretError)
    }

    private struct State {
        var database: PreSharedKeyDatabase
        var stamp: SecretFile.Stamp?
        var readAt: ContinuousClock.Instant
        var isSettled = false
    }

    private let path: String
    private let onChange: @Sendable (Event) -> Void
    private let state: Mutex<State>

    /// Reads the file.
    ///
    /// - Parameters:
    ///   - path: a file that nobody else can read, of lines as `psktool` writes them, at most 64 MiB;
    ///     or `fd:3` or a pipe, which are read once.
    ///   - onChange: is told when the file has been read again.
    /// - Throws: a ``SecretError`` where it cannot be read, others can read it, or
    ///   ``PreSharedKeyDatabase`` would not take it.
    public init(
        _ path: String, onChange: @escaping @Sendable (Event) -> Void
    ) throws(SecretError) {
        self.path = path
        self.onChange = onChange
        let (database, stamp) = try Self.read(path)
        state = Mutex(State(database: database, stamp: stamp, readAt: .now))
    }

    /// How many keys there are.
    public var count: Int { state.withLock { $0.database.count } }

    /// The key of an identity, as the file has it now; `nil` where that is unknown.
    func secret(for identity: [UInt8]) -> KeyBytes? { current { $0.secret(for: identity) } }

    /// Changes with any key, as the file has it now.
    var digest: [UInt8] { current { $0.digest } }

    private func current<Result>(_ body: (PreSharedKeyDatabase) -> Result) -> Result {
        var event: Event?
        let result = state.withLock { state in
            event = refresh(&state)
            return body(state.database)
        }
        if let event { onChange(event) }
        return result
    }

    private func refresh(_ state: inout State) -> Event? {
        guard !SecretFile.isStream(path) else { return nil }
        let stamp = SecretFile.stamp(path)
        let now = ContinuousClock.now
        if stamp == state.stamp {
            // Two changes in one tick of the file system's clock have one stamp: look once more when
            // it has gone on.
            guard !state.isSettled, now - state.readAt > Self.tick else { return nil }
            state.isSettled = true
        } else {
            state.isSettled = false
        }
        let isNew = stamp != state.stamp
        state.readAt = now
        state.stamp = stamp
        do throws(SecretError) {
            let before = state.database
            (state.database, state.stamp) = try Self.read(path)
            return isNew || before.count != state.database.count
                ? .reread(count: state.database.count) : nil
        } catch {
            return isNew ? .kept(error) : nil
        }
    }

    private static func read(
        _ path: String
    ) throws(SecretError) -> (PreSharedKeyDatabase, SecretFile.Stamp) {
        let file = try SecretFile.read(path, limit: 64 << 20)
        try file.refuseIfReadableByOthers(path)
        do throws(SecretError) {
            return try file.withBytes { bytes throws(SecretError) in
                (try PreSharedKeyDatabase(bytes), file.stamp)
            }
        } catch {
            throw SecretError("\(path): \(error.description)")
        }
    }

    /// More than the clock of any file system stands still.
    private static let tick = Duration.seconds(2)
}

extension PreSharedKeyFile: CustomReflectable {
    /// Empty: keys are never printed, not by accident either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
