package import Sockets

/// Which addresses a server answers to; all by default.
package struct AccessList: Sendable {
    /// The only ones; any where `nil`.
    package var allowed: AddressSet?

    /// Those that are not, allowed or not.
    package var denied = AddressSet()

    /// A list that leaves nobody out.
    package init() {}

    /// Whether somebody at `address` is answered.
    func admits(_ address: SocketAddress) -> Bool {
        !denied.contains(address) && allowed?.contains(address) ?? true
    }
}
