/// How far a session has come with what it was given.
public enum Progress: Sendable, Hashable {
    /// It needs another datagram, or its timer, to go on.
    case wantsDatagram

    /// The handshake has just finished and the peer is verified: messages may flow.
    case established

    /// The peer has sent its close_notify: nothing more will come from it.
    case closed
}
