package import Endpoint
package import Sockets

/// The pump: standard input to an endpoint, and an endpoint to standard output.
///
/// One thread, one loop. Each turn waits until something can be done, does it, and says what it
/// waits for next. Nothing is read that there is no room for: a socket that is full stops the
/// reading of standard input, and a standard output that is full stops the reading of both.
package final class Relay {
    let endpoint: any Endpoint
    let configuration: RelayConfiguration
    let output: StandardOutput?
    let files: ClientFiles?
    let dump: HexDump?
    weak var reporter: (any RelayReporter)?

    /// Is shown each signal before it ends the run; true where that has dealt with it.
    package var onSignal: ((Signal) -> Bool)?

    /// Tells somebody that the loop still turns.
    package var heart: Heart?

    /// Shows somebody how far it has come, at intervals.
    package var display: Heart?

    /// What came and waits for standard output.
    let outgoing = ByteBuffer(capacity: Relay.outputCapacity)

    /// Clients whose file cannot be had.
    var orphans: [Association] = []

    /// Whose file it waits for, where each client has one.
    var fileOwner: Association?

    var encoder: any MessageEncoder

    /// Whether messages are written as they are, which asks no encoder.
    let writesStream: Bool
    var reordering: Reordering?
    var outcome = RelayOutcome(ending: .finished)

    /// Set when there is nothing left to do but to write out what has come.
    var ending: RelayOutcome.Ending?

    /// When the last message came, or the end of input.
    var lastActivity = Deadline.now
    var peerHasClosed = false

    let loop = EventLoop()
    let signals: Signals
    private let input: StandardInput?
    private var inputToken: EventLoop.Token?
    private let source: MessageSource
    private var pacer: Pacer?
    var now = Deadline.now
    private var hasClosed = false

    /// Whether close_notify is to be sent, as soon as the peer has nothing under way.
    private var closesSoon = false

    /// When the session came to stand, when the last message came, and how long a peer may take to
    /// begin or go on: twice as long as its handshake, within bounds.
    var begun: Deadline?
    var lastReceived: Deadline?
    var receivedBytes = 0
    var grace = Relay.leastGrace

    /// A peer that has sent more than this has more to send, and is waiting for an answer to a heartbeat:
    /// a quarter of what our socket holds, or the most, in bytes.
    var bulk = Relay.mostBulk

    /// A relay between an endpoint and the standard streams.
    ///
    /// - Parameters:
    ///   - endpoint: one end of an association, or of many.
    ///   - input: standard input; `nil` where it is not to be read.
    ///   - output: standard output; `nil` where it is not to be written.
    ///   - files: a file for each client in place of it; none by default.
    ///   - dump: takes each message that comes or goes as a hex dump.
    ///   - signals: what asks for the end.
    package init(
        _ endpoint: any Endpoint, input: StandardInput?, output: StandardOutput?,
        files: ClientFiles? = nil, dump: HexDump?, signals: Signals,
        configuration: RelayConfiguration,
        reporter: any RelayReporter
    ) {
        self.endpoint = endpoint
        self.input = input
        self.output = output
        self.files = files
        self.dump = dump
        self.signals = signals
        self.configuration = configuration
        self.reporter = reporter
        encoder = configuration.outputFraming.makeEncoder()
        writesStream = configuration.outputFraming == .stream
        source = MessageSource(configuration: configuration, hasInput: input != nil)
        reordering = configuration.ordering.map { Reordering(wait: $0) }
        pacer = configuration.bitrate.map { Pacer(bitrate: $0, now: now) }
    }

    /// Runs until all is done.
    package func run() throws(SocketError) -> RelayOutcome {
        endpoint.observer = self
        let signalToken = loop.add(signals.descriptor)
        loop.setInterest(signalToken, read: true, write: false)
        inputToken = input.map { loop.add($0.descriptor) }
        let outputToken = output.map { loop.add($0.descriptor) }
        var socketToken: EventLoop.Token?
        var socket: UDPSocket?

        endpoint.start(now: now)
        while ending == nil {
            if endpoint.socket !== socket {
                if let token = socketToken { loop.remove(token) }
                socket = endpoint.socket
                socketToken = socket.map { loop.add($0.descriptor) }
            }
            if let socketToken {
                loop.setInterest(
                    socketToken, read: hasRoomForOutput && endpoint.canReceive,
                    write: endpoint.isBlocked && endpoint.retryTime == nil)
            }
            if let inputToken {
                loop.setInterest(inputToken, read: wantsInput, write: false)
            }
            if let outputToken {
                loop.setInterest(outputToken, read: false, write: !outgoing.isEmpty)
            }
            try loop.wait(until: nextDeadline)
            now = .now

            heart?.beat(now: now)
            display?.beat(now: now)
            if loop.isReadable(signalToken), let signal = signals.next(),
                onSignal?(signal) != true
            {
                stop(.signal(signal))
                break
            }
            if let socketToken {
                if loop.hasError(socketToken) { endpoint.readErrors(now: now) }
                let isWritable = loop.isWritable(socketToken)
                if isWritable { endpoint.flush(now: now) }
                // A sender that fills the socket turn after turn has to read in between.
                if isWritable || loop.isReadable(socketToken) { readSocket() }
            }
            if let inputToken, loop.isReadable(inputToken), wantsInput { readInput() }
            if ending == nil { sendMessages() }
            endOrphans()
            if now >= endpoint.deadline { endpoint.expire(now: now) }
            passLateMessages()
            writeOutput()
            endpoint.answersPings = outgoing.count <= Self.backlog
            closeWhereDue()
        }
        writeRest(signalToken, outputToken)
        return outcome
    }

    // MARK: A turn

    /// Reads datagrams while there are any, but not for so long that the other streams starve.
    private func readSocket() {
        for _ in 0..<16 {
            guard hasRoomForOutput, endpoint.canReceive, endpoint.receive(now: now) else { return }
            if ending != nil { return }
            writeOutput()
        }
    }

    private func endOrphans() {
        for association in orphans { (endpoint as? ServerEndpoint)?.fail(association, now: now) }
        orphans = []
    }

    private func readInput() {
        guard let input else { return }
        do throws(SocketError) {
            try source.read(input, limit: endpoint.dataMTU)
        } catch {
            stop(.inputFailed(error))
        }
    }

    /// Sends what the input holds for as long as the socket and the pace allow, then flushes: a
    /// message never waits for another to come.
    private func sendMessages() {
        if source.isIdle {
            endpoint.flush(now: now)
            if source.isExhausted { inputEnded() }
            return
        }
        // A dump has a line for each message, and a pace a pause.
        if source.isStream, dump == nil, pacer == nil { return sendStream() }
        while endpoint.isReady(now: now), let limit = endpoint.dataMTU {
            guard pacer?.allows(now: now) ?? true else { break }
            let step: MessageSource.Step
            do throws(FramingError) {
                step = try source.next(limit: limit)
            } catch {
                endpoint.flush(now: now)
                stop(.framing(error))
                return
            }
            switch step {
            case .message:
                source.withMessage { message in
                    pacer?.take(message.count)
                    dump?.write(message, isIncoming: false)
                    endpoint.send(message, now: now)
                }
            case .empty:
                outcome.empty += 1
                if outcome.empty == 1 { reporter?.dropped(.empty) }
            case .tooLarge(let size):
                guard tooLarge(size: size, limit: limit) else { return }
            case .needsInput:
                endpoint.flush(now: now)
                if source.isExhausted { inputEnded() }
                return
            }
            if ending != nil { return }
        }
        endpoint.flush(now: now)
    }

    /// The same where the input is a stream, which has no messages to be told apart.
    private func sendStream() {
        guard endpoint.isReady(now: now), let limit = endpoint.dataMTU else {
            endpoint.flush(now: now)
            return
        }
        let usual = endpoint.streamMTU ?? limit
        // What is one message may mean something to the peer as such.
        let isDone = source.takeStream { bytes in
            endpoint.send(bytes, of: bytes.count > limit ? usual : limit, now: now)
        }
        endpoint.flush(now: now)
        if isDone, source.isExhausted { inputEnded() }
    }

    /// Refuses or drops a message; false where that is the end.
    private func tooLarge(size: Int, limit: Int) -> Bool {
        outcome.tooLarge += 1
        if configuration.tooLarge == .drop {
            if outcome.tooLarge == 1 { reporter?.dropped(.tooLarge(size: size, limit: limit)) }
            return true
        }
        endpoint.flush(now: now)
        stop(.tooLarge(size: size, limit: limit))
        return false
    }

    /// The end of input has been sent.
    private func inputEnded() {
        guard input != nil, !hasClosed, !configuration.keepsOpen else { return }
        guard configuration.closesAtEndOfInput || peerHasClosed || !configuration.receives
        else { return }
        closesSoon = true
    }

    /// When to send close_notify after the end of input: a peer that is sending relies on answers to
    /// its heartbeats, which nobody may send after that. So what it has begun comes first.
    private var closeDeadline: Deadline {
        guard closesSoon, !hasClosed else { return .distantFuture }
        guard configuration.receives, !peerHasClosed, let begun,
            configuration.quitAfter != .zero
        else { return now }
        // A sender that has lost a heartbeat takes some time to try another.
        let wait = receivedBytes > bulk ? Self.bulkGrace : grace
        return max(begun, lastReceived ?? begun).advanced(by: wait)
    }

    /// Ends what has nothing more to wait for.
    private func closeWhereDue() {
        guard ending == nil, !configuration.keepsOpen, endpoint.dataMTU != nil else { return }
        if now >= closeDeadline { close() }
        if hasClosed, peerHasClosed {
            stop(orderlyEnd())
        } else if now >= lingerDeadline {
            if hasClosed || peerHasClosed {
                stop(orderlyEnd())
            } else {
                close()
            }
        }
    }

    /// What an end is that both have said. What can be read of the input, and was not, is unsent as well:
    /// whether the last message that left was also the last that was read is chance.
    func orderlyEnd() -> RelayOutcome.Ending {
        if !source.holdsUnsent, source.wantsInput, let input, let inputToken {
            loop.setInterest(inputToken, read: true, write: false)
            // An input that cannot be looked at has nothing that could be.
            try? loop.wait(until: now)
            if loop.isReadable(inputToken) { _ = try? source.read(input, limit: nil) }
        }
        return source.holdsUnsent ? .unsentInput : .finished
    }

    /// Tells the peers that nothing more will come.
    func close() {
        guard !hasClosed else { return }
        hasClosed = true
        lastActivity = now
        endpoint.close(now: now)
    }

    /// Ends everything, for the reason given.
    func stop(_ ending: RelayOutcome.Ending) {
        finish(ending)
        endpoint.end(now: now)
    }

    /// Notes the end; only the first counts.
    func finish(_ ending: RelayOutcome.Ending) {
        guard self.ending == nil else { return }
        self.ending = ending
        outcome.ending = ending
    }

    // MARK: What is waited for

    /// Whether a whole batch fits, as the largest encoding would make it. A server of many goes on
    /// reading, for the sake of those who are shaking hands, and counts what it cannot deliver.
    private var hasRoomForOutput: Bool {
        configuration.keepsOpen || outgoing.free >= Self.batchRoom
    }

    private var wantsInput: Bool {
        source.wantsInput && endpoint.isReady(now: now) && hasRoomForOutput
            && (pacer?.allows(now: now) ?? true)
    }

    private var nextDeadline: Deadline {
        var deadline = min(
            endpoint.deadline, reordering?.deadline ?? .distantFuture,
            heart?.deadline ?? .distantFuture, display?.deadline ?? .distantFuture)
        if !configuration.keepsOpen, endpoint.dataMTU != nil {
            deadline = min(deadline, lingerDeadline, closeDeadline)
        }
        if let pacer, endpoint.isReady(now: now), !source.isExhausted {
            deadline = min(deadline, pacer.isOpen ? .distantFuture : pacer.next(now: now))
        }
        return deadline
    }

    /// When the quiet after the end of input has lasted long enough.
    ///
    /// What starts the wait is our own close_notify, the peer's, or, for a listener that had
    /// something to say, the end of its input: a client that only reads would wait for ever.
    private var lingerDeadline: Deadline {
        guard !configuration.keepsOpen else { return .distantFuture }
        let waits = hasClosed || peerHasClosed || (source.isExhausted && source.hadInput)
        guard waits, let quiet = configuration.quitAfter else { return .distantFuture }
        return lastActivity.advanced(by: quiet)
    }

    /// Whether all of standard input was sent, or there is none.
    var isInputSent: Bool { source.isExhausted }

    /// Whether the listener's own side has nothing more to say once its client has closed.
    var hasNothingToSay: Bool {
        source.isExhausted || configuration.service != .pipe || (input?.isTerminal ?? true)
    }

    /// The most that one batch of datagrams can become: a record of one byte takes 38 on the wire,
    /// and as JSON it names its sender.
    private static let batchRoom = 1_048_576
    private static let outputCapacity = 2_097_152

    static let leastGrace = Duration.milliseconds(5)
    static let mostGrace = Duration.milliseconds(100)

    /// More than this is no answer to a question any more, but a file, whatever our socket holds.
    static let mostBulk = 32_768
    private static let bulkGrace = Duration.milliseconds(500)

    /// How much may wait for standard output before the peers' pings go unanswered: they stop then,
    /// and what they have under way still fits.
    private static let backlog = 262_144
}
