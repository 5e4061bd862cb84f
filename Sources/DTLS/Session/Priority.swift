internal import CGnuTLS

/// A priority string that GnuTLS has accepted; sessions share it.
@safe public final class Priority: Sendable {
    /// The string.
    public let string: String

    /// Freed in `deinit`, never changed after `init`.
    nonisolated(unsafe) let handle: gnutls_priority_t

    /// Has GnuTLS read `string`.
    ///
    /// The corresponding C function is `gnutls_priority_init`.
    ///
    /// - Throws: a ``PriorityError`` where GnuTLS does not know a word of it, or nothing is left.
    public init(_ string: String) throws(PriorityError) {
        var priority: gnutls_priority_t?
        var offset: Int?
        let code = unsafe string.withCString { text in
            var position: UnsafePointer<CChar>?
            let code = unsafe gnutls_priority_init(&priority, text, &position)
            // The position points into the string that was given.
            if let position = unsafe position { offset = unsafe position - text }
            return code
        }
        guard code == GNUTLS_E_SUCCESS, let priority = unsafe priority else {
            if code == GNUTLS_E_INVALID_REQUEST {
                throw PriorityError(string: string, offset: offset, reason: nil)
            }
            let text = GnuTLSError(code: code, action: "").text
            throw PriorityError(string: string, offset: nil, reason: text)
        }
        self.string = string
        unsafe handle = priority
    }

    /// The priority string that `choices` come to; the defaults of ``PriorityChoices`` without any.
    ///
    /// - Throws: a ``PriorityError`` where they contradict each other, or name what there is not.
    public convenience init(_ choices: PriorityChoices = PriorityChoices()) throws(PriorityError) {
        try self.init(choices.render())
    }

    deinit {
        unsafe gnutls_priority_deinit(handle)
    }
}

/// A priority string, or the options that make one, that cannot be used.
public struct PriorityError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole string.
    public let string: String

    /// Where GnuTLS stopped, in bytes from the start; `nil` where it did not say.
    public let offset: Int?

    /// What is wrong, where it is not the spelling.
    public let reason: String?

    /// A string that cannot be used.
    public init(string: String, offset: Int?, reason: String?) {
        self.string = string
        self.offset = offset
        self.reason = reason
    }

    /// What is wrong with what part of the string, in lower case and without a final period.
    public var description: String {
        // What options name is told before there is a string.
        if let reason, string.isEmpty { return reason }
        if let reason { return "priority string \"\(string)\": \(reason)" }
        let offset = offset ?? 0
        let rest = String(decoding: string.utf8.dropFirst(offset), as: UTF8.self)
        return "bad priority string at position \(offset + 1): \"\(rest)\""
    }
}
