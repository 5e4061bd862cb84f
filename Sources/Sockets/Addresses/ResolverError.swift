/// A name or a service that leads to no address.
package struct ResolverError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in one sentence without its full stop: "name not found: no-such-host".
    package var description: String

    /// Whether what was asked for makes no sense (a port out of range, a name where only numbers
    /// are allowed), as against a name that the network does not know, or not now.
    package var isUsage: Bool

    static func usage(_ description: String) -> ResolverError {
        ResolverError(description: description, isUsage: true)
    }

    static func network(_ description: String) -> ResolverError {
        ResolverError(description: description, isUsage: false)
    }
}
