import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// Who is let in, and how many.
@Suite(.timeLimit(.minutes(10))) struct AdmissionTests {
    @Test func `no hello without a cookie gets more bytes back than it has, and none is kept`()
        throws
    {
        let stage = try Stage(certificate: true)
        let stranger = try Stranger(to: stage.address)
        var asked: UInt64 = 0
        for padding in [0, 1, 2, 50, 100, 300, 700, 1_200] {
            var hello = ForgedHello(UInt64(padding))
            hello.padding = padding
            for cookie in [0, 1, 15, 16, 17, 32, 255] {
                hello.cookie = [UInt8](repeating: 0xC0, count: cookie)
                let datagram = hello.datagram
                let answers = try stage.ask(stranger, datagram)
                #expect(answers.count == 1)
                #expect(answers.map(\.count).reduce(0, +) <= datagram.count)
                asked += 1
            }
        }
        #expect(stage.server.challenges == asked)
        #expect(stage.server.table.count == 0)
        #expect(stage.server.handshakes == 0)
    }

    @Test func `no part of a hello, and none with a byte changed, gets more back than it has`()
        throws
    {
        let stage = try Stage()
        let stranger = try Stranger(to: stage.address)
        let hello = ForgedHello(1).datagram
        var samples = (0..<hello.count).map { Array(hello[..<$0]) }
        for index in hello.indices {
            var sample = hello
            sample[index] ^= 0xFF
            samples.append(sample)
        }
        for sample in samples {
            stranger.send(sample)
            try stage.settle()
            let back = stranger.answers().map(\.count).reduce(0, +)
            #expect(back <= sample.count, "\(sample)")
        }
        #expect(stage.server.table.count == 0)
    }

    @Test func `what the door cannot keep out does not shut it for hellos`() throws {
        let stage = try Stage()
        let stranger = try Stranger(to: stage.address)
        // Of a session that is not there.
        let record = [23, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 4, 1, 2, 3, 4] as [UInt8]
        for _ in 0..<2_000 { stranger.send(record) }
        try stage.turn { stage.server.ignored >= 200 }
        stage.turn()
        try stage.settle()
        #expect(stage.server.keeper.door == .open)
    }

    @Test func `a cookie is for the address and port that it was sent to`() throws {
        let stage = try Stage()
        let alice = try Stranger("127.0.0.2", to: stage.address)
        let hello = try stage.hello(of: alice).datagram
        for other in ["127.0.0.2", "127.0.0.3"] {
            let mallory = try Stranger(other, to: stage.address)
            let answer = try #require(stage.ask(mallory, hello).first)
            #expect(answer[13] == 3, "a HelloVerifyRequest")
        }
        #expect(stage.server.handshakes == 0)
        let answer = try #require(stage.ask(alice, hello).first)
        #expect(answer[13] == 2, "a ServerHello")
        #expect(stage.server.handshakes == 1)
    }

    @Test func `who is denied, or not allowed, gets no byte back`() throws {
        let stage = try Stage { configuration in
            configuration.access.allowed = AddressSet(
                ["127.0.0.0/24", "127.1.0.9"].compactMap { AddressBlock($0) })
            configuration.access.denied = AddressSet([AddressBlock("127.0.0.7")!])
        }
        let outside = try ["127.0.0.7", "127.0.1.1", "127.1.0.8"].map {
            try Stranger($0, to: stage.address)
        }
        for stranger in outside { stranger.send(ForgedHello(1).datagram) }
        for host in ["127.0.0.6", "127.1.0.9"] {
            let stranger = try Stranger(host, to: stage.address)
            #expect(try stage.ask(stranger, ForgedHello(2).datagram).count == 1)
        }
        #expect(outside.allSatisfy { $0.answers().isEmpty })
        #expect(stage.server.refused == 3)
        #expect(stage.refusals.map(\.refusal) == [.denied])
    }

    @Test func `what is refused is told once a second, with how many others there were`() throws {
        let stage = try Stage { $0.access.denied = AddressSet([AddressBlock("127.0.0.7")!]) }
        let stranger = try Stranger("127.0.0.7", to: stage.address)
        for _ in 0..<10 { stranger.send(ForgedHello(1).datagram) }
        try stage.turn { stage.server.refused == 10 }
        #expect(stage.refusals.count == 1)
        #expect(stage.server.deadline <= stage.now.advanced(by: .seconds(1)))
        stage.now = stage.now.advanced(by: .seconds(1))
        stage.turn()
        #expect(stage.refusals.count == 2)
        #expect(stage.refusals.last?.others == 8)
        #expect(stage.server.deadline == .distantFuture)
    }

    @Test func `a source begins as many handshakes in a time as its rate allows`() throws {
        let rate = HandshakeRate(count: 3, period: .seconds(3_600))
        let stage = try Stage { $0.handshakeRate = rate }
        let alice = try (0..<5).map { _ in try Stranger("127.0.0.2", to: stage.address) }
        for stranger in alice { stranger.send(try stage.hello(of: stranger).datagram) }
        try stage.settle()
        #expect(stage.server.handshakes == 3)
        #expect(stage.server.refused == 2)
        #expect(stage.refusals.first?.refusal == .rate(AddressBlock("127.0.0.2")!, rate))
        // Another source has a rate of its own.
        let bob = try Stranger("127.0.0.3", to: stage.address)
        bob.send(try stage.hello(of: bob).datagram)
        try stage.settle()
        #expect(stage.server.handshakes == 4)
        // A third of the time brings one more.
        stage.now = stage.now.advanced(by: .seconds(1_200))
        alice[3].send(try stage.hello(2, of: alice[3]).datagram)
        alice[4].send(try stage.hello(2, of: alice[4]).datagram)
        try stage.settle()
        #expect(stage.server.refused == 3)
    }

    @Test func `a source has so many handshakes under way, and the oldest makes way in its time`()
        throws
    {
        let stage = try Stage {
            $0.maximumHandshakesOfSource = 3
            $0.maximumHandshakes = 5
        }
        let alice = try (0..<4).map { _ in try Stranger("127.0.0.2", to: stage.address) }
        let hellos = try alice.map { try stage.hello(of: $0).datagram }
        for (stranger, hello) in zip(alice, hellos) { stranger.send(hello) }
        try stage.settle()
        #expect(stage.server.handshakes == 3)
        #expect(
            stage.refusals.first?.refusal == .handshakesOfSource(AddressBlock("127.0.0.2")!, 3))
        let first = stage.server.halfOpen.oldest
        // It comes again, as hellos do.
        stage.now = stage.now.advanced(by: .seconds(2))
        alice[3].send(hellos[3])
        try stage.settle()
        #expect(stage.server.handshakes == 3)
        #expect(stage.server.halfOpen.oldest != first)
        #expect(stage.ends.count == 1)
        // All others have two places together.
        for (index, host) in ["127.0.0.3", "127.0.0.4", "127.0.0.5"].enumerated() {
            let stranger = try Stranger(host, to: stage.address)
            stranger.send(try stage.hello(of: stranger).datagram)
            try stage.settle()
            #expect(stage.server.handshakes == min(4 + index, 5))
        }
    }

    @Test func `a full table lets nobody in after the cookie, and keeps those who are there`()
        throws
    {
        let stage = try Stage { $0.maximumAssociations = 2 }
        let clients = try [stage.client(), stage.client()]
        try stage.turn(with: clients) { stage.established.count == 2 }
        let stranger = try Stranger("127.0.0.2", to: stage.address)
        let hello = try stage.hello(of: stranger)
        stage.now = stage.now.advanced(by: .seconds(5))
        stranger.send(hello.datagram)
        try stage.settle()
        #expect(stage.refusals.map(\.refusal) == [.clients(2)])
        #expect(stranger.answers().isEmpty)
        #expect(stage.ends.isEmpty)
        #expect(stage.server.established.count == 2)
    }

    @Test func `handshakes that take their time keep no client out of a small table`() throws {
        let stage = try Stage { $0.maximumAssociations = 2 }
        let slow = try (0..<2).map { _ in try Stranger("127.0.0.2", to: stage.address) }
        for stranger in slow { stranger.send(try stage.hello(of: stranger).datagram) }
        try stage.settle()
        #expect(stage.server.handshakes == 2)
        stage.now = stage.now.advanced(by: .seconds(2))
        let client = try stage.client()
        try stage.turn(with: [client]) { stage.established.count == 1 }
        #expect(stage.server.table.count == 2)
    }

    @Test func `servers that share a key take each other's cookies`() throws {
        let key = try CookieKey()
        let copy = try CookieKey(file: key.fileContents)
        let first = try Stage { $0.cookieKey = { key } }
        let second = try Stage { $0.cookieKey = { copy } }
        let third = try Stage()
        let stranger = try Stranger(to: first.address)
        let hello = try first.hello(of: stranger).datagram
        for (stage, isIn) in [(second, true), (third, false)] {
            stranger.send(hello, to: stage.address)
            try stage.settle()
            #expect(stage.server.handshakes == (isIn ? 1 : 0))
        }
    }

    @Test
    func `without cookies the first hello begins a handshake, and the second of a client goes on`()
        throws
    {
        let stage = try Stage { $0.asksForCookie = false }
        let client = try stage.client()
        // Somebody else has asked this one for a cookie.
        let other = try Stage()
        let stranger = try Stranger("127.0.0.2", to: stage.address)
        let asker = try Stranger("127.0.0.2", to: other.address)
        let hello = try other.hello(of: asker)
        try stage.turn(with: [client]) { stage.established.count == 1 }
        #expect(stage.established.first?.session.usedCookie == false)
        let answer = try #require(stage.ask(stranger, hello.datagram).first)
        // A ServerHello that is the second message of its server, in a record of that number.
        #expect(answer[13] == 2 && answer[18] == 1 && answer[10] == 1)
        #expect(stage.server.challenges == 0)
    }
}
