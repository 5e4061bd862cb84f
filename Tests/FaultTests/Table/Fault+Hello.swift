import Foundation
import TestSupport

/// What comes to a listener before a session stands, from somebody who is not what he seems.
extension Fault {
    static let hello: [Fault] = [
        Fault("A21", "a hello without the cookie, or with a wrong one, is asked for it, no more") {
            try await Door.withListener(seed: $0) { stranger, hello in
                stranger.send(hello.datagram)
                let answer = try Door.request(stranger)
                guard var wrong = hello.with(cookieOf: answer) else {
                    throw TestFailure("no HelloVerifyRequest")
                }
                wrong.cookie[0] ^= 1
                stranger.send(wrong.datagram)
                _ = try Door.request(stranger)
            }
        },
        Fault("A22", "alerts, ChangeCipherSpec, data and junk before the cookie are not answered") {
            seed in
            try await Door.withListener(seed: seed) { stranger, hello in
                for (type, body) in [
                    (21, [2, 40]), (21, [1, 0]), (20, [1]), (23, [104, 105]), (24, [1, 0, 0]),
                    (22, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                ] as [(UInt8, [UInt8])] {
                    stranger.send(Door.record(type, body))
                }
                for size in [0, 1, 12, 13, 100, 1_400] {
                    stranger.send(Array(noise(size, seed: seed)))
                }
                stranger.send(hello.datagram)
                _ = try Door.request(stranger)
            }
        },
        Fault("A24", "a cookie is of no use to another port or another address") {
            try await Door.withListener(seed: $0) { stranger, hello, port in
                stranger.send(hello.datagram)
                guard let second = hello.with(cookieOf: try Door.request(stranger)) else {
                    throw TestFailure("no HelloVerifyRequest")
                }
                for host in ["127.0.0.1", "127.0.0.3"] {
                    let thief = try Stranger(host, toPort: port)
                    thief.send(second.datagram)
                    _ = try Door.request(thief)
                }
            }
        },
        Fault("A18", "data behind a hello with its cookie comes to nobody, in the clear or not") {
            try await Door.withListener(seed: $0) { stranger, hello in
                stranger.send(hello.datagram)
                guard let second = hello.with(cookieOf: try Door.request(stranger)) else {
                    throw TestFailure("no HelloVerifyRequest")
                }
                stranger.send(second.datagram)
                for epoch in [0, 1] as [UInt8] {
                    stranger.send(Door.record(23, Array("intruder\n".utf8), epoch: epoch))
                }
                let answers = try stranger.answer()
                try hold(answers.first?.first == 22, "no ServerHello")
            }
        },
        Fault("A27", "three thousand fragments of no use behind the cookie leave others served") {
            seed in
            try await Door.withListener(seed: seed) { stranger, hello in
                stranger.send(hello.datagram)
                guard let second = hello.with(cookieOf: try Door.request(stranger)) else {
                    throw TestFailure("no HelloVerifyRequest")
                }
                stranger.send(second.datagram)
                for number in 0..<3_000 {
                    let total = UInt8(truncatingIfNeeded: number &* Int(seed))
                    let fragment: [UInt8] =
                        [16, total, 0xFF, 0xFF, 0, UInt8(number % 50), 0, UInt8(number % 200), 0]
                        + [0, 0, 40] + [UInt8](repeating: 7, count: 40)
                    stranger.send(Door.record(22, fragment))
                }
            }
        },
        Fault("A25", "a hello of DTLS 1.0 alone, or of no version, harms nobody") {
            try await Door.withListener(seed: $0) { stranger, hello in
                for version in [[0xFE, 0xFF], [0xFE, 0xFC], [0xFE, 0xFE], [3, 3]] as [[UInt8]] {
                    var datagram = hello.datagram
                    datagram.replaceSubrange(25..<27, with: version)
                    stranger.send(datagram)
                }
                stranger.send(hello.datagram)
                _ = try stranger.answer()
            }
        },
        Fault("A23", "a hello in two fragments is asked for the cookie, and others are served") {
            try await Door.withListener(seed: $0) { stranger, hello in
                let message = Array(hello.datagram.dropFirst(13))
                let body = Array(message.dropFirst(12))
                let half = body.count / 2
                for range in [0..<half, half..<body.count] {
                    let length = range.count
                    let header =
                        Array(message.prefix(6))
                        + [0, UInt8(range.lowerBound >> 8), UInt8(range.lowerBound & 0xFF)]
                        + [0, UInt8(length >> 8), UInt8(length & 0xFF)]
                    stranger.send(Door.record(22, header + Array(body[range])))
                }
                stranger.send(hello.datagram)
                let answers = try stranger.answer()
                try hold(answers.allSatisfy { $0.count > 13 && $0[13] == 3 }, "\(answers)")
            }
        },
        Fault(
            "A28",
            "fragments behind the cookie that overlap, contradict each other or are empty harm nobody"
        ) { seed in
            try await Door.withListener(seed: seed) { stranger, hello in
                stranger.send(hello.datagram)
                guard let second = hello.with(cookieOf: try Door.request(stranger)) else {
                    throw TestFailure("no HelloVerifyRequest")
                }
                stranger.send(second.datagram)
                var chance = SeededGenerator(seed: seed)
                let sizes = [0, 1, 2, 39, 40, 255, 256, 65_535, 65_536, 0xFF_FFFF]
                for _ in 0..<2_000 {
                    let total = sizes.randomElement(using: &chance) ?? 0
                    let offset = sizes.randomElement(using: &chance) ?? 0
                    let length = min(sizes.randomElement(using: &chance) ?? 0, 1_200)
                    let claimed = Bool.random(using: &chance) ? length : total
                    let message = UInt16.random(in: 0...4, using: &chance)
                    let type = ([1, 11, 15, 16, 20] as [UInt8]).randomElement(using: &chance) ?? 16
                    let header: [UInt8] =
                        [type] + Door.number(total, 3) + Door.number(Int(message), 2)
                        + Door.number(offset, 3) + Door.number(claimed, 3)
                    stranger.send(
                        Door.record(22, header + [UInt8](repeating: 7, count: length)))
                }
            }
        },
        Fault("C02", "a hello cut off at any place is answered by no more than it is long") {
            try await Door.withListener(seed: $0) { stranger, hello in
                let datagram = hello.datagram
                for length in 0..<datagram.count { stranger.send(Array(datagram[..<length])) }
                stranger.send(datagram)
                _ = try Door.request(stranger)
            }
        },
    ]
}

/// A listener that somebody knocks at who is no client.
enum Door {
    /// Lets a stranger do his worst; then a client has to be served, and nobody else's data come out.
    static func withListener(
        seed: UInt64, _ body: (Stranger, ForgedHello, _ port: String) throws -> Void
    ) async throws {
        let listener = try await Listener(["-k"])
        try body(try Stranger(toPort: listener.port), ForgedHello(seed), listener.port)
        let client = try await listener.connect(input: .text("still here\n"))
        try hold(client.status == 0, client.errors)
        listener.program.signal(SIGTERM)
        let outcome = try await listener.program.outcome()
        try hold(outcome.status == 143, "\(outcome.status): \(outcome.errors)")
        try hold(outcome.text == "still here\n", "“\(outcome.text)” came out")
    }

    /// The same, for who need not know the port.
    static func withListener(
        seed: UInt64, _ body: (Stranger, ForgedHello) throws -> Void
    ) async throws {
        try await withListener(seed: seed) { stranger, hello, _ in try body(stranger, hello) }
    }

    /// The one answer that has come, which has to be a HelloVerifyRequest.
    static func request(_ stranger: Stranger) throws -> [UInt8] {
        let answers = try stranger.answer()
        try hold(
            answers.count == 1 && answers[0].count > 28 && answers[0][0] == 22
                && answers[0][13] == 3,
            "answered by \(answers.map { $0.prefix(14) })")
        return answers[0]
    }

    /// A number as the wire has it.
    static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// A record of DTLS 1.2.
    static func record(_ type: UInt8, _ body: [UInt8], epoch: UInt8 = 0) -> [UInt8] {
        [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 9]
            + [UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    }
}
