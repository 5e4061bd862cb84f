// libFuzzer: -max_len=1024
@testable import ClientHello
@testable import DTLS

/// A server's door: nobody gets in without the cookie that it has given out to just that address; whoever
/// asks gets a small answer, and everything else none.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let gate = Parties.valid { try CookieGate { Gate.key } }
    let transport = Gate.transport
    transport.removeOutgoing()
    var cookie: [UInt8] = []
    var steps = 32
    while !script.isAtEnd, steps > 0 {
        steps -= 1
        let isKnown = script.flag()
        var datagram = hello(cookie: isKnown ? cookie : [], script.byte(), &script)
        let clean = datagram
        while script.number(0...3) == 0, !script.isAtEnd {
            Attack.alter(&datagram, &script, seen: [clean])
        }
        let client: [UInt8] = script.number(0...3) == 0 ? [2] : [1]
        if script.number(0...7) == 0 {
            try? gate.turn(to: gate.turn &+ UInt64(script.number(0...3)))
        }
        let admission = gate.admit(datagram.span, client: client, transport: transport)
        let answers = transport.takeOutgoing()
        switch admission {
        case .admitted:
            check(answers.isEmpty, "an answer of the gate to who is let in")
            check(isKnown && !cookie.isEmpty && client == [1], "let in without its cookie")
            check(datagram.contains(subsequence: cookie), "let in with another cookie")
        case .challenged:
            check(answers.count == 1, "\(answers.count) answers")
            check(answers[0].count <= datagram.count, "an answer larger than what was asked")
            if client == [1] {
                var flight = ServerFlight()
                let answer = answers[0]
                flight.take(answer.span)
                guard let given = flight.cookie else { fatalError("no cookie is given") }
                cookie = given
            }
        case .ignored:
            check(answers.isEmpty, "an answer to what is ignored")
        }
        if case .admitted(let prestate) = CookieGate.admitWithoutCookie(datagram.span) {
            check(!prestate.hasCookie, "a cookie that was not asked for")
        }
    }
}

/// What all runs share.
private enum Gate {
    static let key = Parties.valid {
        try CookieKey(file: Array(String(repeating: "5a", count: 32).utf8))
    }
    nonisolated(unsafe) static let transport = DatagramTransport()
}

private func hello(cookie: [UInt8], _ settings: UInt8, _ script: inout Script) -> [UInt8] {
    var hello = ClientHello(
        version: 0xFEFD, suites: [0xC02B, 0x00A8],
        extensions: settings & 1 == 0 ? [] : [.padding(Int(settings))])
    hello.random = [UInt8](repeating: settings, count: 32)
    hello.cookie = cookie
    var writer = RecordWriter(number: UInt64(settings >> 4))
    return writer.datagrams(
        of: .clientHello, body: hello.body, sequence: cookie.isEmpty ? 0 : 1)[0]
}

extension [UInt8] {
    fileprivate func contains(subsequence: [UInt8]) -> Bool {
        firstRange(of: subsequence) != nil
    }
}
