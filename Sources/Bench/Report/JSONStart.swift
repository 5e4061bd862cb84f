/// iperf3's `start`: with whom, when, and what was asked for.
struct JSONStart: Encodable {
    struct Connected: Encodable {
        let socket: Int
        let host: String
        let port: Int

        enum CodingKeys: String, CodingKey {
            case socket
            case host = "remote_host"
            case port = "remote_port"
        }
    }

    struct Timestamp: Encodable {
        let time: String
        let timesecs: Int
    }

    struct Test: Encodable {
        let `protocol`: String
        let streams, length: Int
        let omit, duration: Double?
        let bytes: UInt64?
        let blocks = 0
        let reverse, bidir: Int
        let bitrate: UInt64

        enum CodingKeys: String, CodingKey {
            case `protocol`, omit, duration, bytes, blocks, reverse, bidir
            case streams = "num_streams"
            case length = "blksize"
            case bitrate = "target_bitrate"
        }
    }

    let connected: [Connected]
    let version, system: String
    let timestamp: Timestamp
    let test: Test

    enum CodingKeys: String, CodingKey {
        case connected, version, timestamp
        case system = "system_info"
        case test = "test_start"
    }

    init(_ report: BenchReport) {
        let start = report.start
        let settings = report.settings
        // Streams are told apart by their numbers: what the kernel's descriptors are tells nobody.
        let streams = Set(report.flows.map(\.stream)).sorted()
        connected = streams.map { Connected(socket: $0, host: start.host, port: start.port) }
        version = "dtlscat \(start.version), GnuTLS \(start.gnutls)"
        system = start.system
        timestamp = Timestamp(time: HTTPDate(start.time).text, timesecs: start.time)
        test = Test(
            protocol: "DTLS", streams: settings.streams, length: settings.length,
            omit: settings.omit.known, duration: settings.seconds?.known, bytes: settings.bytes,
            reverse: settings.direction == .reverse ? 1 : 0,
            bidir: settings.direction == .bidirectional ? 1 : 0,
            // 0 is iperf3's word for no limit.
            bitrate: settings.bitrate ?? 0)
    }
}
