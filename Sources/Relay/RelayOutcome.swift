package import Endpoint
package import Sockets

/// How a relay came to its end, and what it has carried.
package struct RelayOutcome {
    /// Why it ended.
    package enum Ending: Sendable {
        /// All was sent, and closed in order.
        case finished

        /// The association could not go on, or never came about.
        case endpoint(EndReason)

        /// The peer closed before all of the input was sent.
        case unsentInput

        /// A signal asked for it.
        case signal(Signal)

        /// Nobody reads standard output any more.
        case outputClosed

        /// Standard output takes nothing more, for another reason.
        case outputFailed(SocketError)

        /// Standard input cannot be read.
        case inputFailed(SocketError)

        /// Standard input is not what its framing says.
        case framing(FramingError)

        /// A message does not fit: its size at least, and the limit, in bytes.
        case tooLarge(size: Int, limit: Int)
    }

    /// Why it ended.
    package var ending: Ending

    /// What all associations have carried.
    package var counters = Counters()

    /// Messages that were dropped because they do not fit a datagram.
    package var tooLarge: UInt64 = 0

    /// Messages without a byte, which a record cannot carry.
    package var empty: UInt64 = 0

    /// Messages that came and could not be delivered, since standard output was too slow.
    package var undelivered: UInt64 = 0

    /// Whether every association was closed by its peer, so that no record at its end can be
    /// missing unnoticed, and none of ours can have met a peer that was gone.
    package var isAccounted = true

    /// Sessions that were lost, and that another took or was to take the place of.
    package var lostSessions: UInt64 = 0

    /// Sessions that took the place of one that was lost.
    package var reconnects: UInt64 = 0

    /// The peer that was served, or the last of them.
    package var association: Association?

    /// An outcome of nothing carried.
    package init(ending: Ending) { self.ending = ending }

    /// Whether anything was lost on the way, as far as this side can know.
    package var hasLoss: Bool {
        counters.lost > 0 || counters.unsent > 0 || tooLarge > 0 || empty > 0 || undelivered > 0
            || counters.pathLosses > 0 || !isAccounted
    }
}

/// Who is told what happens while a relay runs.
package protocol RelayReporter: AnyObject {
    /// A peer has come and is verified.
    func established(_ association: Association)

    /// A peer has said that it sends nothing more; an answer may still be on its way to it.
    func peerClosed(_ association: Association)

    /// A peer has gone.
    func ended(_ association: Association, _ reason: EndReason)

    /// A peer has gone, or did not come, and is tried again after `pause`.
    func retrying(_ association: Association?, _ reason: EndReason, after pause: Duration)

    /// A step on the way.
    func noted(_ note: EndpointNote)

    /// A message was dropped: told once for each kind.
    func dropped(_ drop: MessageDrop)

    /// Something happened to what stands behind a client.
    func partner(of association: Association, _ event: PartnerEvent)
}

/// What happens to what stands behind a client.
package enum PartnerEvent: Sendable {
    /// Its command has closed its standard input: what the client still says is dropped.
    case stoppedReading

    /// Its command has ended.
    case ended(ChildProcess.Outcome)

    /// It could not be had, or cannot go on.
    case failed(String)
}

/// A message that did not get through.
package enum MessageDrop: Sendable {
    /// It has no bytes, which a record cannot carry.
    case empty

    /// It does not fit: its size at least, and the limit, in bytes.
    case tooLarge(size: Int, limit: Int)

    /// Standard output is too slow for what comes.
    case undelivered

    /// The command or service behind a client is too slow for what comes.
    case undeliveredToPartner
}

extension RelayOutcome.Ending {
    /// What the end of an association is for a relay of one peer; `nil` where it is none.
    init?(_ reason: EndReason, isListener: Bool) {
        switch reason {
        case .displaced: return nil
        case .closed: self = .finished
        // Somebody who has not finished a handshake with a listener may be anybody.
        case .timeout where isListener: return nil
        // Nor has somebody been served who has looked at our certificate and left, such as
        // fingerprint, or a client on first use, which comes again when its user has decided.
        case let reason where isListener && reason.isRefusalOfUs: return nil
        // Nor has one that begins anew.
        case let reason where isListener && reason.isCancellation: return nil
        default: self = .endpoint(reason)
        }
    }
}
