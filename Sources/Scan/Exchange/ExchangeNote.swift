internal import ClientHello
internal import DTLS

/// An exchange in words.
struct ExchangeNote {
    /// What was offered and how it ended, such as `352 suites: TLS_…, x25519`.
    let text: String

    init(_ offer: Offer, _ answer: Answer) {
        let suites = offer.hello.suites
        let offered =
            suites.count == 1
            ? RegisteredSuite.named(suites[0])?.name ?? "1 suite" : "\(suites.count) suites"
        let outcome: String
        switch answer.outcome {
        case .accepted(let hello):
            var parts = [
                WireVersion(wire: hello.version)?.description ?? "an unknown version",
                RegisteredSuite.named(hello.suite)?.name
                    ?? "suite 0x" + String(hello.suite, radix: 16),
            ]
            switch answer.flight.keyExchange?.group {
            case .named(let group): parts.append("\(group)")
            case .prime(let bits): parts.append("a prime of \(bits) bits")
            case .explicitCurve: parts.append("a curve that is written out")
            case nil: break
            }
            if let scheme = answer.flight.keyExchange?.scheme { parts.append("\(scheme)") }
            outcome = parts.joined(separator: ", ")
        case .alert(let alert): outcome = "alert \(alert)"
        case .observed:
            outcome = "\(answer.unprovenSize) bytes for \(answer.helloSize), without a cookie"
        case .silence: outcome = "silence" + (answer.hadCookie ? " after the cookie" : "")
        case .unreachable(let errno): outcome = "\(errno)"
        }
        text = "offered \(offered): \(outcome)"
    }
}
