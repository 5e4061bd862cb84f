import Bench
import Endpoint
import Relay
import Sockets

/// A line on the terminal that tells each second how far a transfer has come, as pv has it.
final class Progress {
    /// What writes it, from within the relay's loop.
    private(set) var display: Heart?

    private let console: Console
    private weak var relay: Relay?
    private let start = Deadline.now
    private var last = (time: Deadline.now, bytes: UInt64(0))
    private var isShown = false

    init(_ relay: Relay, _ console: Console) {
        self.relay = relay
        self.console = console
        display = Heart(every: .seconds(1)) { [weak self] in self?.show() }
    }

    /// Leaves the last line where it stands, with what it has come to.
    func finish() {
        // Of the whole, and not of the last second.
        last = (start, 0)
        show()
        if isShown { console.endLive() }
    }

    private func show() {
        guard let relay else { return }
        let now = Deadline.now
        let counters = relay.counters
        let bytes = counters.sentBytes &+ counters.receivedBytes
        // Nothing is told before there is anything, so that a question on the terminal stays readable.
        guard bytes > 0 else { return }
        let line = ProgressLine(
            counters, since: now.remaining(start), bytes: bytes &- min(last.bytes, bytes),
            in: now.remaining(last.time), roundTrip: relay.roundTrip)
        last = (now, bytes)
        isShown = true
        console.live(line.text)
    }
}

/// What there is to tell of a transfer in one line.
struct ProgressLine {
    /// Time, bytes, rate, what was lost, and the round trip.
    let text: String

    /// - Parameters:
    ///   - time: since the start.
    ///   - bytes: how many were carried in `span`, the last second or all of it.
    init(
        _ counters: Counters, since time: Duration, bytes: UInt64, in span: Duration,
        roundTrip: Duration?
    ) {
        let seconds = span / .seconds(1)
        var parts = [Self.clock(time)]
        if counters.sentBytes > 0 { parts.append("sent \(ByteText.text(counters.sentBytes))") }
        if counters.receivedBytes > 0 {
            parts.append("received \(ByteText.text(counters.receivedBytes))")
        }
        if seconds > 0 { parts.append(RateUnit.text(Double(bytes) * 8 / seconds)) }
        parts.append("lost \(counters.lost)")
        if let roundTrip { parts.append("round trip \(milliseconds(roundTrip)) ms") }
        text = String(parts.joined(separator: "  ").prefix(79))
    }

    /// Hours, minutes and seconds, as a clock has them.
    static func clock(_ time: Duration) -> String {
        let seconds = Int(time.components.seconds)
        let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (hours > 0 ? "\(hours):\(two(minutes))" : "\(minutes)") + ":\(two(seconds % 60))"
    }
}
