@testable import DTLS
@testable import Endpoint
@testable import Sockets

/// What a client has told of its server, and whether that can be.
final class Told: EndpointObserver {
    /// What has truly happened, of which a session that stands may come to its end.
    struct Causes {
        var clientHasClosed = false
        var serverHasClosed = false
        var serverHasFailed = false
        var serverHasBeenAway = false
    }

    var causes = Causes()

    /// Messages that the server has said and that have not come yet.
    var underWay: Set<[UInt8]> = []

    /// How often a session came to stand, and how often the end was told.
    private(set) var established = 0
    private(set) var ends = 0

    /// Why it came to its end.
    private(set) var lastReason: EndReason?

    /// Whether the server was refused, which has no heartbeats.
    private(set) var wasRefused = false

    /// The session that stands.
    private(set) var association: Association?

    private let configuration: EndpointConfiguration
    private let takesStream: Bool
    private var hasPeerClosed = false
    private var space = [UInt8](repeating: 0, count: 65_536)

    init(_ configuration: EndpointConfiguration, takesStream: Bool) {
        self.configuration = configuration
        self.takesStream = takesStream
    }

    var hasMoreToSend: Bool { !causes.clientHasClosed }

    func established(_ association: Association) {
        trace("established")
        check(ends == 0, "established behind the end")
        check(self.association == nil, "established twice")
        check(association.session.isEstablished, "established, and it does not stand")
        check(association.session.verificationFailure == nil, "a server that is refused")
        self.association = association
        hasPeerClosed = false
        established += 1
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        take([UInt8](copying: message), association)
    }

    func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool {
        guard takesStream else { return false }
        check(most <= space.count, "\(most) bytes")
        var bytes = space.mutableSpan
        let count = open(&bytes)
        check(count <= most, "\(count) of \(most) bytes")
        var rest = space[..<count]
        while !rest.isEmpty {
            check(rest.count >= 6, "a piece of a message")
            let size = Int(rest[rest.startIndex + 4]) << 8 | Int(rest[rest.startIndex + 5])
            check(size >= 6, "a message of \(size)")
            take(Array(rest.prefix(size)), association)
            rest = rest.dropFirst(size)
        }
        return true
    }

    func peerClosed(_ association: Association) {
        trace("closed by the server")
        check(association === self.association, "closed before it stands, or behind its end")
        check(!hasPeerClosed, "closed twice")
        check(causes.serverHasClosed, "closed by nobody")
        hasPeerClosed = true
    }

    func ended(_ association: Association, _ reason: EndReason) {
        trace("ended: \(reason)")
        lastReason = reason
        end(association, reason)
        ends += 1
        check(ends == 1, "\(ends) ends")
    }

    func failed(_ reason: EndReason) {
        trace("failed: \(reason)")
        lastReason = reason
        check(association == nil, "failed, though it stands")
        ends += 1
        check(ends == 1, "\(ends) ends")
    }

    func retrying(_ association: Association?, _ reason: EndReason, after pause: Duration) {
        trace("once more after \(pause): \(reason)")
        check(ends == 0, "once more behind the end")
        check(!causes.clientHasClosed, "once more, though it has closed")
        if let association { end(association, reason) }
        self.association = nil
    }

    func noted(_ note: EndpointNote) { trace("\(note)") }

    // MARK: -

    private func take(_ message: [UInt8], _ association: Association) {
        check(association === self.association, "a message before it stands, or behind its end")
        check(ends == 0, "a message behind the end")
        check(underWay.remove(message) != nil, "a message twice, or one that is none")
    }

    private func end(_ association: Association, _ reason: EndReason) {
        defer { self.association = nil }
        guard association.wasEstablished else {
            check(self.association == nil, "another than the one that stands has ended")
            return
        }
        switch reason {
        case .closed(byPeer: true): check(causes.serverHasClosed, "closed by nobody")
        case .closed(byPeer: false): check(causes.clientHasClosed, "closed by nobody")
        case .idle: check(configuration.idleTime != nil, "idle, though it may be")
        case .unanswered: break
        case .vanished: check(causes.serverHasBeenAway, "gone, though it is there")
        case .alert(_, duringHandshake: false):
            check(causes.serverHasFailed, "an alert of nobody")
        case .noHeartbeats:
            wasRefused = true
            check(configuration.flow == .heartbeat, "heartbeats that none wants")
        default: fatalError("a session that stood has ended: \(reason)")
        }
    }
}
