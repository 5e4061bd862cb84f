package import Sockets

/// Why a server does not let somebody in.
package enum Refusal: Sendable, Hashable {
    /// The access list leaves it out.
    case denied

    /// There are as many clients as there may be.
    case clients(Int)

    /// There are as many handshakes under way as there may be.
    case handshakes(Int)

    /// There are as many under way from where it is.
    case handshakesOfSource(AddressBlock, Int)

    /// As many have begun of late from where it is.
    case rate(AddressBlock, HandshakeRate)

    /// Its handshake took long, and has made way for another.
    case displaced
}

/// Tells of those who are not let in: of one at once, and of the others how many there were, once a
/// second.
struct RefusalLog {
    private var due = Deadline(nanoseconds: 0)
    private var untold: UInt64 = 0
    private var last: (address: SocketAddress, refusal: Refusal)?

    /// Notes one; what is to be told now.
    mutating func add(
        _ address: SocketAddress, _ refusal: Refusal, now: Deadline
    ) -> EndpointNote? {
        untold += 1
        last = (address, refusal)
        return takeDue(now: now)
    }

    /// When ``takeDue(now:)`` has something to tell.
    var deadline: Deadline { last == nil ? .distantFuture : due }

    /// What is to be told now.
    mutating func takeDue(now: Deadline) -> EndpointNote? {
        guard let (address, refusal) = last, now >= due else { return nil }
        defer {
            last = nil
            untold = 0
        }
        due = now.advanced(by: .seconds(1))
        return .refused(address, refusal, others: untold - 1)
    }
}
