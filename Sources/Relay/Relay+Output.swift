internal import Endpoint
internal import Sockets

// Standard output, or the files that stand in for it.
extension Relay {
    /// Writes what standard output takes now.
    func writeOutput() {
        if files != nil { return writeFile() }
        guard let output, !outgoing.isEmpty, ending == nil else { return }
        do throws(SocketError) {
            while !outgoing.isEmpty, try output.write(from: outgoing) != nil {}
        } catch {
            stop(error.isBrokenPipe ? .outputClosed : .outputFailed(error))
        }
    }

    /// Writes what has come to the file of its client.
    func writeFile() {
        guard let files, let fileOwner, !outgoing.isEmpty else { return }
        do throws(SocketError) {
            try files.write(outgoing, of: fileOwner)
        } catch {
            outgoing.consume(outgoing.count)
            fileFailed(error)
        }
    }

    /// A file that takes nothing more is the end, even of a run that a signal has ended before.
    func fileFailed(_ error: SocketError) {
        if ending == nil {
            stop(.outputFailed(error))
        } else {
            outcome.ending = .outputFailed(error)
        }
    }

    /// Writes the rest at the end, for as long as it takes; a second signal ends it.
    func writeRest(_ signalToken: EventLoop.Token, _ outputToken: EventLoop.Token?) {
        now = .now
        if reordering != nil { passLateMessages(everything: true) }
        writeFile()
        guard let output, let outputToken else { return }
        switch outcome.ending {
        case .outputClosed, .outputFailed: return
        default: break
        }
        do throws(SocketError) {
            while !outgoing.isEmpty {
                if try output.write(from: outgoing) != nil { continue }
                loop.setInterest(outputToken, read: false, write: true)
                try loop.wait(until: heart?.deadline ?? .distantFuture)
                heart?.beat(now: .now)
                if loop.isReadable(signalToken), let signal = signals.next(),
                    onSignal?(signal) != true
                {
                    return
                }
            }
        } catch {
            outcome.ending = error.isBrokenPipe ? .outputClosed : .outputFailed(error)
        }
    }

    /// Delivers the messages that have waited long enough for those before them.
    func passLateMessages(everything: Bool = false) {
        guard let due = reordering?.takeDue(now: now, everything: everything) else { return }
        for message in due { deliver(message.bytes.span, from: message.association) }
    }
}
