internal import DTLS
package import Endpoint
internal import Sockets

// What the endpoint tells.
extension Relay: EndpointObserver {
    package func established(_ association: Association) {
        outcome.association = association
        if outcome.reconnects < outcome.lostSessions { outcome.reconnects += 1 }
        lastActivity = .now
        peerHasClosed = false
        // One that sends no pings misses no answers.
        begun = association.canPing ? .now : nil
        lastReceived = nil
        receivedBytes = 0
        bulk = min((association.session.receiveRoom ?? .max) / 4, Self.mostBulk)
        grace = min(max(association.handshakeTime * 2, Self.leastGrace), Self.mostGrace)
        reporter?.established(association)
        do throws(SocketError) {
            try files?.open(for: association)
        } catch {
            // Where too many files are open, those who have theirs go on.
            guard configuration.keepsOpen, error.isOutOfDescriptors else {
                return fileFailed(error)
            }
            reporter?.partner(of: association, .failed(error.description))
            orphans.append(association)
        }
    }

    package func received(
        _ message: Span<UInt8>, number: UInt64, from association: Association
    ) {
        lastActivity = now
        lastReceived = now
        receivedBytes += message.count
        dump?.write(message, isIncoming: true)
        if reordering?.passes(number, of: association) == false {
            reordering?.hold(
                message, number: number, of: association, now: lastActivity)
        } else {
            deliver(message, from: association)
        }
    }

    package func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool {
        guard writesStream, configuration.service == .pipe, hasOutput, dump == nil,
            reordering == nil
        else { return false }
        turn(to: association)
        guard outgoing.free >= most else { return false }
        let count = outgoing.fill(minimum: most) { space in open(&space) }
        guard count > 0 else { return true }
        lastActivity = now
        lastReceived = now
        receivedBytes += count
        return true
    }

    package func peerClosed(_ association: Association) {
        lastActivity = .now
        reporter?.peerClosed(association)
        if configuration.keepsOpen {
            // While an answer may come, the association lingers for as long as it is set to.
            if hasNothingToSay {
                (endpoint as? ServerEndpoint)?.close(association, now: lastActivity)
            }
            return
        }
        peerHasClosed = true
        // A client's peer has said its last word, and takes nothing more (RFC 5246 section 7.2.1);
        // a listener may still have an answer to give.
        if configuration.closesAtEndOfInput || hasNothingToSay { close() }
    }

    package func ended(_ association: Association, _ reason: EndReason) {
        outcome.counters.add(association.counters)
        if association.wasEstablished, !association.isAccounted {
            outcome.isAccounted = false
        }
        reporter?.ended(association, reason)
        // What still waits for records that will never come.
        for message in reordering?.takeAll(of: association) ?? [] {
            deliver(message.bytes.span, from: association)
        }
        closeFile(of: association)
        guard !configuration.keepsOpen else { return }
        // A stranger's handshake that fails is nothing to the one who is served.
        if !configuration.closesAtEndOfInput, !association.wasEstablished,
            outcome.association?.phase == .established
        {
            return
        }
        if let ending = RelayOutcome.Ending(
            reason, isListener: !configuration.closesAtEndOfInput)
        {
            if case .finished = ending { finish(orderlyEnd()) } else { finish(ending) }
        }
    }

    package func failed(_ reason: EndReason) {
        finish(.endpoint(reason))
    }

    package func retrying(
        _ association: Association?, _ reason: EndReason, after pause: Duration
    ) {
        if let association {
            outcome.counters.add(association.counters)
            if association.wasEstablished {
                outcome.lostSessions += 1
                if association.mayHaveLost { outcome.isAccounted = false }
            }
        }
        reporter?.retrying(association, reason, after: pause)
    }

    package var hasMoreToSend: Bool { !isInputSent }

    package func noted(_ note: EndpointNote) { reporter?.noted(note) }

    /// Does with a message what the service is: back to its sender, away, or to standard output.
    func deliver(_ message: Span<UInt8>, from association: Association) {
        switch configuration.service {
        case .discard:
            return
        case .echo:
            if let server = endpoint as? ServerEndpoint {
                server.send(message, to: association, now: lastActivity)
            } else {
                endpoint.send(message, now: lastActivity)
            }
        case .broker:
            (endpoint as? ServerEndpoint)?.send(
                message, toAllBut: association, now: lastActivity)
        case .pipe:
            guard hasOutput else { return }
            turn(to: association)
            if writesStream, outgoing.free >= message.count { return outgoing.append(message) }
            guard outgoing.free >= encoder.maximumSize(of: message.count) else {
                outcome.undelivered += 1
                if outcome.undelivered == 1 { reporter?.dropped(.undelivered) }
                return
            }
            encoder.encode(message, sender: association.name, into: outgoing)
        }
    }

    private var hasOutput: Bool { output != nil || files != nil }

    /// Writes what waits for another client's file first.
    private func turn(to association: Association) {
        guard files != nil, fileOwner !== association else { return }
        writeFile()
        fileOwner = association
    }

    private func closeFile(of association: Association) {
        guard let files else { return }
        if fileOwner === association {
            writeFile()
            fileOwner = nil
        }
        do throws(SocketError) {
            try files.close(for: association)
        } catch {
            fileFailed(error)
        }
    }
}
