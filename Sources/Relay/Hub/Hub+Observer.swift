package import Endpoint
internal import Sockets

// What the endpoint tells.
extension Hub: EndpointObserver {
    package func established(_ association: Association) {
        outcome.association = association
        reporter?.established(association)
        open(association)
    }

    package func received(
        _ message: Span<UInt8>, number: UInt64, from association: Association
    ) {
        guard let line = byAssociation[ObjectIdentifier(association)] else { return }
        touch(line)
        line.partner.take(message, from: line)
    }

    package func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool {
        guard let line = byAssociation[ObjectIdentifier(association)] else { return false }
        touch(line)
        return line.partner.takeStream(most: most, open)
    }

    package func peerClosed(_ association: Association) {
        reporter?.peerClosed(association)
        guard let line = byAssociation[ObjectIdentifier(association)] else { return }
        touch(line)
        line.partner.clientClosed(line)
    }

    package func ended(_ association: Association, _ reason: EndReason) {
        outcome.counters.add(association.counters)
        if association.wasEstablished, !association.isAccounted { outcome.isAccounted = false }
        reporter?.ended(association, reason)
        if let line = byAssociation.removeValue(forKey: ObjectIdentifier(association)) {
            clientGone(line, reason)
        } else if !configuration.keepsOpen, !association.wasEstablished, lines.isEmpty,
            let ending = RelayOutcome.Ending(reason, isListener: true)
        {
            finish(ending)
        }
    }

    package func failed(_ reason: EndReason) { finish(.endpoint(reason)) }

    package func noted(_ note: EndpointNote) { reporter?.noted(note) }
}
