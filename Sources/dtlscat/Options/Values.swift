import ArgumentParser

/// A time on the command line: a number with ms, s, m, h or d behind it, seconds without; `inf`.
struct TimeValue: ExpressibleByArgument, Equatable {
    /// The time; for ever where `nil`.
    let duration: Duration?

    init?(argument: String) {
        if argument == "inf" {
            duration = nil
            return
        }
        let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number >= 0, number.isFinite else { return nil }
        let factor: Double
        switch argument.dropFirst(digits.count) {
        case "ms": factor = 0.001
        case "", "s": factor = 1
        case "m": factor = 60
        case "h": factor = 3_600
        case "d": factor = 86_400
        default: return nil
        }
        guard number * factor <= 9e9 else { return nil }
        duration = .nanoseconds(Int64(number * factor * 1e9))
    }

    /// Milliseconds, rounded down; `nil` for ever.
    var milliseconds: Int? { duration.map(Self.milliseconds) }

    /// The milliseconds in a duration, rounded down.
    static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// A duration as it would be typed: `1.5s`, `200ms`.
    static func text(_ duration: Duration) -> String {
        let milliseconds = milliseconds(duration)
        if milliseconds < 1_000 { return "\(milliseconds)ms" }
        return milliseconds % 1_000 == 0
            ? "\(milliseconds / 1_000)s" : "\(Double(milliseconds / 100) / 10)s"
    }
}

/// A size in bytes: a number, with K, M or G for powers of 1024.
struct SizeValue: ExpressibleByArgument, Equatable {
    /// The size, in bytes.
    let bytes: Int

    init?(argument: String) {
        guard let value = scaled(argument, by: 1_024), value <= 1e12 else { return nil }
        bytes = Int(value)
    }
}

/// A rate in bits a second: a number, with K, M or G for powers of 1000; 0 for no limit.
struct RateValue: ExpressibleByArgument, Equatable {
    /// The rate, in bits a second; no limit where `nil`.
    let bitsPerSecond: UInt64?

    init?(argument: String) {
        guard let value = scaled(argument, by: 1_000), value <= 1e15 else { return nil }
        // Less than one is not none, which would be no limit.
        bitsPerSecond = value == 0 ? nil : max(UInt64(value), 1)
    }
}

/// `yes` or `no`.
enum YesNo: String, Choice {
    case yes, no
}

private func scaled(_ text: String, by step: Double) -> Double? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number >= 0, number.isFinite else { return nil }
    switch text.dropFirst(digits.count).lowercased() {
    case "": return number
    case "k": return number * step
    case "m": return number * step * step
    case "g": return number * step * step * step
    default: return nil
    }
}

/// Splits a list at its commas.
func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
}
