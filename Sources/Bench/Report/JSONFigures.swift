/// iperf3's object for what was carried between two moments, by its names. What is not known, and
/// what is no number, is left out: JSON has neither NaN nor infinity.
struct JSONSum: Encodable {
    var socket: Int?
    let start, end, seconds: Double?
    let bytes: UInt64
    let bitsPerSecond, jitter: Double?
    /// As in iperf3, messages that are lost count as packets.
    let lost, packets: UInt64?
    let lostPercent: Double?
    let outOfOrder: UInt64?
    var omitted: Bool?
    let sender: Bool

    enum CodingKeys: String, CodingKey {
        case socket, start, end, seconds, bytes, packets, omitted, sender
        case bitsPerSecond = "bits_per_second"
        case jitter = "jitter_ms"
        case lost = "lost_packets"
        case lostPercent = "lost_percent"
        case outOfOrder = "out_of_order"
    }

    /// What one end has counted; `receiver` is where the loss is known, if not from `tally`.
    init(_ tally: BenchTally, receiver: BenchTally? = nil, start: Double = 0, sender: Bool) {
        let arrived = receiver ?? tally
        self.start = start.known
        end = (start + tally.seconds).known
        seconds = tally.seconds.known
        bytes = tally.bytes
        bitsPerSecond = tally.seconds > 0 ? tally.bitsPerSecond.known : nil
        jitter = arrived.jitter?.known
        lost = arrived.lost
        packets = tally.total
        lostPercent = arrived.lost == nil ? nil : arrived.lostPercent.known
        outOfOrder = arrived.reordered
        self.sender = sender
    }

    init(_ interval: BenchInterval) {
        self.init(interval.tally, start: interval.start, sender: !interval.isReceived)
        omitted = interval.isOmitted
    }
}

/// Percentiles, in milliseconds, and how many there were of what.
struct JSONTimes: Encodable {
    var count: Int
    var failed, resumed: Int?
    var perSecond: Double?
    var p50, p90, p99, p999, max: Double?
    var cpuLocal, cpuRemote: Double?

    enum CodingKeys: String, CodingKey {
        case count, failed, resumed
        case perSecond = "per_second"
        case p50 = "p50_ms"
        case p90 = "p90_ms"
        case p99 = "p99_ms"
        case p999 = "p999_ms"
        case max = "max_ms"
        case cpuLocal = "cpu_us_local"
        case cpuRemote = "cpu_us_remote"
    }

    init(_ times: Distribution?) {
        count = times?.count ?? 0
        guard let times, times.count > 0 else { return }
        p50 = times.percentile(50)
        p90 = times.percentile(90)
        p99 = times.percentile(99)
        p999 = times.percentile(99.9)
        max = times.percentile(100)
    }
}

/// iperf3's `cpu_utilization_percent`, of one core.
struct JSONCPU: Encodable {
    var hostTotal, hostUser, hostSystem: Double?
    var remoteTotal, remoteUser, remoteSystem: Double?

    enum CodingKeys: String, CodingKey {
        case hostTotal = "host_total"
        case hostUser = "host_user"
        case hostSystem = "host_system"
        case remoteTotal = "remote_total"
        case remoteUser = "remote_user"
        case remoteSystem = "remote_system"
    }

    init?(local: BenchCPU?, remote: BenchCPU?) {
        guard local != nil || remote != nil else { return nil }
        (hostTotal, hostUser, hostSystem) = Self.percents(local)
        (remoteTotal, remoteUser, remoteSystem) = Self.percents(remote)
    }

    private static func percents(_ cpu: BenchCPU?) -> (Double?, Double?, Double?) {
        guard let cpu, cpu.elapsed > 0 else { return (nil, nil, nil) }
        return (
            cpu.percent.known, (cpu.user * 100 / cpu.elapsed).known,
            (cpu.system * 100 / cpu.elapsed).known
        )
    }
}

extension Double {
    /// The value where it is a number.
    var known: Double? { isFinite ? self : nil }
}
