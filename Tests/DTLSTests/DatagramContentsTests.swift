import Testing

@testable import DTLS

@Suite struct DatagramContentsTests {
    private func record(
        _ type: UInt8, epoch: UInt8 = 0, number: UInt8 = 0, _ body: [UInt8]
    ) -> [UInt8] {
        [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, number]
            + [UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    }

    private func fragment(
        _ type: UInt8, total: Int, offset: Int, length: Int
    ) -> [UInt8] {
        func three(_ value: Int) -> [UInt8] {
            [UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
        }
        return [type] + three(total) + [0, 3] + three(offset) + three(length)
            + [UInt8](repeating: 0, count: length)
    }

    private func text(_ datagram: [UInt8]) -> String { "\(DatagramContents(datagram.span))" }

    @Test func `a flight is told by its messages`() {
        let datagram =
            record(22, fragment(2, total: 70, offset: 0, length: 70))
            + record(22, number: 1, fragment(11, total: 2_400, offset: 100, length: 50))
        #expect(text(datagram) == "ServerHello, Certificate 100-150 of 2400")
        let contents = DatagramContents(datagram.span)
        #expect(contents.records.map(\.number) == [0, 1])
        #expect(contents.records[1].offset == 13 + 82)
        #expect(contents.records[1].fragments[0].sequence == 3)
        #expect(contents.rest == 0)
    }

    @Test func `what is protected is told by its type and size`() {
        #expect(text(record(23, epoch: 1, [1, 2, 3])) == "application data 3")
        #expect(
            text(record(20, [1]) + record(22, epoch: 1, [UInt8](repeating: 0, count: 48)))
                == "ChangeCipherSpec, handshake 48, protected")
        #expect(text(record(24, epoch: 1, [0])) == "heartbeat 1")
        #expect(text(record(21, epoch: 1, [0])) == "alert, protected")
        #expect(text(record(21, [2, 40])) == "alert handshake_failure")
    }

    @Test func `what is no record is counted`() {
        #expect(text([1, 2, 3]) == "3 bytes that are no record")
        #expect(text([]) == "0 bytes that are no record")
        #expect(
            text(record(20, [1]) + [22, 0xFE]) == "ChangeCipherSpec, 2 bytes that are no record")
    }

    @Test func `any bytes will do`() {
        var seed: UInt64 = 1
        func next() -> UInt8 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: seed >> 33)
        }
        let flight =
            record(22, fragment(1, total: 60, offset: 0, length: 60)) + record(21, [2, 40])
            + record(23, epoch: 1, [UInt8](repeating: 7, count: 40))
        for end in 0...flight.count {
            let contents = DatagramContents(Array(flight[..<end]).span)
            #expect(contents.records.reduce(0) { $0 + 13 + $1.length } + contents.rest == end)
        }
        for _ in 0..<20_000 {
            var bytes = flight
            for _ in 0..<4 { bytes[Int(next()) % bytes.count] = next() }
            _ = text(bytes)
        }
    }
}
