/// A distribution drawn with characters, a row for each bucket.
struct TimeBars {
    private let buckets: [TimeBuckets.Bucket]

    init(_ times: Distribution) { buckets = TimeBuckets(times).buckets }

    func lines(width: Int) -> [String] {
        let counts = buckets.map { Double($0.count) }
        let total = counts.reduce(0, +)
        guard let most = counts.max(), most > 0 else { return [] }
        var table = Table([
            .init(name: ""), .init(name: "", isLeft: true), .init(name: ""),
            .init(name: "", rank: 1), .init(name: ""),
        ])
        for (bucket, count) in zip(buckets, counts) {
            table.add([
                Self.border(bucket.start), "–", Self.border(bucket.end), "\(bucket.count)",
                Self.share(count / total),
            ])
        }
        // Room for a bar of ten characters at least, which may take the counts.
        let texts = table.lines(width: max(width - 12, 20))
        let taken = texts.map(\.count).max() ?? 0
        let room = max(width - taken - 2, 1)
        return zip(texts, counts).map { text, count in
            let bar = Self.bar(count / most, room)
            return bar.isEmpty ? text : "\(text)  \(bar)"
        }
    }

    /// A border, a round number of at most two digits, in the unit that suits it.
    private static func border(_ nanoseconds: UInt64) -> String {
        let time = Double(nanoseconds) / 1e6
        let unit = TimeUnit(of: time)
        let tenths = (time / unit.milliseconds * 10).rounded()
        let isWhole = tenths.truncatingRemainder(dividingBy: 10) == 0
        return "\(Number.fixed(tenths / 10, isWhole ? 0 : 1)) \(unit.name)"
    }

    private static func share(_ part: Double) -> String {
        part > 0 && part < 0.0005 ? "<0.1 %" : "\(Number.fixed(part * 100, 1)) %"
    }

    /// A bar that takes `part` of `room` characters, to an eighth of one; anything above nothing is
    /// seen.
    static func bar(_ part: Double, _ room: Int) -> String {
        guard part > 0 else { return "" }
        let eighths = max(Int((min(part, 1) * Double(room * 8)).rounded()), 1)
        let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + ends[eighths % 8]
    }
}
