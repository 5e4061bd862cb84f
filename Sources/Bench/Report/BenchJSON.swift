/// The report of `bench --json`: iperf3's names where it has one (`iperf3 -u --json`), and the
/// schema of the other subcommands around them. What is not known has no key.
package struct BenchJSON: Encodable {
    private let schema = "dtlscat/1"
    private let command = "bench"
    private let mode: String
    private let start: JSONStart
    private let session: Session?
    private let intervals: [Interval]
    private let end: JSONEnd
    private let handshake, latency: JSONTimes?
    private let baseline: JSONEnd?
    private let gaps: [String]

    /// Whether the run met all that was asked of it.
    package var ok: Bool?
    /// The exit status.
    package var exit: Int32?
    /// Why it failed.
    package var error: Problem?

    /// Why a run failed, by the names of the other subcommands.
    package struct Problem: Encodable, Sendable {
        let `class`: String
        let message: String
        let alert, stage, hint: String?

        /// A failure of that class, told in `message`.
        package init(
            class: String, message: String, alert: String? = nil, stage: String? = nil,
            hint: String? = nil
        ) {
            self.class = `class`
            self.message = message
            self.alert = alert
            self.stage = stage
            self.hint = hint
        }
    }

    struct Session: Encodable {
        let version, cipher, kx: String
        let group: String?
        let dataMTU: Int
        let flow: String

        enum CodingKeys: String, CodingKey {
            case version, cipher, kx, group, flow
            case dataMTU = "data_mtu"
        }
    }

    /// With `--bidir`, what the server sent stands beside what the client sent, as in iperf3.
    struct Interval: Encodable {
        let sum: JSONSum?
        let reverse: JSONSum?

        enum CodingKeys: String, CodingKey {
            case sum
            case reverse = "sum_bidir_reverse"
        }
    }

    enum CodingKeys: String, CodingKey {
        case schema, command, mode, ok, exit, error, start, session, intervals, end, handshake
        case latency, baseline
        case gaps = "not_measured"
    }

    /// The report, of which the caller adds how the run ended.
    package init(_ report: BenchReport) {
        mode = report.mode.rawValue
        start = JSONStart(report)
        session = report.session.map {
            Session(
                version: $0.version, cipher: $0.cipherSuite, kx: $0.keyExchange, group: $0.group,
                dataMTU: $0.dataMTU, flow: $0.flowControl)
        }
        intervals = Self.intervals(report)
        end = JSONEnd(report)
        handshake = report.handshakes.map { made in
            var times = JSONTimes(report.latency)
            times.count = made.count
            times.failed = made.failed
            times.resumed = made.resumed
            times.perSecond = made.seconds > 0 ? made.perSecond.known : nil
            times.cpuLocal = report.cpuPerHandshake(isLocal: true)?.known
            times.cpuRemote = report.cpuPerHandshake(isLocal: false)?.known
            return times
        }
        latency =
            report.mode == .handshakes
            ? nil
            : report.latency.map { trips in
                var times = JSONTimes(trips)
                times.perSecond = report.roundTripsPerSecond
                return times
            }
        baseline = report.baseline.first.map(JSONEnd.init)
        gaps = report.gaps
    }

    private static func intervals(_ report: BenchReport) -> [Interval] {
        let sums = report.intervals.map(JSONSum.init)
        guard report.settings.direction == .bidirectional else {
            return sums.map { Interval(sum: $0, reverse: nil) }
        }
        let sent = sums.filter(\.sender)
        let received = sums.filter { !$0.sender }
        return (0..<max(sent.count, received.count)).map { index in
            Interval(
                sum: index < sent.count ? sent[index] : nil,
                reverse: index < received.count ? received[index] : nil)
        }
    }
}
