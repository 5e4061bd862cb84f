internal import CLinux
internal import SystemPackage

/// What of the datagrams from anybody may take room in a socket's buffer; the kernel drops the rest
/// as it comes, so that it costs those who are served neither room nor time.
extension UDPSocket {
    /// Which datagrams are let in, of those that begin as DTLS does.
    package enum Door: Int, CaseIterable, Sendable {
        /// All of them.
        case open

        /// Of ClientHellos without a cookie one in 8, by chance.
        case ajar

        /// Of those one in 64.
        case narrow

        /// Of ClientHellos one in 64, cookie or not.
        case shut
    }

    /// Whether so much waits to leave that what is for nobody known should not come on top: what is sent
    /// to a neighbour that is not there waits for seconds, and a full buffer is full for everybody.
    ///
    /// Short of half, below which the kernel says that a full one can be written again.
    ///
    /// The corresponding C function is `ioctl`, with `SIOCOUTQ`.
    package var isCrowded: Bool {
        Int(clinux_unsent(descriptor.rawValue)) > sendRoom / 16 * 7
    }

    /// Opens or shuts the door; without effect where the kernel has no socket filters.
    ///
    /// The corresponding C function is `setsockopt`, with `SO_ATTACH_FILTER`.
    package func set(_ door: Door) {
        let share: UInt32 =
            switch door {
            case .open: 1
            case .ajar: 8
            case .narrow, .shut: 64
            }
        _ = clinux_let_in(descriptor.rawValue, share, door == .shut)
    }
}
