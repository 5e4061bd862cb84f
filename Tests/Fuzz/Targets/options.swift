// libFuzzer: -max_len=200
@testable import DTLS
@testable import Impair
@testable import dtlscat

/// Times, sizes, rates, rules and impairments as they are typed, and what a terminal is shown of a text.
func fuzz(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let time = TimeValue(argument: text)?.duration {
        check(time >= .zero && time <= .seconds(9_000_000_000), "\(text) is \(time)")
        check(TimeValue(argument: TimeValue.text(time)) != nil, "\(text) is written unreadably")
    }
    if let size = SizeValue(argument: text) {
        check((0...1_000_000_000_000).contains(size.bytes), "\(text) is \(size.bytes)")
    }
    if let rate = RateValue(argument: text)?.bitsPerSecond {
        check((1...1_000_000_000_000_000).contains(rate), "\(text) is \(rate)")
    }
    if let limit = RateLimitValue(argument: text) {
        let again = RateLimitValue(argument: limit.rate.text)
        check(again?.rate == limit.rate, "\(text) is written as \(limit.rate.text)")
    }
    if let spec = try? ImpairmentSpec(text) { look(at: spec.impairments, text) }
    _ = try? ScanRule.list(text)
    for name in list(text) { check(!name.contains(","), "a comma in \(name)") }

    let escaped = Console.escaped(text)
    check(!escaped.unicodeScalars.contains(where: Console.isDangerous), "dangerous: \(escaped)")
    check(
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F } == false
            || escaped == text, "\(text) need not be escaped")

    var choices = PriorityChoices()
    choices.ciphers = list(text)
    _ = try? choices.render()
    choices.ciphers = []
    choices.groups = list(text)
    _ = try? choices.render()
    if let priority = try? Priority(text) { _ = priority.cipherSuites }
}

private func look(at all: Impairments, _ text: String) {
    for share in [all.loss, all.duplicate, all.corrupt, all.truncate, all.replay, all.reorder] {
        check((0...1).contains(share), "\(text): a share of \(share)")
    }
    for time in [all.delay, all.jitter] {
        check(time >= .zero && time <= .seconds(3_600), "\(text): a time of \(time)")
    }
    check((1...64).contains(all.reorderDepth), "\(text): \(all.reorderDepth)")
    for cut in all.cuts { check(!cut.isEmpty, "\(text): an empty cut") }
}
