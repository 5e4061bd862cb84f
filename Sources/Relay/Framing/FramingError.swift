/// Input that is not in the framing that was asked for.
package struct FramingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The sentence, in lower case without a final period; nothing of the input is quoted in it.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
