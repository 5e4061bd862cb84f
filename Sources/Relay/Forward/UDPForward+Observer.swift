internal import Endpoint
internal import Sockets

// What the endpoints of sources tell.
extension UDPForward {
    func established(_ source: ForwardSource, _ association: Association) {
        if !source.isEstablished { handshakes -= 1 }
        source.isEstablished = true
        source.isToReturn = true
        source.stoodSince = now
        gate.succeeded()
        dialer.established(association)
        reporter?.stands(source.route.remote, association)
    }

    func ended(_ source: ForwardSource, _ association: Association, _ reason: EndReason) {
        source.isOver = true
        outcome.counters.add(association.counters)
        reporter?.ended(source.route.remote, association, reason)
        if !association.wasEstablished {
            noteFailure(source, reason)
        } else {
            judge(source, isBrokenOff: reason.isBreak)
        }
    }

    /// Learns from a session that is over. A server that takes everybody in and throws them out again,
    /// by close_notify or otherwise, is none to hurry back to.
    func judge(_ source: ForwardSource, isBrokenOff: Bool) {
        // One that the server took leave of was judged by that.
        guard source.leaveBy == nil, let since = source.stoodSince else { return }
        if source.hasAnswered || now >= since.advanced(by: Self.steadyTime) {
            gate.proved()
        } else if isBrokenOff {
            gate.thrownOut(now: now)
        }
    }

    /// A session that has stood for as long as this was not thrown out.
    private static let steadyTime = Duration.seconds(5)

    func failed(_ source: ForwardSource, _ reason: EndReason) {
        source.isOver = true
        noteFailure(source, reason)
    }

    /// Passes a note on; what is said of the one server is said once.
    func noted(_ note: EndpointNote) {
        if case .noSignsOfLife = note {
            guard configuration.tellsOfSilence, !hasToldOfSilence else { return }
            hasToldOfSilence = true
        }
        reporter?.noted(note)
    }

    private func noteFailure(_ source: ForwardSource, _ reason: EndReason) {
        // One whose run is over has failed at nothing.
        if case .closed = reason { return }
        totals.failures += 1
        dialer.failed()
        gate.failed(now: now)
        reporter?.failed(source.route.remote, reason)
    }

    /// Tells that a session takes less than was told.
    func fits(_ size: Int, _ source: ForwardSource) {
        source.knownDataMTU = size
        guard size < totals.dataMTU ?? configuration.expectedDataMTU else { return }
        totals.dataMTU = size
        reporter?.fits(size)
    }
}

extension EndReason {
    /// Whether the peer has broken off a session that stood.
    fileprivate var isBreak: Bool {
        switch self {
        case .alert, .vanished, .broken: true
        default: false
        }
    }
}
