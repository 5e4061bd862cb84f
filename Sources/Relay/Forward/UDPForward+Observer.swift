internal import Endpoint
internal import Sockets

// What the endpoints of sources tell.
extension UDPForward {
    func established(_ source: ForwardSource, _ association: Association) {
        if !source.isEstablished { handshakes -= 1 }
        source.isEstablished = true
        source.isToReturn = true
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
        } else if source.counters.sent == 0, reason.isBreak {
            // A server that takes everybody in and throws them out again is none to hurry back to.
            gate.failed(now: now)
        }
    }

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
