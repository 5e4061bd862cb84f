package import DTLS
package import Sockets

/// Why it cannot be said, or not be remembered, what a peer is known by.
package enum TrustError: Error, Sendable, CustomStringConvertible {
    /// The file cannot be read or written.
    case file(StateFileError)

    /// A line about the peer cannot be read, so that nobody knows what is remembered of it.
    case damaged(Place, String, line: Int, reason: String)

    /// The peer is known by another key.
    case otherKey(Place, String, line: Int, found: Pin)

    /// Whether it is about what is remembered of the peer rather than about the file as a whole.
    package var isMismatch: Bool {
        if case .file = self { false } else { true }
    }

    package var description: String {
        switch self {
        case .file(let error): error.description
        case .damaged(let place, let path, let line, let reason):
            "line \(line) of \(path), which looks to be about \(place), is damaged: \(reason)"
        case .otherKey(let place, let path, let line, let found):
            "\(place) has become known by another key in the meantime: line \(line) of \(path) has "
                + "\(found)"
        }
    }
}
