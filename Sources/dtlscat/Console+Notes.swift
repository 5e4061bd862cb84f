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
        case .handshakeMessage(let name, let isIncoming, let peer):
            note(2, "\(peer) \(isIncoming ? "<" : ">") \(name)")
        case .retransmitted(let peer, let count):
            note(2, "\(peer) flight sent again, \(count)")
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
}
