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
