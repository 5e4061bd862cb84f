import Testing

@testable import DTLS

@Suite struct RecordFilterTests {
    private func examine(_ datagram: [UInt8], isEstablished: Bool) -> RecordFilter.Summary? {
        RecordFilter.examine(datagram.span, isEstablished: isEstablished)
    }

    @Test("Junk is dropped, before the session stands and after", arguments: Sample.junk)
    func junk(_ sample: Sample) {
        #expect(examine(sample.bytes, isEstablished: false) == nil)
        #expect(examine(sample.bytes, isEstablished: true) == nil)
    }

    @Test("An alert in the clear passes until the session stands")
    func alerts() {
        let alert = Wire.record(21, [2, 40])
        #expect(examine(alert, isEstablished: false) != nil)
        #expect(examine(alert, isEstablished: true) == nil)
        let both = Wire.smallestHello + alert
        #expect(examine(both, isEstablished: true) == nil)
    }

    @Test("A protected alert passes when the session stands")
    func protectedAlert() {
        let alert = Wire.record(21, epoch: 1, sequence: 5, Wire.zeros(26))
        #expect(examine(alert, isEstablished: true)?.records == 1)
    }

    @Test("The summary tells of the first record, and of each that is not data")
    func summary() throws {
        let datagram =
            Wire.record(20, sequence: 6, [1])
            + Wire.record(22, epoch: 1, sequence: 0, Wire.zeros(40))
            + Wire.record(23, epoch: 1, sequence: 1, Wire.zeros(30))
            + Wire.record(21, epoch: 1, sequence: 2, Wire.zeros(26))
        let examined = examine(datagram, isEstablished: false)
        let summary = try #require(examined)
        #expect(summary.records == 4)
        #expect(summary.contentType == 20)
        #expect(summary.epoch == 0)
        #expect(summary.sequenceNumber == 6)
        #expect(summary.isProtected)
        #expect(summary.hasChangeCipherSpec)
        #expect(!summary.isClientHello)
        var numbers: [UInt64] = []
        summary.forEachControl { numbers.append($0) }
        #expect(numbers == [0, 2])
    }

    @Test(
        "What fills up a datagram behind a ping is left out, and nothing else in the clear passes")
    func void() throws {
        let ping = Wire.record(24, epoch: 1, sequence: 5, Wire.zeros(59))
        let filler = Wire.record(23, Wire.zeros(500))
        for isEstablished in [true, false] {
            let summary = try #require(examine(ping + filler, isEstablished: isEstablished))
            #expect(summary.void == ping.count && summary.records == 1 && summary.hasHeartbeat)
            #expect(examine(filler, isEstablished: isEstablished) == nil)
            #expect(examine(filler + ping, isEstablished: isEstablished) == nil)
            #expect(examine(ping + filler + ping, isEstablished: isEstablished) == nil)
            #expect(examine(ping + filler.dropLast(), isEstablished: isEstablished) == nil)
        }
        #expect(examine(ping, isEstablished: true)?.void == 0)
    }

    @Test("The sequence number has 48 bits")
    func sequenceNumber() {
        let number: UInt64 = 0xFFFF_FFFF_FFFE
        let record = Wire.record(23, epoch: 65_535, sequence: number, [1])
        let summary = examine(record, isEstablished: true)
        #expect(summary?.sequenceNumber == number)
        #expect(summary?.epoch == 65_535)
    }

    @Test("Only the first fragment of a ClientHello is one")
    func clientHello() {
        let hello = examine(Wire.smallestHello, isEstablished: false)
        #expect(hello?.isClientHello == true)
        let tail = Wire.record(22, Wire.message(1, [1, 2], total: 42, offset: 40))
        #expect(examine(tail, isEstablished: false)?.isClientHello == false)
        let second = Wire.record(22, Wire.message(0, []) + Wire.message(1, [1, 2]))
        #expect(examine(second, isEstablished: false)?.isClientHello == false)
    }

    @Test(
        "Every datagram of a genuine handshake passes, before the session stands and after",
        arguments: [256, 600, 1_372, 9_000])
    func genuine(mtu: Int) throws {
        let pair = try Pair { $0.mtu = mtu }
        try pair.handshake()
        #expect(pair.wire.count >= 4)
        for datagram in pair.wire {
            #expect(examine(datagram, isEstablished: false) != nil)
            #expect(examine(datagram, isEstablished: true) != nil)
        }
    }
}
