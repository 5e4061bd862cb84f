internal import DTLS
internal import Sockets

// Whether the peer is still there, asked where nothing else tells. DTLS 1.2 has no other sign of
// life than a heartbeat, and who has lost its address, or was killed, says nothing.
extension Association {
    /// How far asking a silent peer for a sign of life has come.
    struct Keepalive {
        /// The silence that is taken for nothing yet.
        let time: Duration

        /// How often the peer was asked since it was last heard, and when it last was.
        var tries = 0
        var lastTry: Deadline

        /// Whether the peer has left us without an answer, and has said that it is there all the
        /// same: it keeps its answers back, and says so only now and then.
        var isHeldBack = false

        var isUnanswered: Bool { tries >= (isHeldBack ? Self.manyTries : Self.fewTries) }

        /// How long the peer has said nothing by now.
        var silence: Duration { time + Self.pause * tries }

        /// Between two tries.
        static let pause = Duration.seconds(1)

        private static let fewTries = 5

        /// Two of the signs of life that are due from such a peer, and some time for the way.
        private static let manyTries = 12
    }

    /// Begins to watch the peer, where that was asked for.
    func beginKeepalive(_ observer: any EndpointObserver) {
        guard let time = shared.configuration.keepalive else { return }
        guard canPing else {
            observer.noted(.noSignsOfLife(remote))
            return
        }
        keepalive = Keepalive(time: time, lastTry: lastHeard)
    }

    /// Notes that the peer was heard.
    func noteSignOfLife(isAnswer: Bool, isPing: Bool) {
        guard let keepalive else { return }
        if isAnswer {
            self.keepalive?.isHeldBack = false
        } else if isPing, keepalive.tries > 0 || window?.unansweredSince != nil {
            self.keepalive?.isHeldBack = true
        }
        self.keepalive?.tries = 0
    }

    /// Whether the peer has left us without a sign of life for so long that what is sent to it now may
    /// well go nowhere.
    var isSilent: Bool { keepalive.map { $0.tries > 1 } ?? false }

    /// Asks a peer that was silent for long, or takes it for gone.
    ///
    /// The tries are counted, and not the time alone: a process that was stopped for an hour has to
    /// ask before it knows anything.
    func expireKeepalive(now: Deadline, _ observer: any EndpointObserver) {
        guard phase == .established, let keepalive, now >= keepaliveDeadline else { return }
        guard !keepalive.isUnanswered else {
            // The way there may be the one that is left.
            session.close()
            end(.unanswered(keepalive.silence), observer)
            return
        }
        self.keepalive?.tries += 1
        self.keepalive?.lastTry = now
        // One that keeps its answers back speaks by itself, and pings that it does not read would
        // fill its buffer: one now and then, for the case that it has none to answer.
        if keepalive.isHeldBack {
            guard window?.unansweredSince == nil, keepalive.tries.isMultiple(of: 4) else { return }
        }
        ping(now: now)
    }

    /// When ``expireKeepalive(now:_:)`` is due. After a close_notify of either side nobody answers
    /// any more.
    var keepaliveDeadline: Deadline {
        guard let keepalive, canPing, !isPathInQuestion, !session.isClosedHere else {
            return .distantFuture
        }
        return keepalive.tries == 0
            ? lastHeard.advanced(by: keepalive.time)
            : keepalive.lastTry.advanced(by: Keepalive.pause)
    }
}
