import DTLS
import Endpoint
import Sockets
import SystemPackage

/// A server's clients at one moment; tables of several endpoints can be put together.
struct ClientTable: Sendable {
    private var clients: [Client]
    private var handshakes: Int
    private var ignored: UInt64
    private var challenges: UInt64

    /// The clients of `endpoint`, those that came first in front.
    init(_ endpoint: ServerEndpoint, now: Deadline = .now) {
        clients = endpoint.associations.sorted { $0.started < $1.started }.map { association in
            Client(association, now: now)
        }
        handshakes = endpoint.handshakes
        ignored = endpoint.ignored
        challenges = endpoint.challenges
    }

    /// Adds those of another endpoint.
    mutating func add(_ other: ClientTable) {
        clients += other.clients
        handshakes += other.handshakes
        ignored += other.ignored
        challenges += other.challenges
    }

    /// Writes it to standard error.
    func show(_ console: Console, json: Bool, command: String) {
        if json {
            guard let text = try? ReportEncoder.encode(report(of: command)) else { return }
            _ = try? FileDescriptor.standardError.writeAll(text)
        } else {
            console.write(lines: lines.map { "dtlscat: " + $0 })
        }
    }

    /// A heading, and a line for each client; not yet escaped.
    var lines: [String] {
        [
            "\(clients.count - handshakes) clients, \(handshakes) handshakes, "
                + "\(ignored) ignored datagrams, \(challenges) challenges"
        ] + clients.map(\.line)
    }

    /// The same for `--json`.
    func report(of command: String) -> Report {
        Report(
            command: command, handshakes: handshakes, ignored: ignored, challenges: challenges,
            clients: clients)
    }

    /// The table in JSON, schema `dtlscat/1`.
    struct Report: Encodable {
        let schema = "dtlscat/1"
        let command: String
        let handshakes: Int
        let ignored, challenges: UInt64
        let clients: [Client]
    }

    /// One client.
    struct Client: Encodable, Sendable {
        private let addr: String
        private let port: UInt16
        private let state: String
        private let version, cipher, identity, subject, pin: String?
        private let rttMs: Double?
        private let connectedMs, idleMs: Int
        private let txDatagrams, txBytes, rxDatagrams, rxBytes, lost: UInt64

        /// Those of the table alone.
        let line: String

        enum CodingKeys: String, CodingKey {
            case addr, port, state, version, cipher, identity, subject, pin, lost
            case rttMs = "rtt_ms"
            case connectedMs = "connected_ms"
            case idleMs = "idle_ms"
            case txDatagrams = "tx_datagrams"
            case txBytes = "tx_bytes"
            case rxDatagrams = "rx_datagrams"
            case rxBytes = "rx_bytes"
        }

        fileprivate init(_ association: Association, now: Deadline) {
            let session = association.session
            let agreed = session.isEstablished ? session.parameters : nil
            let counters = association.counters
            addr = association.remote.host
            port = association.remote.port
            state =
                agreed == nil
                ? "handshake"
                : session.isClosedHere || session.isClosedByPeer ? "closing" : "established"
            version = agreed?.version?.rawValue
            cipher = agreed?.cipherSuite
            identity = session.clientIdentity.map { IdentityText($0).text }
            subject = session.peerCertificates.first?.subject
            pin =
                session.peerCertificates.first.map { "\(Pin.publicKey(of: $0))" }
                ?? (agreed == nil ? nil : session.peerRawPublicKey.map { "\(Pin.publicKey($0))" })
            rttMs = association.roundTrip.map(fineMilliseconds)
            let connected = now.remaining(association.started)
            let idle = now.remaining(association.lastHeard)
            connectedMs = Int(milliseconds(connected))
            idleMs = Int(milliseconds(idle))
            txDatagrams = counters.sentMessages
            txBytes = counters.sentBytes
            rxDatagrams = counters.receivedMessages
            rxBytes = counters.receivedBytes
            lost = counters.lost

            var parts = ["\(state) \(TimeValue.text(connected))", "idle \(TimeValue.text(idle))"]
            if let agreed {
                parts.append(agreed.version?.description ?? "unknown version")
                parts.append(agreed.cipherSuite)
            }
            if let identity {
                parts.append("client \(identity)")
            } else if let subject {
                parts.append("client \(subject)")
            } else if let pin {
                parts.append("client \(pin)")
            }
            var text = "\(association.name): \(parts.joined(separator: ", "))"
            if agreed != nil {
                text += "; \(TrafficReport(counters).sentence)"
                if let rttMs { text += "; round trip \(rttMs) ms" }
            }
            line = text
        }
    }
}
