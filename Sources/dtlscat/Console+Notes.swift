import Endpoint
import Sockets

extension Console {
    /// Tells a step on the way, to those who want to see as much.
    func note(_ step: EndpointNote) {
        switch step {
        case .trying(let address): note(2, "trying \(address)")
        case .gaveUp(let address, let reason):
            note(1, "\(address): \(Failure(reason)?.message ?? "no answer")")
        case .listening(let address):
            note(1, "listening on \(address)")
        case .limits(let clients, let handshakes, let ofSource, let rate):
            note(
                1,
                "at most \(clients) client\(clients == 1 ? "" : "s"), and \(handshakes) handshakes "
                    + "under way, \(ofSource) of them from one address"
                    + (rate.map { ", which begins at most \($0.text)" } ?? ""))
        case .refused(let address, let refusal, let others):
            note(
                1,
                "\(address) is not let in: \(Self.reason(refusal))"
                    + (others > 0 ? "; nor were \(others) others since the last such line" : ""))
        case .door(let door):
            note(
                door == .open || door == .ajar ? 1 : 2,
                "hellos come "
                    + (door == .open
                        ? "no faster any more than they can be answered"
                        : "faster than they can be answered: some are dropped"))
        case .handshakeMessage(let name, let isIncoming, let peer):
            note(2, "\(peer) \(isIncoming ? "<" : ">") \(name)")
        case .retransmitted(let peer, let count):
            note(2, "\(peer) flight sent again, \(count)")
        case .smallerFlight(let address, let mtu):
            note(2, "\(address) may not get datagrams as large: a flight goes for a link of \(mtu)")
        case .begunAnew(let address, let recordSize):
            note(
                1,
                "the flight of \(address) does not come whole: begun anew, with records of "
                    + "\(recordSize) bytes asked for")
        case .smallerPath(let address, let mtu):
            note(1, "the path to \(address) takes \(mtu) bytes")
        case .largerPath(let address, let mtu):
            note(2, "the path to \(address) takes \(mtu) bytes")
        case .paced(let address, let rate):
            note(
                1,
                "\(address) answers no heartbeats, so sending keeps to \(rate / 1_000_000) Mbit/s; "
                    + "-b sets another pace, -b 0 none")
        case .noSignsOfLife(let address):
            note(1, "\(address) answers no heartbeats, so --keepalive can do nothing with it")
        case .socketError(let text): note(2, "the socket says: \(text)")
        case .datagrams(let count, let bytes, let isIncoming):
            note(
                3, "\(isIncoming ? "<" : ">") \(bytes) bytes" + (count > 1 ? " in \(count)" : ""))
        }
    }

    private static func reason(_ refusal: Refusal) -> String {
        switch refusal {
        case .denied: "--allow and --deny leave it out"
        case .clients(let most): "there are \(most) clients already"
        case .handshakes(let most): "there are \(most) handshakes under way"
        case .handshakesOfSource(let source, let most):
            "there are \(most) handshakes under way from \(source)"
        case .rate(let source, let rate):
            "\(source) has begun \(rate.text) handshakes of late"
        case .displaced: "its handshake took long, and others wait"
        }
    }
}
