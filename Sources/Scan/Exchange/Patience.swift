internal import Sockets

/// How long to wait for a server's answers, learnt from those that have come.
struct Patience {
    /// Whether the server has been heard.
    private(set) var isKnown = false

    /// Whether it has been found to refuse by an alert.
    private(set) var refusesByAlert = false

    /// Whether it has asked for a cookie.
    private(set) var usesCookies = false

    private let wait: Duration
    private let longest: Duration
    /// The longest that an answer has taken.
    private var slowest = Duration.zero
    /// Whether it has been found to refuse without a word.
    private var refusesSilently = false
    private var losesDatagrams = false

    /// - Parameters:
    ///   - wait: how long all of the first contact may take.
    ///   - longest: how long to wait for an answer at most before a hello is sent again.
    init(wait: Duration, longest: Duration) {
        self.wait = wait
        self.longest = longest
    }

    /// When to send a hello again, and how often.
    var timing: Exchange.Timing {
        guard isKnown else {
            // The first contact is three hellos, each sent as often as its time allows.
            let first = min(longest, wait / 9)
            var tries = 2
            while tries < 7, first * ((1 << (tries + 1)) - 1) * 3 <= wait { tries += 1 }
            return Exchange.Timing(first: first, tries: tries)
        }
        let first = min(max(Self.shortest, slowest * 4), max(longest, Self.shortest))
        return Exchange.Timing(first: first, tries: refusesSilently && !losesDatagrams ? 2 : 3)
    }

    /// Whether a silence may not be the server's answer, so that the offer is to be made again.
    func isDoubtful(_ answer: Answer, to offer: Offer, attempt: Int) -> Bool {
        guard isKnown else { return false }
        if offer.isControl { return attempt < 3 }
        if offer.isProbe { return losesDatagrams && attempt < 2 }
        // It answers any hello by a request for a cookie.
        if usesCookies, !answer.hadCookie { return attempt < 3 }
        if refusesSilently { return false }
        return attempt < (refusesByAlert ? 2 : 1)
    }

    /// Learns from an answer that is none of those.
    mutating func learn(from answer: Answer, to offer: Offer) {
        guard !offer.isProbe || answer.hello != nil else { return }
        if let delay = answer.delay { slowest = max(slowest, delay) }
        if answer.hadCookie { usesCookies = true }
        switch answer.outcome {
        case .silence:
            if isKnown, answer.hadCookie || !usesCookies { refusesSilently = true }
        case .alert: refusesByAlert = true
        case .accepted where answer.retransmissions > 0: losesDatagrams = true
        default: break
        }
        if !answer.isSilence { isKnown = true }
    }

    /// What a busy machine may need, however near it is.
    private static let shortest = Duration.milliseconds(250)
}
