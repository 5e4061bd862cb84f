import Sockets
import Testing

@testable import Bench

@Suite struct BenchStreamTests {
    private let channel = FakeChannel()

    private func stream(_ change: (inout BenchRequest) -> Void = { _ in }) -> BenchStream {
        var request = BenchRequest()
        request.clientSends = true
        request.length = 100
        request.bytes = 500
        change(&request)
        return BenchStream(channel, request, .traffic, now: start)
    }

    /// Asks until it is given up, without an answer.
    private func ask(_ stream: BenchStream) {
        for turn in 0...5 {
            #expect(stream.peer == nil)
            stream.pump(now: after(Double(turn) * 200))
        }
    }

    @Test func `a peer that answers nothing is sent to all the same`() {
        let stream = stream()
        ask(stream)
        #expect(stream.peer == .silent)
        #expect(stream.obstacle == nil)
        #expect(channel.numbers.count == 5)
        #expect(stream.isDone(now: after(1_000)))
    }

    @Test func `a peer that does not answer over plain UDP is not sent to`() {
        let stream = stream { $0.token = 7 }
        ask(stream)
        #expect(stream.obstacle == "the peer does not answer over plain UDP")
        #expect(channel.numbers.isEmpty)
    }

    @Test func `a peer that returns the request is one that echoes`() {
        let stream = stream()
        stream.pump(now: start)
        let request = channel.sent[0]
        stream.receive(request.span, now: after(1))
        #expect(stream.peer == .echo)
        stream.pump(now: after(1))
        let sent = channel.sent.dropFirst()
        #expect(sent.count == 5)
        for message in sent { stream.receive(message.span, now: after(2)) }
        #expect(stream.conversation?.received?.messages == 5)
        #expect(!stream.isDone(now: after(400)))
        #expect(stream.isDone(now: after(502)))
    }

    @Test func `only a dtlscat sends`() {
        let silent = stream { $0.serverSends = true }
        ask(silent)
        #expect(silent.obstacle?.contains("does not send") == true)
        let echo = stream { $0.serverSends = true }
        echo.pump(now: start)
        echo.receive(BenchMessage(.request).bytes.span, now: start)
        #expect(echo.obstacle?.contains("does not send") == true)
        let stream = stream { $0.serverSends = true }
        stream.pump(now: start)
        stream.receive(BenchMessage(.accept, [0, 0]).bytes.span, now: start)
        #expect(stream.peer == .bench)
        #expect(stream.obstacle == nil)
    }

    @Test func `a message that does not fit is told, with what does`() {
        let stream = stream { $0.length = 1_401 }
        stream.pump(now: start)
        #expect(stream.obstacle?.contains("1400") == true)
    }
}
