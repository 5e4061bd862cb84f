package import SystemPackage

/// A failed system call: the errno, and what was being done.
package struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, as the kernel put it.
    package let errno: Errno

    /// What was being done, in words that follow "cannot".
    package let action: String

    /// A failure with the given errno.
    package init(errno: Errno, action: String) {
        self.errno = errno
        self.action = action
    }

    /// Whether nobody reads the other end any more.
    package var isBrokenPipe: Bool { errno == .brokenPipe || errno == .connectionReset }

    package var description: String { "cannot \(action): \(errno.sentence)" }
}

extension Errno {
    /// The C library's words for it, with a small letter in front as our sentences have.
    package var sentence: String {
        let text = description
        guard let first = text.first, text.dropFirst().first?.isUppercase != true else {
            return text
        }
        return first.lowercased() + text.dropFirst()
    }
}
