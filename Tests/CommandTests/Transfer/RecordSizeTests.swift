import Foundation
import TestSupport
import Testing

/// A limit on records holds for the other side as well, without a word to it.
@Suite(.timeLimit(.minutes(10))) struct RecordSizeTests {
    @Test(
        "A stream is cut to the smaller of what both sides and the user allow",
        arguments: [
            (listener: ["--record-size", "512"], client: [], limit: 512),
            (listener: [], client: ["--record-size", "512"], limit: 512),
            (
                listener: ["--record-size", "512"],
                client: ["--record-size", "1024", "--mtu", "9000"], limit: 512
            ),
            (listener: [], client: ["--data-mtu", "100"], limit: 100),
        ])
    func limits(listener options: [String], client: [String], limit: Int) async throws {
        let listener = try await Listener(options)
        let bytes = Data((0..<10_240).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        let outcome = try await DTLSCat.run(
            ["connect", "-v", "--pin", try #require(listener.pin)] + client
                + ["127.0.0.1", listener.port], input: .bytes(bytes))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("data MTU \(limit),"), "\(outcome.errors)")
        #expect(try await listener.program.outcome().output == bytes)
    }
}
