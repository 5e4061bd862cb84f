import DTLS
import Endpoint
import Probe
import Sockets

/// The report of `probe --json`, schema `dtlscat/1`.
struct ProbeJSON: Encodable {
    let schema = "dtlscat/1"
    let command = "probe"
    let ok: Bool
    let exit: Int32
    let peer: JSONReport.Peer
    let session: JSONReport.Session?
    let cert: JSONReport.Cert?
    let psk: JSONReport.PSK?
    let flights: [Turn]
    /// With `-c`: each probe, and their sum.
    let probes: [Attempt]?
    let handshake: Handshake?
    /// With `--mtu`.
    let path: Path?
    let error: JSONReport.Problem?

    /// A flight of the last handshake.
    struct Turn: Encodable {
        let from: String
        let messages: [String]
        let datagrams, bytes, largest: Int
        let atMs: Double
        let retransmission: Bool

        enum CodingKeys: String, CodingKey {
            case from, messages, datagrams, bytes, largest, retransmission
            case atMs = "at_ms"
        }

        init(_ flight: Flight) {
            from = flight.isIncoming ? "server" : "client"
            messages = flight.messages
            datagrams = flight.datagrams
            bytes = flight.bytes
            largest = flight.largest
            atMs = fineMilliseconds(flight.time)
            retransmission = flight.isRepeated
        }
    }

    /// One of many probes.
    struct Attempt: Encodable {
        let number: Int
        let ok: Bool
        let addr: String?
        let handshakeMs: Double?
        let roundTrips, retransmits: Int?
        let error: JSONReport.Problem?

        enum CodingKeys: String, CodingKey {
            case number, ok, addr, retransmits, error
            case handshakeMs = "handshake_ms"
            case roundTrips = "round_trips"
        }

        init(_ number: Int, _ association: Association) {
            self.number = number
            ok = true
            addr = association.remote.host
            handshakeMs = fineMilliseconds(association.handshakeTime)
            roundTrips = association.session.roundTrips
            retransmits = association.retransmissions
            error = nil
        }

        init(_ number: Int, _ failure: Failure) {
            self.number = number
            ok = false
            addr = nil
            handshakeMs = nil
            roundTrips = nil
            retransmits = nil
            error = JSONReport.Problem(failure)
        }
    }

    /// All of them together; times are those of the ones that came about.
    struct Handshake: Encodable {
        let count, failed: Int
        let minMs, avgMs, p50Ms, p90Ms, p99Ms, maxMs: Double?

        enum CodingKeys: String, CodingKey {
            case count, failed
            case minMs = "min_ms"
            case avgMs = "avg_ms"
            case p50Ms = "p50_ms"
            case p90Ms = "p90_ms"
            case p99Ms = "p99_ms"
            case maxMs = "max_ms"
        }

        init(_ summary: ProbeSummary) {
            count = summary.count
            failed = summary.failed
            let isEmpty = summary.isEmpty
            func known(_ time: Double) -> Double? {
                isEmpty ? nil : (time * 1_000).rounded() / 1_000
            }
            minMs = known(summary.shortest)
            avgMs = known(summary.average)
            p50Ms = known(summary.percentile(50))
            p90Ms = known(summary.percentile(90))
            p99Ms = known(summary.percentile(99))
            maxMs = known(summary.longest)
        }
    }

    /// The limit of the path.
    struct Path: Encodable {
        let mtu, datagram, data: Int
        let mtuMax: Int?
        let exact, roundTrip: Bool
        let method: String

        enum CodingKeys: String, CodingKey {
            case mtu, datagram, data, exact, method
            case mtuMax = "mtu_max"
            case roundTrip = "round_trip"
        }

        init(_ limit: PathLimit) {
            mtu = limit.mtu
            datagram = limit.datagram
            data = limit.data
            mtuMax = limit.most.map { $0 + limit.headers }
            exact = limit.isExact
            roundTrip = limit.triesBothWays
            method = limit.method.rawValue
        }
    }

    init(
        _ target: Target, _ association: Association?, _ flights: [Flight],
        _ probes: [Attempt], _ summary: ProbeSummary?, _ path: PathLimit?,
        _ failure: Failure?
    ) {
        let report = JSONReport(
            command: "probe", host: target.host, outcome: nil, association: association,
            exports: [], failure: failure, status: failure?.status ?? .ok)
        ok = report.ok
        exit = report.exit
        peer = report.peer
        session = report.session
        cert = report.cert
        psk = report.psk
        // A signal is no error, and the status says so.
        error = failure?.message.isEmpty == true ? nil : report.error
        self.path = path.map(Path.init)
        self.flights = flights.map(Turn.init)
        self.probes = summary == nil ? nil : probes
        handshake = summary.map(Handshake.init)
    }
}
