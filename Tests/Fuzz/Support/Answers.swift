@testable import ClientHello
@testable import DTLS

/// What a server, or somebody in its place, says to hellos, as a script says.
enum Answers {
    /// The datagrams that answer a hello.
    static func next(_ script: inout Script, to hello: ClientHello?) -> [[UInt8]] {
        var datagrams: [[UInt8]]
        switch script.number(0...7) {
        case 0: return []
        case 1: datagrams = [alert(script.byte(), script.byte())]
        case 2:
            var writer = RecordWriter(number: UInt64(script.byte()))
            let cookie = script.flag() ? [UInt8](repeating: 7, count: 16) : script.vector()
            datagrams = writer.datagrams(
                of: .helloVerifyRequest,
                body: [0xFE, 0xFF] + [UInt8(cookie.count)] + cookie, sequence: 0)
        case 3: datagrams = [Attack.invent(&script)]
        default: datagrams = flight(&script, hello)
        }
        while script.number(0...3) == 0, !script.isAtEnd {
            let place = script.number(0...7) % datagrams.count
            Attack.alter(&datagrams[place], &script, seen: datagrams)
        }
        return datagrams
    }

    static func alert(_ level: UInt8, _ code: UInt8) -> [UInt8] {
        Attack.record(21, epoch: 0, number: code, [1 + level & 1, code])
    }

    /// A ServerHello, and what is behind it, as far as the script wants it.
    private static func flight(_ script: inout Script, _ hello: ClientHello?) -> [[UInt8]] {
        let parts = script.byte()
        var suite = UInt16(script.short())
        if parts & 1 != 0, let offered = hello?.suites, !offered.isEmpty {
            suite = offered[Int(suite) % offered.count]
        }
        let version: [UInt8] = parts & 2 == 0 ? [0xFE, 0xFD] : [0xFE, 0xFF]
        var extensions: [UInt8] = []
        for _ in 0..<script.number(0...3) {
            let offered = hello?.extensions ?? []
            let type =
                script.flag() && !offered.isEmpty
                ? offered[script.number(0...31) % offered.count].type : UInt16(script.byte())
            let body = script.vector()
            extensions += [UInt8(type >> 8), UInt8(type & 0xFF), 0, UInt8(body.count)] + body
        }
        var body = version + [UInt8](repeating: script.byte(), count: 32) + [0]
        body += [UInt8(suite >> 8), UInt8(suite & 0xFF), 0]
        body += [UInt8(extensions.count >> 8), UInt8(extensions.count & 0xFF)] + extensions
        var messages: [(type: UInt8, body: [UInt8])] = [(2, body)]
        if parts & 4 != 0 { messages.append((11, chain(&script))) }
        if parts & 8 != 0 { messages.append((12, keyExchange(&script))) }
        if parts & 16 != 0 { messages.append((13, script.vector())) }
        if parts & 32 == 0 { messages.append((14, [])) }
        var writer = RecordWriter(number: UInt64(script.byte()))
        var datagrams: [[UInt8]] = []
        for (number, message) in messages.enumerated() {
            datagrams += writer.datagrams(
                of: HandshakeMessage(type: message.type), body: message.body,
                sequence: UInt16(number + 1), version: 0xFEFD,
                fragment: parts & 64 == 0 ? .max : 200)
        }
        return parts & 128 == 0 ? datagrams : [Array(datagrams.joined())]
    }

    private static func chain(_ script: inout Script) -> [UInt8] {
        let own = script.flag() ? Parties.identity.chain[0].der : script.vector()
        let entry = [0, UInt8(own.count >> 8), UInt8(own.count & 0xFF)] + own
        return [0, UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry
    }

    /// One on a curve, one of numbers, or any bytes.
    private static func keyExchange(_ script: inout Script) -> [UInt8] {
        let hint: [UInt8] = script.flag() ? [0, 0] : []
        switch script.number(0...2) {
        case 0:
            return hint + [3, 0, script.byte(), 4, 1, 2, 3, 4, script.byte(), script.byte()]
        case 1:
            let prime = script.vector()
            return hint + [0, UInt8(prime.count)] + prime + [0, 1, 2, 0, 1, 5, 4, 1]
        default: return script.vector()
        }
    }
}
