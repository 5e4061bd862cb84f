package import Sockets
package import SystemPackage

/// What to scan, and how gently.
package struct ScanConfiguration: Sendable {
    /// A part of a scan.
    package enum Part: String, Sendable, CaseIterable {
        /// The versions of the protocol.
        case versions

        /// The cipher suites.
        case ciphers

        /// The groups and the signature schemes.
        case groups

        /// The extensions.
        case extensions

        /// The certificates, one for each kind of key.
        case certificates

        /// How much comes to an address that nothing is known of.
        case amplification

        /// Hellos in fragments, and large ones.
        case hellos
    }

    /// The server.
    package var address: SocketAddress

    /// The parts; all of them by default.
    package var parts = Set(Part.allCases)

    /// Whether only what matters is tried, without finding out all that the server takes.
    package var isFast = false

    /// How many exchanges are under way at once, each from a port of its own; 1 by default, for some
    /// servers have one client at a time.
    package var jobs = 1

    /// The name to ask the server for; `nil` for none.
    package var serverName: String?

    /// How the sockets are set up.
    package var socket = UDPSocket.Options()

    /// Our own address and port; the kernel's choice where `nil`.
    package var source: SocketAddress?

    /// How long the first answer may take.
    package var wait = Duration.seconds(10)

    /// How long to wait for an answer before the server's pace is known, and at most from then on.
    package var retransmit = Duration.seconds(1)

    /// How long it is from one exchange to the next, at least.
    package var pace = Duration.milliseconds(20)

    /// After so many exchanges it stops.
    package var mostExchanges = 400

    /// After this long it stops.
    package var mostTime = Duration.seconds(300)

    /// Becomes readable where the user asks for the end; none by default.
    package var stop: FileDescriptor?

    /// A scan of the server at `address`, in whole.
    package init(address: SocketAddress) { self.address = address }
}
