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
