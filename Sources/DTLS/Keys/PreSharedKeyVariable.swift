internal import Glibc

/// A pre-shared key that has come in the environment; wiped when nobody holds it any more.
public struct PreSharedKeyVariable: Sendable {
    private let content: Result<(identity: [UInt8]?, key: KeyBytes), SecretError>

    /// Takes a key out of the environment; `nil` where there is none of the name.
    ///
    /// What others could read of it from then on, a child of ours among them (`/proc/PID/environ`), is
    /// overwritten; a second call finds an empty one. To be called while there is one thread, and
    /// before anybody makes copies of the environment.
    ///
    /// The corresponding C functions are `getenv` and `explicit_bzero`.
    public init?(taking name: String) {
        guard let value = unsafe getenv(name) else { return nil }
        // The memory is the process's own, handed to it by the kernel, and stays for its life.
        let count = unsafe strlen(value)
        var copy = unsafe [UInt8](UnsafeRawBufferPointer(start: value, count: count))
        defer { copy.wipe() }
        unsafe explicit_bzero(value, count)
        do throws(SecretError) {
            var (identity, key) = try PreSharedKey.variable(copy)
            defer { key.wipe() }
            content = .success((identity, KeyBytes(key)))
        } catch {
            content = .failure(error)
        }
    }

    /// The key, which is a copy and not wiped, and the identity where the variable names one.
    ///
    /// - Throws: a ``SecretError`` where it is no key.
    public func read() throws(SecretError) -> (identity: [UInt8]?, key: [UInt8]) {
        let content = try content.get()
        return (content.identity, content.key.copy)
    }
}

extension PreSharedKeyVariable: CustomStringConvertible, CustomReflectable {
    /// A secret is never printed, not by accident either.
    public var description: String { "pre-shared key" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
