import ArgumentParser
import DTLS
import Impair

/// What happens to datagrams that go one way, as it is typed: `loss=10%,delay=50ms`.
struct ImpairmentSpec: Equatable {
    private(set) var impairments = Impairments()

    init(_ argument: String) throws {
        var position = 1
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(SpecError) {
                try read(part)
            } catch {
                throw ValidationError(
                    "at position \(position) of \"\(argument)\": \(error.text)")
            }
            position += part.count + 1
        }
    }

    /// What is wrong with a word of it.
    private struct SpecError: Error {
        let text: String
    }

    private mutating func read(_ part: Substring) throws(SpecError) {
        let name = part.prefix { $0 != "=" }
        let value = part.count > name.count ? part.dropFirst(name.count + 1) : nil
        if name == "split", value == nil {
            impairments.split = true
            return
        }
        guard let reader = Self.readers[String(name)] else {
            throw SpecError(text: "no such word: \(name); there are \(Self.words)")
        }
        guard let value, !value.isEmpty else { throw SpecError(text: "\(name) needs a value") }
        try reader(&impairments, String(value))
    }

    /// How its words begin: all of each, but for a value.
    static let starts = (readers.keys.map { $0 + "=" } + ["split"]).sorted()

    /// The values of the words whose values are names.
    static let choices = [
        "types": contentTypes.keys.sorted(), "messages": messages.keys.sorted(),
    ]

    private typealias Reader = (inout Impairments, String) throws(SpecError) -> Void

    private static let words = (readers.keys + ["split"]).sorted().joined(separator: ", ")

    private static var readers: [String: Reader] {
        [
            "loss": { all, text throws(SpecError) in all.loss = try share(text) },
            "dup": { all, text throws(SpecError) in all.duplicate = try share(text) },
            "corrupt": { all, text throws(SpecError) in all.corrupt = try share(text) },
            "truncate": { all, text throws(SpecError) in all.truncate = try share(text) },
            "replay": { all, text throws(SpecError) in all.replay = try share(text) },
            "burst": { all, text throws(SpecError) in all.burst = try burst(text) },
            "reorder": { all, text throws(SpecError) in
                let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
                all.reorder = try share(parts.first ?? "")
                if parts.count > 1 { all.reorderDepth = Int(try number(parts[1], 1...64)) }
            },
            "delay": { all, text throws(SpecError) in all.delay = try time(text) },
            "jitter": { all, text throws(SpecError) in all.jitter = try time(text) },
            "mtu": { all, text throws(SpecError) in all.mtu = Int(try number(text, 48...65_535)) },
            "rate": { all, text throws(SpecError) in
                let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
                guard let rate = RateValue(argument: parts.first ?? "")?.bitsPerSecond else {
                    throw SpecError(text: "\(text) is no rate in bits a second, such as 64K or 10M")
                }
                all.rate = rate
                guard parts.count > 1 else { return }
                guard let size = SizeValue(argument: parts[1]), size.bytes > 0 else {
                    throw SpecError(text: "\(parts[1]) is no size of a queue in bytes")
                }
                all.queue = size.bytes
            },
            "drop": { all, text throws(SpecError) in
                for part in text.split(separator: "+") {
                    let ends = part.split(separator: "-", maxSplits: 1).map(String.init)
                    let first = try number(ends.first ?? "", 1...1_000_000)
                    let last = ends.count > 1 ? try number(ends[1], first...1_000_000) : first
                    all.dropped.formUnion(first...last)
                }
            },
            "cut": { all, text throws(SpecError) in
                let ends = text.split(separator: "-", maxSplits: 1).map(String.init)
                guard ends.count == 2 else {
                    throw SpecError(text: "\(text) is no time from and to, such as 2s-5s")
                }
                let (from, to) = (try time(ends[0]), try time(ends[1]))
                guard from < to else { throw SpecError(text: "\(text) ends before it begins") }
                all.cuts.append(from..<to)
            },
            "types": { all, text throws(SpecError) in
                all.scope.types = try codes(text, of: contentTypes)
            },
            "messages": { all, text throws(SpecError) in
                all.scope.messages = try codes(text, of: messages)
            },
            "first": { all, text throws(SpecError) in
                all.scope.first = try number(text, 1...1_000_000_000)
            },
        ]
    }

    private static func share(_ text: String) throws(SpecError) -> Double {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text), number >= 0,
            number <= (isPercent ? 100 : 1)
        else { throw SpecError(text: "\(text) is no share, such as 10% or 0.1") }
        return isPercent ? number / 100 : number
    }

    private static func time(_ text: String) throws(SpecError) -> Duration {
        guard let duration = TimeValue(argument: text)?.duration, duration <= .seconds(3_600) else {
            throw SpecError(text: "\(text) is no time of at most 1h, such as 50ms")
        }
        return duration
    }

    private static func number(
        _ text: String, _ range: ClosedRange<UInt64>
    ) throws(SpecError) -> UInt64 {
        guard let number = UInt64(text), range.contains(number) else {
            throw SpecError(
                text: "\(text) is no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func burst(_ text: String) throws(SpecError) -> Impairments.Burst {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...4).contains(parts.count) else {
            throw SpecError(
                text: "burst has 2 to 4 shares: begin:end:loss while bad:loss while good")
        }
        var burst = Impairments.Burst(begin: try share(parts[0]), end: try share(parts[1]))
        if parts.count > 2 { burst.lossWhileBad = try share(parts[2]) }
        if parts.count > 3 { burst.lossWhileGood = try share(parts[3]) }
        return burst
    }

    /// Numbers, or names for them, with + in between.
    private static func codes(
        _ text: String, of names: [String: UInt8]
    ) throws(SpecError) -> Set<UInt8> {
        var codes: Set<UInt8> = []
        for part in text.split(separator: "+") {
            guard let code = names[part.lowercased()] ?? UInt8(part) else {
                let known = names.keys.sorted().joined(separator: ", ")
                throw SpecError(text: "\(part) is no number, nor one of \(known)")
            }
            codes.insert(code)
        }
        return codes
    }

    private static let contentTypes: [String: UInt8] = [
        "ccs": 20, "alert": 21, "handshake": 22, "data": 23, "heartbeat": 24,
    ]

    /// The names that logs have, in lower case.
    private static let messages = Dictionary(
        uniqueKeysWithValues: [1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22].map { (code: UInt8) in
            (HandshakeMessage(type: code).description.lowercased(), code)
        })
}
