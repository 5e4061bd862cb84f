import DTLS
import Endpoint
import Sockets
import SystemPackage

/// A handshake that goes only as far as it takes to see who the peer is.
///
/// It is broken off by an alert as soon as the peer's certificate or public key is there, before
/// ours could be asked for, so that it works with a peer that trusts nobody and that nobody trusts.
/// That the peer has the private key to it is not proven by then.
final class PeerFetch {
    /// What a peer has shown.
    struct Result {
        /// Its chain, its own first; empty where it shows a key alone, or none.
        var certificates: [Certificate] = []

        /// Its public key in DER, where it shows that instead of a certificate.
        var rawPublicKey: [UInt8]?

        /// Whether it agrees on pre-shared keys and nothing else, and so has nothing to show.
        var usesPreSharedKeyAlone = false

        /// Whether there is a session, by the pre-shared key that the configuration has.
        var isEstablished = false

        /// The handshake in which it has; `nil` where it has none.
        var association: Association?

        /// Its public key's pin, by SHA-256; `nil` where it has none to show.
        var pin: Pin? {
            rawPublicKey.map { .publicKey($0) } ?? certificates.first.map { .publicKey(of: $0) }
        }
    }

    /// How it went, once it is over.
    private(set) var outcome: Swift.Result<Result, Failure>?

    /// Takes each step on the way; none by default.
    var onNote: ((EndpointNote) -> Void)?

    /// Takes the end of a handshake in which the peer has not shown what was to be seen.
    var onFailure: ((Association, EndReason) -> Void)?

    private let addresses: [SocketAddress]
    private let configuration: EndpointConfiguration
    private var client: ClientEndpoint?
    private var socket: UDPSocket?
    private var token: EventLoop.Token?

    /// Why the peer refused certificates: set where pre-shared keys are being tried instead.
    private var refusal: Failure?

    /// A look at the server at the first of `addresses` that answers; see ``session(serverName:)`` for
    /// what to make the configuration from.
    init(addresses: [SocketAddress], configuration: EndpointConfiguration) {
        self.addresses = addresses
        self.configuration = configuration
    }

    /// What a session has to be for this: it agrees on nearly anything, since nothing will be sent.
    static func session(serverName: String?) throws(Failure) -> SessionConfiguration {
        try session(serverName: serverName, priority: anything, preSharedKey: nil)
    }

    /// Looks at the one peer.
    ///
    /// - Parameter stop: becomes readable where the user asks for the end.
    func run(stop: FileDescriptor? = nil) throws(Failure) -> Result {
        try Self.run([self], atOnce: 1, stop: stop) { _ in }
        guard let outcome else {
            throw Failure(status: .bug, message: "the handshake has no end")
        }
        return try outcome.get()
    }

