import DTLS
import Endpoint
import Relay
import Sockets

/// The report of `--json`, schema `dtlscat/1`.
struct JSONReport: Encodable {
    let schema = "dtlscat/1"
    let command: String
    let ok: Bool
    let exit: Int32
    let peer: Peer
    var session: Session?
    var cert: Cert?
    var psk: PSK?
    let traffic: Traffic
    let forward: ForwardJSON?
    /// Of a listener: its clients' last handshakes that did not come about.
    var failures: [ClientFailure]?
    var error: Problem?

    /// The peer.
    struct Peer: Encodable {
        let host: String?
        let addr: String?
        let port: UInt16?
    }

    /// What was agreed on.
    struct Session: Encodable {
        let version, kx, cipher: String
        let group, sig, alpn, srtp: String?
        let export: [Export]?
        let ems, etm, resumed, cookie: Bool
        let handshakeMs: Double
        let rttMs: Double?
        let flow: String
        let roundTrips, retransmits, mtu, dataMtu: Int

        enum CodingKeys: String, CodingKey {
            case version, kx, cipher, group, sig, alpn, srtp, export, ems, etm, resumed, cookie
            case flow
            case handshakeMs = "handshake_ms"
            case rttMs = "rtt_ms"
            case roundTrips = "round_trips"
            case retransmits, mtu
            case dataMtu = "data_mtu"
        }
    }

    /// Keying material for another protocol.
    struct Export: Encodable {
        let label: String
        let length: Int
        let hex: String
    }

    /// The peer's certificate.
    struct Cert: Encodable {
        let subject, issuer: String
        let sans: [String]
        let notBefore, notAfter: Int
        let sha256, spkiPin: String
        let verified: Bool
        let reason: String?
        let ocsp: OCSP?

        enum CodingKeys: String, CodingKey {
            case subject, issuer, sans, sha256, verified, reason, ocsp
            case notBefore = "not_before"
            case notAfter = "not_after"
            case spkiPin = "spki_pin"
        }
    }

    /// What the authority says of the certificate, as the server has sent it along.
    struct OCSP: Encodable {
        let status: String
        let thisUpdate: Int
        let nextUpdate: Int?

        enum CodingKeys: String, CodingKey {
            case status
            case thisUpdate = "this_update"
            case nextUpdate = "next_update"
        }

        init(_ stapled: StapledStatus) {
            status =
                switch stapled.verdict {
                case .good: "good"
                case .revoked: "revoked"
                case .unknown: "unknown"
                }
            thisUpdate = stapled.thisUpdate
            nextUpdate = stapled.nextUpdate
        }
    }

    /// The pre-shared key's identity, and what the server has said about which to use.
    struct PSK: Encodable {
        let identity: String?
        let hint: String?
    }

    /// What was carried.
    struct Traffic: Encodable {
        let txDatagrams, txBytes, rxDatagrams, rxBytes: UInt64
        let tooLarge, empty, undelivered, unsent, lost, reordered, replayed, discarded: UInt64
        let reconnects: UInt64?

        enum CodingKeys: String, CodingKey {
            case txDatagrams = "tx_datagrams"
            case txBytes = "tx_bytes"
            case rxDatagrams = "rx_datagrams"
            case rxBytes = "rx_bytes"
            case tooLarge = "too_large"
            case empty, undelivered, unsent, lost, reordered, replayed, discarded, reconnects
        }
    }

    /// Why it failed.
    struct Problem: Encodable {
        let `class`: String
        let alert: String?
        let stage: String?
        let message: String
        let hint: String?

        init(_ failure: Failure) {
            `class` = failure.kind
            alert = failure.alert?.name
            stage = failure.stage
            message = Console.escaped(failure.message)
            hint = failure.hint
        }
    }

    /// Why a client's handshake did not come about.
    struct ClientFailure: Encodable {
        let client: String
        let error: Problem
    }

    init(
        command: String, host: String?, outcome: RelayOutcome?, association: Association?,
        exports: [KeyExport], forward: ForwardJSON? = nil,
        failures: [(client: String, failure: Failure)] = [], failure: Failure?, status: ExitStatus
    ) {
        self.forward = forward
        self.command = command
        ok = status == .ok
        exit = status.rawValue
        peer = Peer(
            host: host, addr: association?.remote.host, port: association?.remote.port)
        let counters = outcome?.counters ?? Counters()
        traffic = Traffic(
            txDatagrams: counters.sentMessages, txBytes: counters.sentBytes,
            rxDatagrams: counters.receivedMessages, rxBytes: counters.receivedBytes,
            tooLarge: outcome?.tooLarge ?? 0, empty: outcome?.empty ?? 0,
            undelivered: outcome?.undelivered ?? 0, unsent: counters.unsent,
            lost: counters.lost, reordered: counters.reordered, replayed: counters.replayed,
            discarded: counters.discarded,
            reconnects: command == "listen" ? nil : outcome?.reconnects ?? 0)
        error = failure.map(Problem.init)
        if command == "listen" {
            self.failures = failures.map {
                ClientFailure(client: $0.client, error: Problem($0.failure))
            }
        }
        if let association { describe(association, exports) }
    }

    private mutating func describe(_ association: Association, _ exports: [KeyExport]) {
        let session = association.session
        if session.isEstablished {
            let agreed = session.parameters
            self.session = Session(
                version: agreed.version?.rawValue ?? "unknown", kx: agreed.keyExchange,
                cipher: agreed.cipherSuite, group: agreed.group, sig: agreed.signature,
                alpn: agreed.applicationProtocol, srtp: session.srtpProfile?.description,
                export: exports.isEmpty
                    ? nil
                    : exports.compactMap { wanted in
                        session.exportText(wanted).map {
                            Export(label: wanted.label, length: wanted.length, hex: $0)
                        }
                    },
                ems: agreed.extendedMasterSecret,
                etm: agreed.encryptThenMAC, resumed: agreed.isResumed,
                cookie: session.usedCookie, handshakeMs: milliseconds(association.handshakeTime),
                rttMs: association.roundTrip.map(fineMilliseconds), flow: association.flowControl,
                roundTrips: session.roundTrips, retransmits: association.retransmissions,
                mtu: session.mtu, dataMtu: association.dataMTU)
        }
        if let leaf = session.peerCertificates.first {
            cert = Cert(
                subject: leaf.subject, issuer: leaf.issuer, sans: leaf.subjectAlternativeNames,
                notBefore: leaf.notBefore, notAfter: leaf.notAfter, sha256: leaf.sha256Text,
                spkiPin: "\(Pin.publicKey(of: leaf))",
                verified: session.verifiedBy != .nothing,
                reason: session.verificationFailure?.description,
                ocsp: session.stapledStatus.map(OCSP.init))
        }
        if session.usesPreSharedKey {
            psk = PSK(
                identity: session.preSharedKeyIdentity.map(IdentityText.init)?.text,
                hint: session.preSharedKeyHint.map(Console.escaped))
        }
    }
}
