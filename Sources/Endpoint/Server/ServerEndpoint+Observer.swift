internal import DTLS
internal import Sockets

// What the associations tell; most of it is passed on.
extension ServerEndpoint: EndpointObserver {
    package func established(_ association: Association) {
        halfOpen.end(association.serial, of: AddressBlock(sourceOf: association.remote))
        let key = key(of: association)
        guard configuration.keepsOpen || !hasServed || table[key]?.successor === association
        else {
            association.end(.displaced, self)
            return
        }
        hasServed = true
        association.allowance = nil
        association.session.answersPings = answersPings
        association.widen(to: socket?.pathMTU(to: association.remote), now: .now, self)
        if let predecessor = table[key], predecessor.successor === association {
            predecessor.successor = nil
            predecessor.end(.displaced, self)
            table.promote(association, for: key)
        }
        served[association.serial] = association
        noteRoom(of: association, now: .now)
        smallestDataMTU = nil
        observer?.established(association)
    }

    package func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        observer?.received(message, number: number, from: association)
    }

    package func peerClosed(_ association: Association) { observer?.peerClosed(association) }

    package func ended(_ association: Association, _ reason: EndReason) {
        let key = key(of: association)
        if !association.wasEstablished {
            halfOpen.end(association.serial, of: AddressBlock(sourceOf: association.remote))
        }
        table.remove(association, for: key)
        served[association.serial] = nil
        full[association.serial] = nil
        smallestDataMTU = nil
        if let predecessor = table[key], predecessor.successor === association {
            predecessor.successor = nil
        }
        if let successor = association.successor {
            association.successor = nil
            table.promote(successor, for: key)
        }
        observer?.ended(association, reason)
    }

    package func failed(_ reason: EndReason) { observer?.failed(reason) }

    package func noted(_ note: EndpointNote) {
        switch note {
        case .smallerFlight(let client, let link):
            smallPaths.note(
                link, to: AddressBlock(sourceOf: client), isSure: false, now: .now)
        case .smallerPath(let client, let link):
            smallestDataMTU = nil
            smallPaths.note(link, to: AddressBlock(sourceOf: client), isSure: true, now: .now)
        case .largerPath(let client, let link):
            smallestDataMTU = nil
            let source = AddressBlock(sourceOf: client)
            smallPaths.forget(source)
            let usual = configuration.linkMTU ?? EndpointConfiguration.usualLinkMTU
            if link < usual { smallPaths.note(link, to: source, isSure: true, now: .now) }
        default: break
        }
        observer?.noted(note)
    }
}
