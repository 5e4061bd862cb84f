/// Why a test cannot go on, in a sentence.
package struct TestFailure: Error, CustomStringConvertible {
    /// The sentence.
    package let description: String

    /// A failure that says `description`.
    package init(_ description: String) { self.description = description }
}
