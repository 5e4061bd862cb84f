/// The lines that are printed while a run goes on: one for each interval that has ended, as iperf3
/// has them, and one that is rewritten in place.
package struct IntervalLine {
    private let interval: BenchInterval

    /// The line of an interval that has ended.
    package init(_ interval: BenchInterval) { self.interval = interval }

    /// The names of the columns; megabytes are of 2^20 bytes, as iperf3's are, and the jitter is in
    /// milliseconds.
    package static let header = line([
        "interval s", "dir", "MBytes", "bitrate", "msgs/s", "jitter", "lost/total",
    ])

    /// The figures of the interval.
    package var text: String {
        let seconds = interval.end - interval.start
        let messages = seconds > 0 ? Double(interval.messages) / seconds : 0
        return Self.line([
            "\(Number.fixed(interval.start, 1))-\(Number.fixed(interval.end, 1))",
            interval.isReceived ? "recv" : "send",
            Number.short(Double(interval.bytes) / 1_048_576),
            RateUnit.text(interval.bitsPerSecond),
            Number.fixed(messages, 0),
            interval.jitter.map { Number.fixed($0, 3) } ?? Number.unknown,
            LossText(interval.tally)?.text ?? Number.unknown,
        ]) + (interval.isOmitted ? " omit" : "")
    }

    /// Fields in columns that stay the same all through a run.
    private static func line(_ fields: [String]) -> String {
        let widths = [11, 4, 7, 14, 7, 6, 19]
        return zip(fields, widths).map { Layout.padded($0, $1) }.joined(separator: " ")
    }

    /// One line of at most `width` columns, to be written over the one before: the time, the rate
    /// of the last interval in each direction, the rates before it as a sparkline, and the loss.
    package static func live(_ intervals: [BenchInterval], width: Int = 80) -> String {
        let ways = [false, true].map { way in intervals.filter { $0.isReceived == way } }
            .filter { !$0.isEmpty }
        guard let last = intervals.last else { return "" }
        let time = "\(Number.fixed(last.end, 1)) s"
        let rates = ways.map { way in
            let rate = RateUnit.text(way.last?.bitsPerSecond ?? 0)
            return ways.count == 1
                ? rate : "\(way.last?.isReceived == true ? "recv" : "send") \(rate)"
        }
        let loss = lossText(intervals)
        let taken = ([time] + rates + [loss]).reduce(0) { $0 + $1.count + 2 }
        let room = min((width - taken) / max(ways.count, 1) - 1, 20)
        let parts = zip(rates, ways).map { rate, way in
            room > 2 ? "\(rate) \(sparkline(way.map(\.bitsPerSecond), room))" : rate
        }
        let line = ([time] + parts + [loss]).filter { !$0.isEmpty }.joined(separator: "  ")
        return String(line.prefix(max(width, 0)))
    }

    private static func lossText(_ intervals: [BenchInterval]) -> String {
        let known = intervals.filter { $0.lost != nil && !$0.isOmitted }.map(\.tally)
        guard !known.isEmpty else { return "" }
        let lost = known.reduce(0) { $0 + Double($1.lost ?? 0) }
        let total = known.reduce(0) { $0 + Double($1.total) }
        return "lost \(Number.percent(total > 0 ? lost * 100 / total : 0)) %"
    }

    /// The last `count` values as bars from 0 to their highest.
    static func sparkline(_ values: [Double], _ count: Int) -> String {
        let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        let some = values.suffix(max(count, 0)).map { $0.isFinite ? max($0, 0) : 0 }
        guard let most = some.max(), most > 0 else { return String(some.map { _ in bars[0] }) }
        return String(some.map { bars[min(Int($0 / most * 8), 7)] })
    }
}

extension BenchInterval {
    /// The same as a receiver's, or a sender's, count.
    var tally: BenchTally {
        BenchTally(
            bytes: bytes, messages: messages, seconds: end - start, lost: lost, jitter: jitter)
    }
}
