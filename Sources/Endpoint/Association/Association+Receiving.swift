internal import DTLS
internal import Sockets

// What comes from the peer.
extension Association {
    /// Takes datagrams of the peer: of equal size, the last of which may be shorter.
    ///
    /// Runs of data, which are nearly everything, are opened at one go; handshake messages and
    /// alerts one at a time.
    func receive(
        _ datagrams: Span<UInt8>, segmentSize: Int, now: Deadline,
        _ observer: any EndpointObserver, to sink: (any EndpointObserver)?
    ) {
        var start = 0
        while start < datagrams.count, phase != .ended {
            var end = start
            if phase == .established {
                while end < datagrams.count, Self.isData(datagrams[end]) { end += segmentSize }
            }
            // Of others, and of an empty datagram, one.
            if end == start { end += segmentSize }
            end = min(end, datagrams.count)
            receive(
                datagrams.extracting(start..<end), of: segmentSize, now: now, observer, sink)
            start = end
        }
    }

    /// Takes one datagram of the peer.
    func receive(_ datagram: Span<UInt8>, now: Deadline, _ observer: any EndpointObserver) {
        guard phase != .ended else { return }
        receive(datagram, of: max(datagram.count, 1), now: now, observer, observer)
    }

    private func receive(
        _ datagrams: Span<UInt8>, of segmentSize: Int, now: Deadline,
        _ observer: any EndpointObserver, _ sink: (any EndpointObserver)?
    ) {
        guard !holdsBack(datagrams, now: now) else { return }
        // One at a time, for as long as there is a handshake.
        if phase == .handshake {
            let hellos = evidence?.repeatedHellos
            evidence?.note(datagrams)
            if evidence?.repeatedHellos != hellos {
                fallBack(now: now, isAskedFor: true, observer)
            }
        }
        let before = session.ledger
        let mark = session.transport.outgoingBytes
        let wasEstablished = phase == .established
        let answers = session.answeredPings
        let lateAnswers = session.lateAnswers
        let pings = session.receivedPings
        let wasClosed = session.isClosedByPeer
        var messages: UInt64 = 0
        var bytes: UInt64 = 0
        var outcome = Result<Progress, SessionError>.success(.wantsDatagram)
        let isStream =
            phase == .established && sink != nil
            && sink?.receiveStream(from: self, most: datagrams.count) { space in
                var opened = (messages: 0, bytes: 0)
                do throws(SessionError) {
                    outcome = .success(
                        try session.receive(
                            datagrams, segmentSize: segmentSize, into: &space, opened: &opened))
                } catch {
                    outcome = .failure(error)
                }
                messages += UInt64(opened.messages)
                bytes += UInt64(opened.bytes)
                return opened.bytes
            } == true
        if !isStream {
            do throws(SessionError) {
                outcome = .success(
                    try session.receive(datagrams, segmentSize: segmentSize) { message, number in
                        messages += 1
                        bytes += UInt64(message.count)
                        if phase == .handshake { establish(now: now, observer) }
                        // A peer that is refused for what it lacks may have sent ahead.
                        guard phase != .ended else { return }
                        sink?.received(message, number: number, from: self)
                    })
            } catch {
                outcome = .failure(error)
            }
        }
        sent.receivedMessages += messages
        sent.receivedBytes += bytes
        let progress: Progress
        switch outcome {
        case .success(let reached): progress = reached
        case .failure(let error):
            end(reason(for: error), observer)
            return
        }
        if wasEstablished {
            // A client that repeats its Finished has not seen ours.
            if phase == .established, datagrams.count > 0, datagrams[0] == 22 {
                fallBackBehindHandshake(sentSince: mark, observer)
            }
        } else if phase == .handshake {
            if session.isEstablished {
                establish(now: now, observer)
            } else if session.hasUnreadableFinished, session.usesPreSharedKey {
                session.refuseFinished()
                end(.preSharedKey(.differentKey), observer)
                return
            } else {
                noteFlight(since: mark, now: now)
            }
        }
        if session.lateAnswers != lateAnswers {
            window?.answeredLate()
            pathSearch?.answeredLate()
        }
        if session.answeredPings != answers { pingAnswered(now: now, observer) }
        // Only what is authentic proves that the peer is there.
        if session.ledger != before || phase == .handshake {
            lastHeard = now
            refusedSince = nil
            refusals = 0
            noteSignOfLife(
                isAnswer: session.answeredPings != answers,
                isPing: session.receivedPings != pings)
        }
        if isOver, wasClosed, datagrams.count > 0, datagrams[0] == 21 { session.close() }
        if progress == .closed, !wasClosed {
            endHeartbeats(now: now)
            observer.peerClosed(self)
        }
        schedule(now: now)
    }

    /// Whether a datagram that begins with this byte holds data or a heartbeat: the content types
    /// of RFC 5246 section 6.2.1 and RFC 6520 section 7.
    private static func isData(_ contentType: UInt8) -> Bool {
        contentType == 23 || contentType == 24
    }

    /// Whether an alert is kept for a moment, because records from before it are still missing:
    /// GnuTLS reads nothing after a close_notify, not even what was only late.
    private func holdsBack(_ datagram: Span<UInt8>, now: Deadline) -> Bool {
        guard phase == .established, datagram.count > 0, datagram[0] == 21 else { return false }
        // A copy of what is kept already.
        guard heldBack == nil else { return true }
        guard !hasHeldBack,
            let summary = RecordFilter.examine(datagram, isEstablished: true), summary.epoch > 0,
            session.ledger.awaitsRecords(before: summary.sequenceNumber)
        else { return false }
        heldBack = ([UInt8](copying: datagram), now.advanced(by: Self.lateness))
        hasHeldBack = true
        schedule(now: now)
        return true
    }

    /// How late a record may be behind the alert that closes its session.
    private static let lateness = Duration.milliseconds(50)
}
