/// Which side of a handshake a session is.
public enum Role: Sendable, Hashable {
    /// The side that sends the ClientHello.
    case client

    /// The side that answers it.
    case server
}
