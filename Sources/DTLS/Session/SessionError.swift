/// Why a session has ended, or cannot go on.
public enum SessionError: Error, Sendable, Hashable {
    /// The peer has sent a fatal alert.
    case alert(Alert)

    /// The peer is not who it has to be; it has been told by an alert.
    case untrusted(VerificationFailure)

    /// A message is longer than one record may be: its size and the largest, in bytes.
    case tooLarge(size: Int, limit: Int)

    /// GnuTLS gave up; the peer has been told where there is an alert for it.
    case failed(GnuTLSError)
}
