import Testing

@testable import DTLS

/// Handshakes and data with altered copies of the datagrams among them.
@Suite(.timeLimit(.minutes(10))) struct MutationTests {
    /// An altered copy: cut, with bytes or a header changed, or with a piece of another behind it.
    private func mutated(
        _ datagram: [UInt8], _ others: [[UInt8]], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var copy = datagram
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !copy.isEmpty else { break }
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                copy[Int.random(in: 0..<copy.count, using: &random)] ^= UInt8(
                    1 << Int.random(in: 0..<8, using: &random))
            case 1:
                // Where the headers of record and message are.
                copy[Int.random(in: 0..<min(25, copy.count), using: &random)] = .random(
                    in: 0...255, using: &random)
            case 2:
                copy.removeLast(Int.random(in: 0..<copy.count, using: &random))
            case 3:
                let other = others.randomElement(using: &random) ?? []
                copy += other.prefix(Int.random(in: 0...other.count, using: &random))
            case 4:
                // A record of another epoch behind it, of any length.
                let size = Int.random(in: 0...30, using: &random)
                copy += Wire.record(
                    .random(in: 19...25, using: &random), epoch: .random(in: 0...2, using: &random),
                    sequence: .random(in: 0...9, using: &random),
                    (0..<size).map { _ in .random(in: 0...255, using: &random) })
            default:
                copy.swapAt(
                    Int.random(in: 0..<copy.count, using: &random),
                    Int.random(in: 0..<copy.count, using: &random))
            }
        }
        return copy
    }

    @Test("Altered copies of datagrams bring through nothing that nobody has sent")
    func copies() throws {
        var established = 0
        for seed in 1...1_000 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let pair = try Pair { setup in
                setup.mtu = 256
                setup.clientIdentity = TestIdentity.ecdsa
                setup.serverPolicy.requirePeerCertificate = true
            }
            var seen: [[UInt8]] = []
            func carry() {
                while pair.client.transport.hasOutgoing || pair.server.transport.hasOutgoing {
                    for (isClient, datagrams) in [
                        (true, pair.take(pair.client)), (false, pair.take(pair.server)),
                    ] {
                        for datagram in datagrams {
                            seen.append(datagram)
                            if Int.random(in: 0..<4, using: &random) == 0 {
                                let copy = mutated(datagram, seen, &random)
                                _ = isClient ? pair.toServer(copy) : pair.toClient(copy)
                            }
                            _ = isClient ? pair.toServer(datagram) : pair.toClient(datagram)
                        }
                    }
                }
            }
            _ = try? pair.client.advance()
            carry()
            guard pair.isEstablished else { continue }
            established += 1
            for number in 0..<5 as Range<UInt8> {
                let message = [number, 1, 2, 3]
                try pair.client.send(message.span)
                try pair.server.send(message.span)
            }
            carry()
            for messages in [pair.clientMessages, pair.serverMessages] {
                #expect(Set(messages).isSubset(of: (0..<5).map { [$0, 1, 2, 3] }), "seed \(seed)")
                #expect(messages.count <= 5, "seed \(seed)")
            }
        }
        // Whoever may send what he likes can end a handshake, but not most of them by chance.
        #expect(established > 500, "\(established)")
    }
}
