import Testing

@testable import Probe

@Suite struct EchoedMessageTests {
    @Test(arguments: [1, 14, 32, 1_435])
    func `it has the size that is asked for, and comes back whole`(size: Int) {
        var message = EchoedMessage(serial: 7, size: size)
        #expect(message.bytes.count == size)
        #expect(!message.isBack)
        let bytes = message.bytes
        message.receive(bytes.span)
        #expect(message.isBack && !message.cameInPieces)
    }

    @Test func `it comes back in pieces`() {
        var message = EchoedMessage(serial: 1, size: 300)
        for piece in [message.bytes[..<128], message.bytes[128..<256], message.bytes[256...]] {
            #expect(!message.isBack)
            message.receive(Array(piece).span)
        }
        #expect(message.isBack && message.cameInPieces)
    }

    @Test func `another message is no answer`() {
        var message = EchoedMessage(serial: 2, size: 100)
        message.receive(EchoedMessage(serial: 1, size: 100).bytes.span)
        #expect(!message.isBack)
        message.receive((message.bytes + [0]).span)
        #expect(!message.isBack)
        // Half of it, then something else, then all of it.
        message.receive(Array(message.bytes[..<50]).span)
        message.receive([1, 2, 3].span)
        let bytes = message.bytes
        message.receive(bytes.span)
        #expect(message.isBack && !message.cameInPieces)
    }

    @Test func `nothing in it is nothing`() {
        var message = EchoedMessage(serial: 3, size: 40)
        message.receive([UInt8]().span)
        #expect(!message.isBack)
    }
}
