/// Numbers as text. Those that a peer has sent may be anything, NaN and infinite included.
enum Number {
    /// What stands where a value is not known.
    static let unknown = "-"

    /// `value` with so many decimals, rounded; in the short form where it is too large for digits.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return unknown }
        var scale: UInt64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * Double(scale)).rounded()
        // Above 2^53 the digits would say more than is known.
        guard scaled < 9e15, let units = UInt64(exactly: scaled) else { return "\(value)" }
        let sign = value < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(units)" }
        let fraction = String(units % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(units / scale).\(zeros)\(fraction)"
    }

    /// `value` with three digits, and all that stand before the point.
    static func short(_ value: Double) -> String {
        switch value.magnitude {
        case ..<9.995: fixed(value, 2)
        case ..<99.95: fixed(value, 1)
        default: fixed(value, 0)
        }
    }

    /// Percent: a little is told from nothing, and nearly all from all.
    static func percent(_ value: Double) -> String {
        guard value.isFinite else { return unknown }
        if value == 0 { return "0" }
        if value > 0, value < 0.01 { return "<0.01" }
        if value > 99.9, value < 100 { return ">99.9" }
        return value < 9.995 ? fixed(value, 2) : value < 99.95 ? fixed(value, 1) : fixed(value, 0)
    }

    /// Milliseconds in the unit that suits their size.
    static func time(_ milliseconds: Double) -> String {
        let unit = TimeUnit(of: milliseconds)
        return "\(short(milliseconds / unit.milliseconds)) \(unit.name)"
    }

    /// `a + b`, or the most that fits.
    static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? .max : sum
    }
}
