package import Sockets

/// A process behind a client: what the client says is its standard input, and its standard output is
/// what the client hears, in messages as the framings say.
///
/// The end of the process closes the session, once all it has said is sent. A client that closes ends
/// its standard input; one that is gone ends the process, too.
package final class CommandPartner: Partner {
    private let process: ChildProcess
    private let source: MessageSource
    private let sourceName: String
    private var encoder: any MessageEncoder
    private let isStream: Bool

    /// What the client has said, and waits for the process.
    private let outgoing = ByteBuffer(capacity: CommandPartner.capacity)

    private var clientHasClosed = false
    private var processHasEnded = false
    private var hasSaidAll = false

    /// Whether there may be more to read of a process that has ended, while others have their turn.
    private var wantsTurn = false
    private var outcome: ChildProcess.Outcome?

    /// What is done next to a process whose client is gone, and when.
    private var stage = Stage.running
    package private(set) var deadline = Deadline.distantFuture

    private enum Stage {
        case running
        /// Its standard input has ended, or is about to.
        case ending
        /// It was asked to end by SIGTERM.
        case terminated
    }

    /// Starts `command`, a program and its arguments.
    ///
    /// - Parameters:
    ///   - environment: all of its environment.
    ///   - framing: how its standard streams are cut into messages.
    ///   - name: the client's address, for framings that name it.
    package init(
        _ command: [String], environment: [String: String], framing: RelayConfiguration,
        name: String
    ) throws(SocketError) {
        process = try ChildProcess(command, environment: environment)
        source = MessageSource(configuration: framing, hasInput: true)
        encoder = framing.outputFraming.makeEncoder()
        isStream = framing.outputFraming == .stream
        sourceName = name
    }

    /// The number of the process.
    package var number: Int32 { process.number }

    // MARK: What is waited for

    package func interest(_ index: Int, clientIsReady: Bool) -> Interest? {
        switch index {
        case Self.outputIndex:
            guard let output = process.output else { return nil }
            return Interest(output, read: clientIsReady && source.wantsInput, write: false)
        case Self.inputIndex:
            guard let input = process.input else { return nil }
            return Interest(input, read: false, write: !outgoing.isEmpty)
        default:
            // Once it has ended, its descriptor is ready for ever: at the next turn, too.
            let isWatched = !processHasEnded || wantsTurn && clientIsReady
            return outcome == nil
                ? Interest(process.end, read: isWatched, write: false) : nil
        }
    }

    package func ready(_ index: Int, isReadable: Bool, isWritable: Bool, _ line: Line) {
        switch index {
        case Self.outputIndex: if isReadable { speak(line) }
        case Self.inputIndex: write(line)
        default:
            guard isReadable, process.hasEnded else { return }
            if processHasEnded { return speak(line) }
            processHasEnded = true
            if line.isOver {
                // Whom it has started has been asked as well, and has a moment left.
                if stage == .terminated {
                    deadline = min(deadline, Deadline.now.advanced(by: Self.restTime))
                } else {
                    reap(line)
                }
            } else {
                speak(line)
            }
        }
    }

    package func resume(_ line: Line) { speak(line) }

    package func settle(_ line: Line) {
        write(line)
        if process.input != nil, outgoing.isEmpty, clientHasClosed || line.isOver {
            closeInput(line)
        }
    }

    // MARK: From the process to the client

    /// Sends what the process says, for as long as the client takes it.
    private func speak(_ line: Line) {
        guard !hasSaidAll else { return finish(line) }
        wantsTurn = false
        var reads = 0
        do throws(SocketError) {
            while line.isReady {
                send(line)
                if source.isExhausted, !hasSaidAll { return finish(line) }
                // A part of a message is no reason not to read the rest of it.
                guard !hasSaidAll, !isHeldUp, line.isReady, source.wantsInput else { return }
                // Others have their turn as well.
                guard reads < Self.mostReads else {
                    wantsTurn = true
                    return
                }
                reads += 1
                guard let output = process.output else { return finish(line) }
                let hasRead = try source.read(limit: line.limit) {
                    buffer, size throws(SocketError) in
                    try SystemCall.read(output, into: buffer, max: size)
                }
                // Those whom it has started may hold its standard output open; it has ended.
                if !hasRead, processHasEnded { source.end() } else if !hasRead { return }
            }
        } catch {
            fail(error.description, line)
        }
    }

    package var isHeldUp: Bool { source.isStream && source.holdsUnsent && !hasSaidAll }

    private func send(_ line: Line) {
        if source.isStream {
            _ = source.takeStream { line.send($0, of: line.limit) }
            return
        }
        while !hasSaidAll, line.isReady {
            do throws(FramingError) {
                switch try source.next(limit: line.limit) {
                case .message: source.withMessage { line.send($0) }
                case .empty: line.dropped(.empty)
                case .tooLarge(let size):
                    line.dropped(.tooLarge(size: size, limit: line.limit))
                case .needsInput: return
                }
            } catch {
                return fail("its output: \(error)", line)
            }
        }
    }

    private func fail(_ reason: String, _ line: Line) {
        line.tell(.failed(reason))
        finish(line)
        line.close()
    }

    /// All that the process has said is sent.
    private func finish(_ line: Line) {
        hasSaidAll = true
        // One that has closed its standard output may still read.
        guard processHasEnded else {
            close(Self.outputIndex, line)
            return
        }
        reap(line)
        line.close()
    }

    // MARK: From the client to the process

    package func take(_ message: Span<UInt8>, from line: Line) {
        guard process.input != nil, !clientHasClosed else { return }
        guard outgoing.free >= encoder.maximumSize(of: message.count) else {
            line.dropped(.undeliveredToPartner)
            return
        }
        encoder.encode(message, sender: sourceName, into: outgoing)
    }

    package func takeStream(most: Int, _ open: (inout MutableSpan<UInt8>) -> Int) -> Bool {
        guard isStream, process.input != nil, outgoing.free >= most else { return false }
        _ = outgoing.fill(minimum: most) { space in open(&space) }
        return true
    }

    package var hasRoom: Bool { outgoing.count <= Self.backlog }

    private func write(_ line: Line) {
        guard let input = process.input, !outgoing.isEmpty else { return }
        do throws(SocketError) {
            while !outgoing.isEmpty, try SystemCall.write(input, from: outgoing) != nil {}
        } catch {
            // It has closed its standard input: what else comes is for nobody.
            outgoing.consume(outgoing.count)
            closeInput(line)
            line.tell(.stoppedReading)
        }
    }

    package func clientClosed(_ line: Line) { clientHasClosed = true }

    // MARK: The end

    package func clientGone(_ line: Line, now: Deadline) {
        guard outcome == nil else { return }
        close(Self.outputIndex, line)
        stage = .ending
        // It may end by itself when it has read all that was said.
        deadline = now.advanced(by: Self.endTime)
        if processHasEnded { reap(line) }
    }

    package func expire(_ line: Line, now: Deadline) {
        switch stage {
        case .running: break
        case .ending:
            process.signal(.terminate)
            stage = .terminated
            deadline = now.advanced(by: Self.terminateTime)
        case .terminated:
            process.endAtOnce()
            // The kernel ends it as soon as it can.
            deadline = now.advanced(by: Self.restTime)
            reap(line)
        }
    }

    package func endAtOnce() { process.endAtOnce() }

    package var isGone: Bool { outcome != nil }

    private func reap(_ line: Line) {
        guard outcome == nil, let end = process.reap() else { return }
        line.willClose(Self.endIndex)
        outcome = end
        line.tell(.ended(end))
        closeInput(line)
        close(Self.outputIndex, line)
    }

    private func closeInput(_ line: Line) { close(Self.inputIndex, line) }

    private func close(_ index: Int, _ line: Line) {
        line.willClose(index)
        if index == Self.inputIndex { process.closeInput() } else { process.closeOutput() }
    }

    private static let mostReads = 16

    private static let outputIndex = 0
    private static let inputIndex = 1
    private static let endIndex = 2

    /// As for standard output: what a client has under way fits above the backlog.
    private static let capacity = 2_097_152
    private static let backlog = 262_144

    /// How long a process has to end by itself when its input has ended with its client, and how
    /// long after SIGTERM; then how long those have whom it has started.
    private static let endTime = Duration.seconds(1)
    private static let terminateTime = Duration.seconds(2)
    private static let restTime = Duration.milliseconds(200)
}
