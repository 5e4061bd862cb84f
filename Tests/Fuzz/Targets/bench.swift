// libFuzzer: -max_len=1024
@testable import Bench
@testable import Sockets

/// A bench's messages, and one end of it that a peer says whatever it likes to.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let first = script.vector()
    if let message = BenchMessage(first.span) {
        check(message.fields.count <= 16, "\(message.fields.count) fields")
        check(BenchMessage(message.bytes.span) == message, "another message than was written")
        let request = BenchRequest(message)
        check((16...65_536).contains(request.length), "messages of \(request.length)")
        check(BenchRequest(request.message) == request, "another request than was written")
        _ = BenchAccount(message).message(.result).bytes
    }
    if let data = BenchMessage.readData(first.span) {
        var bytes = [UInt8](repeating: 0, count: 16)
        var span = bytes.mutableSpan
        BenchMessage.writeData(data.kind, number: data.number, time: data.time, into: &span)
        check(bytes == Array(first.prefix(16)), "other data than was written")
    }
    converse(&script)
}

private func converse(_ script: inout Script) {
    var request = BenchMessage(script.vector().span).map { BenchRequest($0) } ?? BenchRequest()
    let channel = Recorder()
    request.length = min(request.length, channel.largestMessage)
    let settles = script.flag()
    var now = Deadline.now
    let conversation = Conversation(
        channel, request, sends: script.flag(), receives: script.flag(), settles: settles, now: now)
    var steps = 64
    while !script.isAtEnd, steps > 0 {
        steps -= 1
        switch script.number(0...4) {
        case 0:
            letPass(milliseconds: script.short())
            now = .now
        case 1: channel.isOpen.toggle()
        case 2: conversation.pump(now: now)
        default:
            let bytes = script.vector()
            if let data = BenchMessage.readData(bytes.span) {
                conversation.takeData(
                    number: data.number, time: data.time, bytes: bytes.count, now: now)
            } else if let message = BenchMessage(bytes.span) {
                conversation.take(message, now: now)
            }
        }
        let deadline = conversation.deadline(now: now)
        check(deadline == .distantFuture || deadline.nanoseconds > 0, "no deadline")
        _ = conversation.isDone
        _ = conversation.hasMore(now: now)
        _ = conversation.received
        check(channel.count <= 64 * 300, "\(channel.count) messages")
    }
}

/// A channel that counts what it is to send.
private final class Recorder: Channel {
    var isOpen = true
    var count = 0
    let largestMessage = 1_300

    func isReady(now: Deadline) -> Bool { isOpen }

    func send(_ message: Span<UInt8>, now: Deadline) {
        check(message.count <= largestMessage, "a message of \(message.count)")
        count += 1
    }

    func flush(now: Deadline) {}
}