    /// Looks at many peers, some at once, and tells of each as soon as it is over.
    static func run(
        _ fetches: [PeerFetch], atOnce most: Int, stop: FileDescriptor? = nil,
        _ onEnd: (PeerFetch) -> Void
    ) throws(Failure) {
        let loop = EventLoop()
        let stopToken = stop.map { loop.add($0) }
        if let stopToken { loop.setInterest(stopToken, read: true, write: false) }
        var waiting = fetches[...]
        var active: [PeerFetch] = []
        while !waiting.isEmpty || !active.isEmpty {
            while active.count < most, let next = waiting.popFirst() {
                next.begin(loop)
                active.append(next)
            }
            for fetch in active where fetch.outcome != nil {
                fetch.forget(loop)
                onEnd(fetch)
            }
            active.removeAll { $0.outcome != nil }
            let deadlines = active.compactMap { $0.client?.deadline }
            guard let deadline = deadlines.min() else { continue }
            do throws(SocketError) {
                try loop.wait(until: deadline)
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
            if let stopToken, loop.isReadable(stopToken) {
                throw Failure(status: .interrupted, message: "")
            }
            for fetch in active { fetch.turn(loop, now: .now) }
        }
    }

    // MARK: -

    private func begin(_ loop: EventLoop) {
        var configuration = configuration
        // Each message is told of, by which it shows what the peer has chosen.
        configuration.isVerbose = true
        if refusal != nil {
            do throws(Failure) {
                configuration.session = try Self.session(
                    serverName: configuration.session.serverName, priority: Self.anyKey,
                    preSharedKey: try Self.nobodysKey())
            } catch {
                outcome = .failure(error)
                return
            }
        }
        let client = ClientEndpoint(addresses: addresses, configuration: configuration)
        client.observer = self
        self.client = client
        client.start(now: .now)
        follow(loop)
    }

    private func turn(_ loop: EventLoop, now: Deadline) {
        guard let client else { return }
        if let token {
            if loop.hasError(token) { client.readErrors(now: now) }
            if loop.isWritable(token) { client.flush(now: now) }
            if loop.isReadable(token) {
                while isUnderWay(client), client.receive(now: now) {}
            }
        }
        if isUnderWay(client), now >= client.deadline { client.expire(now: now) }
        guard !isUnderWay(client) else { return follow(loop) }
        // Whoever waits for our next flight is told that there will be none.
        switch client.association?.phase {
        case .handshake:
            client.association?.session.refuseFinished()
            client.flush(now: now)
        case .established: client.end(now: now)
        case .ended, nil: break
        }
        forget(loop)
        if outcome == nil { begin(loop) }
    }

    /// Whether this very handshake is: it is not where it has made way for the other kind.
    private func isUnderWay(_ client: ClientEndpoint) -> Bool {
        outcome == nil && client.association?.phase != .ended
    }

    /// A client tries its addresses one after the other, each with a socket of its own.
    private func follow(_ loop: EventLoop) {
        if client?.socket !== socket {
            if let token { loop.remove(token) }
            socket = client?.socket
            token = socket.map { loop.add($0.descriptor) }
        }
        if let token { loop.setInterest(token, read: true, write: client?.isBlocked == true) }
    }

    private func forget(_ loop: EventLoop) {
        if let token { loop.remove(token) }
        token = nil
        socket = nil
        client = nil
    }

    private static func session(
        serverName: String?, priority: String, preSharedKey: PreSharedKey?
    ) throws(Failure) -> SessionConfiguration {
        var settings = Credentials.Configuration(role: .client)
        settings.preSharedKey = preSharedKey
        var policy = VerificationPolicy.insecure
        policy.refusesUnknown = true
        do {
            var session = SessionConfiguration(
                role: .client, priority: try Priority(priority),
                credentials: try Credentials(settings), verification: policy)
            session.serverName = serverName
            return session
        } catch {
            throw Failure(status: .bug, message: "\(error)")
        }
    }

    /// A key that no server has: what it chooses is all that is asked.
    private static func nobodysKey() throws(Failure) -> PreSharedKey {
        do throws(SecretError) {
            return try PreSharedKey(
                identity: Array("dtlscat".utf8),
                key: (0..<32).map { _ in UInt8.random(in: 0...255) })
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    private static let anything =
        "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-DTLS1.0:+AES-128-CCM-8:+AES-256-CCM-8:+3DES-CBC:"
        + "+SHA1:+SIGN-RSA-SHA1:+SIGN-ECDSA-SHA1:+CTYPE-SRV-RAWPK:%PROFILE_VERY_WEAK"

    private static let anyKey =
        "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-DTLS1.0:+AES-128-CCM-8:+AES-256-CCM-8:+3DES-CBC:"
        + "+SHA1:-KX-ALL:+ECDHE-PSK:+DHE-PSK:+PSK:%PROFILE_VERY_WEAK"
}

extension PeerFetch: EndpointObserver {
    func established(_ association: Association) {
        // Nobody is known here by a certificate: it was the pre-shared key of the configuration.
        outcome = .success(Result(isEstablished: true))
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {}
    func peerClosed(_ association: Association) {}

    func ended(_ association: Association, _ reason: EndReason) {
        guard outcome == nil else { return }
        if case .untrusted(let failure) = reason, failure.unknownPeer != nil {
            let key = association.session.peerRawPublicKey
            outcome = .success(
                Result(
                    certificates: key == nil ? association.session.peerCertificates : [],
                    rawPublicKey: key, association: association))
            return
        }
        let failure =
            Failure(reason) ?? Failure(status: .closed, message: "the peer has closed")
        if refusal == nil, Self.mayWantKeys(reason) {
            refusal = failure
        } else {
            outcome = .failure(refusal ?? failure)
            onFailure?(association, reason)
        }
    }

    func failed(_ reason: EndReason) {
        let failure = Failure(reason) ?? Failure(status: .network, message: "no answer")
        outcome = .failure(refusal ?? failure)
    }

    func noted(_ note: EndpointNote) {
        onNote?(note)
        // Nothing but pre-shared keys was offered, and the server has made a choice.
        guard refusal != nil, case .handshakeMessage("ServerHello", isIncoming: true, _) = note
        else { return }
        outcome = .success(Result(usesPreSharedKeyAlone: true))
    }

    /// Whether a server that speaks pre-shared keys alone ends a handshake like this: it tells of
    /// handshake_failure, insufficient_security or, as GnuTLS, unsupported_certificate; or it has
    /// checked our address and then says nothing, as gnutls-serv.
    private static func mayWantKeys(_ reason: EndReason) -> Bool {
        switch reason {
        case .alert(let alert, duringHandshake: true): [40, 43, 71].contains(alert.code)
        case .nothingShared(let disagreement): disagreement.alert.map { $0.code != 70 } ?? false
        case .timeout(let stall): stall.lastReceived == .helloVerifyRequest
        default: false
        }
    }
}
