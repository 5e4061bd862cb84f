/// Why a session has ended, or cannot go on.
public enum SessionError: Error, Sendable, Hashable {
    /// The peer has sent a fatal alert.
    case alert(Alert)

    /// The peer is not who it has to be; it has been told by an alert.
    case untrusted(VerificationFailure)

    /// A message is longer than one record may be: its size and the largest, in bytes. The session
    /// goes on.
    case tooLarge(size: Int, limit: Int)

    /// GnuTLS gave up; the peer has been told where there is an alert for it.
    case failed(GnuTLSError)
}

extension SessionError: CustomStringConvertible {
    /// What has happened, in lower case and without a final period. Names from the peer's certificate
    /// may be in it: escape it before you show it.
    public var description: String {
        switch self {
        case .alert(let alert):
            "the peer has sent the alert \(alert)" + (alert.meaning.map { ": \($0)" } ?? "")
        case .untrusted(let failure): failure.description
        case .tooLarge(let size, let limit):
            "a message of \(size) bytes is longer than \(limit), which one record holds here"
        case .failed(let error): error.description
        }
    }
}
