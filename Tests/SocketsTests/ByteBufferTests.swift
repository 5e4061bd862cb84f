import Sockets
import Testing

@Suite struct ByteBufferTests {
    @Test(arguments: [1, 2, 7, 64, 1000])
    func `it behaves as an array of bytes does`(capacity: Int) {
        let buffer = ByteBuffer(capacity: capacity)
        var model: [UInt8] = []
        var next: UInt8 = 0
        var random = Sequence(state: UInt64(capacity))
        for _ in 0..<5_000 {
            let free = capacity - model.count
            switch random.next(below: 4) {
            case 0:
                let bytes = Loopback.bytes(random.next(below: free + 1), seed: Int(next))
                buffer.append(bytes.span)
                model += bytes
            case 1 where free > 0:
                buffer.append(next)
                model.append(next)
            case 2:
                let minimum = random.next(below: free + 1)
                // It may be filled beyond what was asked for, or less.
                let filled = buffer.fill(minimum: minimum) { space in
                    #expect(space.count >= minimum && space.count <= free)
                    let count = random.next(below: space.count + 1)
                    for index in 0..<count { space[index] = next &+ UInt8(index & 0xFF) }
                    return count
                }
                for index in 0..<filled { model.append(next &+ UInt8(index & 0xFF)) }
            default:
                let count = random.next(below: model.count + 1)
                buffer.consume(count)
                model.removeFirst(count)
            }
            next &+= 1
            #expect(buffer.withBytes { Loopback.copy($0) } == model)
            #expect(buffer.count == model.count && buffer.isEmpty == model.isEmpty)
            #expect(buffer.free == capacity - model.count)
        }
    }

    @Test func `nothing can be appended to a full buffer but nothing`() {
        let buffer = ByteBuffer(capacity: 3)
        let nothing: [UInt8] = []
        buffer.append([1, 2, 3].span)
        buffer.append(nothing.span)
        #expect(buffer.fill(minimum: 0) { $0.count } == 0)
        #expect(buffer.withBytes { Loopback.copy($0) } == [1, 2, 3])
    }

    @Test func `a buffer of no bytes is empty and full`() {
        let buffer = ByteBuffer(capacity: 0)
        #expect(buffer.isEmpty && buffer.free == 0)
        buffer.consume(0)
        #expect(buffer.withBytes { $0.count } == 0)
    }

    @Test func `a failed fill leaves it as it was`() {
        struct Failure: Error {}
        let buffer = ByteBuffer(capacity: 4)
        buffer.append([1, 2, 3].span)
        buffer.consume(2)
        #expect(throws: Failure.self) {
            _ = try buffer.fill(minimum: 3) { space throws(Failure) in
                space[0] = 9
                throw Failure()
            }
        }
        #expect(buffer.withBytes { Loopback.copy($0) } == [3])
        #expect(buffer.free == 3)
    }

    /// The same numbers in each run (Knuth's generator; the high bits are the good ones).
    private struct Sequence {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }
}
