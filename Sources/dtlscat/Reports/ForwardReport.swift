import Endpoint
import Relay
import Sockets

/// What is told of the datagrams that are carried, as text and as JSON.
final class ForwardReport {
    /// What was carried in all.
    var totals = ForwardTotals()

    private let from: String
    private let to: String
    private let dataMTU: Int
    private let console: Console

    /// What was told once and is not told again, and when what may last is told again.
    private var told: Set<String> = []
    private var next: [String: Deadline] = [:]
    private var untold: [String: Int] = [:]

    /// A report of what is carried between two ends as they would be typed; `dataMTU` most likely fits
    /// a datagram, in bytes.
    init(from: String, to: String, dataMTU: Int, _ console: Console) {
        self.from = from
        self.to = to
        self.dataMTU = dataMTU
        self.console = console
    }

    /// Tells that all is ready.
    func begin() {
        console.say("forwarding \(from) to \(to); \(dataMTU) bytes fit a datagram")
    }

    /// What is carried, for `--json`.
    var json: ForwardJSON {
        ForwardJSON(from: from, to: to, dataMTU: totals.dataMTU ?? dataMTU, totals)
    }

    /// Warns the first time.
    func warnOnce(_ kind: String, _ text: String) {
        if told.insert(kind).inserted { console.warn(text) }
    }

    /// Warns the first time, and once in a while afterwards, with how often it came up in between.
    func warnNowAndThen(_ kind: String, every pause: Duration, _ text: String) {
        let now = Deadline.now
        guard now >= next[kind] ?? now else {
            untold[kind, default: 0] += 1
            return
        }
        next[kind] = now.advanced(by: pause)
        let more = untold.updateValue(0, forKey: kind) ?? 0
        console.warn(more > 0 ? "\(text) (and \(more) times before this)" : text)
    }
}

/// What was carried for one address, in one line.
struct CarriedReport {
    private let counters: ForwardCounters

    init(_ counters: ForwardCounters) { self.counters = counters }

    /// Datagrams and bytes each way, and what was not carried.
    var sentence: String {
        var text =
            "took \(counters.received) datagrams, \(counters.receivedBytes) bytes, over UDP; "
            + "gave \(counters.sent), \(counters.sentBytes) bytes"
        if counters.dropped > 0 {
            let parts: [(String, UInt64)] = [
                ("empty", counters.empty), ("too large", counters.tooLarge),
                ("more than the session took", counters.overflowed),
                ("without a session", counters.withoutSession), ("not sent", counters.unsent),
            ]
            text += "; dropped "
            text += parts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        }
        if counters.refused > 0 { text += "; refused \(counters.refused) times" }
        return text
    }
}

extension SessionReporter: ForwardReporter {
    func came(_ source: SocketAddress) {
        console.note(2, "\(source): its first datagram")
    }

    func stands(_ source: SocketAddress, _ association: Association) {
        established(association, prefix: "\(source) through ")
    }

    func ended(_ source: SocketAddress, _ association: Association, _ reason: EndReason) {
        ended(association, reason, prefix: "\(source) through ")
    }

    func left(_ source: SocketAddress, _ counters: ForwardCounters, wasIdle: Bool) {
        console.note(
            1,
            "\(source): \(wasIdle ? "idle, so it has left" : "has left"); "
                + CarriedReport(counters).sentence)
    }

    func failed(_ source: SocketAddress, _ reason: EndReason) {
        guard let failure = Failure(reason, isServer: isServer) else { return }
        forward?.warnNowAndThen(
            "session: \(failure.message)", every: .seconds(30),
            "no session for \(source): \(failure.message)"
                + (failure.hint.map { "; \($0)" } ?? ""))
    }

    func dropped(_ drop: ForwardDrop) {
        switch drop {
        case .empty:
            forward?.warnOnce(
                "empty", "an empty datagram cannot be carried: it is dropped, and counted")
        case .tooLarge(let size, let limit):
            forward?.warnOnce(
                "too large",
                "a datagram of \(size) bytes does not fit the session's \(limit): it is dropped, "
                    + "and counted")
        case .overflow:
            forward?.warnOnce(
                "overflow", "more comes than the session takes: it is dropped, and counted")
        case .tableFull(let most):
            forward?.warnNowAndThen(
                "full", every: .seconds(10),
                "there are \(most) sources, the most that -m allows: no others are served")
        case .unsent:
            forward?.warnOnce(
                "unsent", "the kernel would not send a datagram: it is dropped, and counted")
        case .refused(let address):
            forward?.warnNowAndThen(
                "refused", every: .seconds(30), "nobody listens at \(address): it refuses datagrams"
            )
        }
    }

    func fits(_ size: Int) {
        console.say("\(size) bytes fit a datagram of a session, larger ones are dropped")
    }
}
