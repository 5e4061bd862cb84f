internal import ClientHello
internal import DTLS
internal import Sockets
internal import SystemPackage

/// One hello and what comes of it, sans I/O: cookie, retransmission, and the server's flight up to
/// ServerHelloDone.
struct Exchange {
    /// When to send again, and how often.
    struct Timing {
        /// How long to wait for an answer to the first hello; twice as long for each that follows.
        var first: Duration

        /// How many times a hello is sent, in all.
        var tries: Int
    }

    /// The result so far; final once ``isOver``.
    private(set) var answer = Answer(outcome: .silence)

    /// Whether it has come to its end.
    private(set) var isOver = false

    /// When ``expire(now:)`` has something to do.
    private(set) var deadline = Deadline.distantFuture

    /// The records that were sent, and the number of the next.
    private(set) var records: RecordWriter

    private let offer: Offer
    private let timing: Timing
    /// The random of the hello that ended the exchange before, of which some may still be under way.
    private let stale: [UInt8]?
    private let usesCookies: Bool

    private var cookie: [UInt8] = []
    private var transmissions = 0
    private var sentAt = Deadline.now
    private var wait = Duration.zero

    /// - Parameters:
    ///   - record: the number of the first record.
    ///   - stale: the random of a ServerHello that is none of this exchange.
    ///   - usesCookies: whether the server is known to ask for a cookie before it says anything else.
    init(
        _ offer: Offer, timing: Timing, record: UInt64, stale: [UInt8]?, usesCookies: Bool = false
    ) {
        self.usesCookies = usesCookies
        self.offer = offer
        self.timing = timing
        self.stale = stale
        records = RecordWriter(number: record)
    }

    /// Begins: what to send.
    mutating func start(now: Deadline) -> [[UInt8]] {
        let datagrams = transmit(now)
        answer.helloSize = datagrams.reduce(0) { $0 + $1.count }
        if let observation = offer.observation { deadline = now.advanced(by: observation) }
        return datagrams
    }

    /// Takes a datagram: what to send now.
    mutating func take(_ datagram: Span<UInt8>, now: Deadline) -> [[UInt8]] {
        guard !isOver, answer.flight.take(datagram) else { return [] }
        if let hello = answer.flight.hello, hello.random == stale {
            answer.flight = ServerFlight()
            return []
        }
        if cookie.isEmpty { answer.unprovenSize += datagram.count }
        // Which of several hellos was answered is not known.
        if transmissions == 1 {
            answer.delay = max(answer.delay ?? .zero, now.remaining(sentAt))
        }
        if let wanted = answer.flight.cookie, !wanted.isEmpty {
            answer.hadCookie = true
            if offer.observation != nil {
                // Nothing else is to come.
                deadline = min(deadline, now.advanced(by: Self.settling))
                return []
            }
            if cookie.isEmpty {
                cookie = wanted
                answer.flight = ServerFlight()
                transmissions = 0
                return transmit(now)
            }
            answer.flight.forgetRequest()
            // It has forgotten us, as libcoap's server does once it has failed.
            if wanted != cookie, transmissions > 1 {
                end(.silence)
                return []
            }
        }
        guard offer.observation == nil else { return [] }
        // An alert in place of a cookie may be about the exchange before; one to a hello that was sent
        // again is believed, or one behind which nothing comes.
        if usesCookies, cookie.isEmpty, transmissions == 1 { return [] }
        if let alert = answer.flight.alert, alert.level == .fatal || alert.code == 0 {
            end(.alert(alert))
        } else if answer.flight.isComplete {
            expire()
        }
        return []
    }

    /// Does what the time asks for: what to send now.
    mutating func expire(now: Deadline) -> [[UInt8]] {
        guard !isOver, now >= deadline else { return [] }
        guard offer.observation == nil, transmissions < timing.tries else {
            expire()
            return []
        }
        answer.retransmissions += 1
        return transmit(now)
    }

    /// Ends it, since there is no way to the server.
    mutating func fail(_ errno: Errno) { end(.unreachable(errno)) }

    /// The alert that lets the server forget what it has begun; `nil` where it has nothing.
    ///
    /// One that says nothing any more may have forgotten already, and gnutls-serv never gets over a
    /// record that is no hello then.
    ///
    /// - Parameter evenIfSilent: whether to send it where no ServerHello has come.
    mutating func farewell(evenIfSilent: Bool) -> [UInt8]? {
        let isSilent = answer.flight.hello == nil
        switch answer.outcome {
        case .alert, .unreachable: return nil
        case .silence where isSilent && !evenIfSilent: return nil
        case .observed where isSilent: return nil
        case .accepted, .observed, .silence: break
        }
        // Of 1.3 it is read as well, in the clear, for as long as there are no keys.
        let version = answer.flight.hello.map { $0.version == 0xFEFC ? 0xFEFD : $0.version }
        return records.datagram(
            of: Alert(level: .fatal, code: Self.userCanceled), version: version ?? 0xFEFF)
    }

    // MARK: -

    private mutating func transmit(_ now: Deadline) -> [[UInt8]] {
        wait = transmissions == 0 ? timing.first : wait * 2
        transmissions += 1
        sentAt = now
        if offer.observation == nil { deadline = now.advanced(by: wait) }
        var hello = offer.hello
        hello.cookie = cookie
        let isFirst = cookie.isEmpty
        return records.datagrams(
            of: .clientHello, body: hello.body, sequence: isFirst ? 0 : 1,
            fragment: isFirst && offer.isWholeAtFirst ? .max : offer.fragment)
    }

    /// Ends it with what there is.
    private mutating func expire() {
        if offer.observation != nil, answer.unprovenSize > 0 {
            end(.observed)
        } else if let hello = answer.flight.hello {
            end(.accepted(hello))
        } else if let alert = answer.flight.alert {
            end(.alert(alert))
        } else {
            end(.silence)
        }
    }

    private mutating func end(_ outcome: Answer.Outcome) {
        answer.outcome = outcome
        isOver = true
        deadline = .distantFuture
    }

    /// RFC 5246 section 7.2.2.
    private static let userCanceled: UInt8 = 90

    /// How long to wait for more of what is not to come.
    private static let settling = Duration.milliseconds(100)
}
