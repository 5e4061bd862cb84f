package import Endpoint
internal import Sockets

/// One client and what stands behind it: the partner's door to the client.
package final class Line {
    /// The client.
    package let association: Association

    let number: UInt64
    let partner: any Partner
    private unowned let hub: Hub

    /// What its descriptors are waited for now.
    var registered: [Interest?]

    /// Whether the partner has no more to say, and the client is to be told so.
    var wantsClose = false

    /// When a client that does not answer our close_notify is given up.
    var closeDeadline: Deadline?

    /// Whether the client is gone, and why.
    var isOver = false
    var endReason: EndReason?

    var isTouched = false

    init(_ association: Association, number: UInt64, _ partner: any Partner, _ hub: Hub) {
        self.association = association
        self.number = number
        self.partner = partner
        self.hub = hub
        registered = Array(repeating: nil, count: Hub.descriptorsOfPartner)
    }

    /// Whether the client takes a message now.
    package var isReady: Bool {
        !wantsClose && hub.endpoint.isReady(for: association, now: hub.now)
    }

    /// The largest message that the client takes, in bytes.
    package var limit: Int { association.dataMTU }

    /// Sends a message to the client, which is ready and takes as much.
    package func send(_ message: Span<UInt8>) {
        hub.endpoint.send(message, to: association, now: hub.now)
    }

    /// Sends `bytes` in messages of `size` for as long as the client takes them; how many bytes that
    /// was.
    package func send(_ bytes: Span<UInt8>, of size: Int) -> Int {
        guard !wantsClose else { return 0 }
        return hub.endpoint.send(bytes, of: size, to: association, now: hub.now)
    }

    /// Says that the partner has no more to say: the client gets a close_notify at the end of the
    /// turn.
    package func close() {
        wantsClose = true
        hub.touch(self)
    }

    /// Says that the partner is about to close the descriptor at `index`.
    package func willClose(_ index: Int) { hub.unwatch(self, index) }

    /// Counts a message that could not be carried.
    package func dropped(_ drop: MessageDrop) { hub.dropped(drop) }

    /// Tells what happens to the partner.
    package func tell(_ event: PartnerEvent) {
        hub.reporter?.partner(of: association, event)
    }
}
