/// What one run of `bench` has measured: plain values, which the reports are made from.
package struct BenchReport: Sendable {
    /// What was measured.
    package enum Mode: String, Sendable {
        case throughput, latency, handshakes
    }

    /// What was measured.
    package var mode: Mode

    /// Where and when.
    package var start: BenchStart

    /// What was asked for.
    package var settings: BenchSettings

    /// What was agreed on with the peer; `nil` over plain UDP, and where no session came about.
    package var session: BenchSession?

    /// What was carried in each interval, in the order of time; both directions of `--bidir` are
    /// rows of their own.
    package var intervals: [BenchInterval] = []

    /// What each stream has carried, each direction a flow.
    package var flows: [BenchFlow] = []

    /// Round trips of single messages, or the times that handshakes took; `nil` where there were
    /// none.
    package var latency: Distribution?

    /// How many handshakes were made; `nil` in the other modes.
    package var handshakes: BenchHandshakes?

    /// CPU that this side has used while it measured.
    package var localCPU: BenchCPU?

    /// CPU that the peer has used, where it is a dtlscat and has told.
    package var remoteCPU: BenchCPU?

    /// The same load over plain UDP in the same run, with `--udp-baseline`: none, or one.
    package var baseline: [BenchReport] = []

    /// What could not be measured and why, a sentence each: the peer is no dtlscat, say.
    package var gaps: [String] = []

    /// A report of a run that has not begun.
    package init(mode: Mode, start: BenchStart, settings: BenchSettings) {
        self.mode = mode
        self.start = start
        self.settings = settings
    }
}

/// Where and when a run was made.
package struct BenchStart: Sendable {
    /// Seconds since 1970.
    package var time: Int
    /// The peer as the user named it; "local" with `--local`.
    package var host: String
    package var port: Int
    /// Whether both ends were this process.
    package var isLocal: Bool
    /// The program's version, and GnuTLS's.
    package var version: String
    package var gnutls: String
    /// The kernel and the machine, "Linux 6.1.0 x86_64, 2 cores".
    package var system: String

    package init(
        time: Int, host: String, port: Int, isLocal: Bool, version: String, gnutls: String,
        system: String
    ) {
        self.time = time
        self.host = host
        self.port = port
        self.isLocal = isLocal
        self.version = version
        self.gnutls = gnutls
        self.system = system
    }
}

/// What was asked for.
package struct BenchSettings: Sendable {
    /// Which way the data went, seen from the client.
    package enum Direction: String, Sendable {
        case send, reverse, bidirectional
    }

    /// Bytes of payload a message; 0 to begin with for as many as fit.
    package var length: Int
    package var streams = 1
    package var direction = Direction.send
    /// Seconds to measure; `nil` where a number of bytes ended it.
    package var seconds: Double? = 10
    /// Bytes to send on all streams together; `nil` where the time ended it.
    package var bytes: UInt64?
    /// Bits of payload a second and stream; as fast as it goes where `nil`.
    package var bitrate: UInt64?
    /// Seconds at the start that the totals leave out.
    package var omit = 0.0
    /// Seconds between two reports.
    package var interval = 1.0
    /// Handshakes under way at a time.
    package var concurrency = 1
    /// Whether handshakes resume a session.
    package var resumes = false

    package init(length: Int) { self.length = length }
}

/// What was agreed on.
package struct BenchSession: Sendable {
    package var version: String
    package var cipherSuite: String
    package var keyExchange: String
    package var group: String?
    package var dataMTU: Int
    /// "heartbeat", "pace" or "none".
    package var flowControl: String

    package init(
        version: String, cipherSuite: String, keyExchange: String, group: String?, dataMTU: Int,
        flowControl: String
    ) {
        self.version = version
        self.cipherSuite = cipherSuite
        self.keyExchange = keyExchange
        self.group = group
        self.dataMTU = dataMTU
        self.flowControl = flowControl
    }
}

/// What was carried between two moments.
package struct BenchInterval: Sendable {
    /// Seconds since the start.
    package var start: Double
    package var end: Double
    /// Whether the bytes came to us; else they left us.
    package var isReceived: Bool
    package var bytes: UInt64
    package var messages: UInt64
    /// Messages that have not come in it; `nil` on the side that sends.
    package var lost: UInt64?
    /// RFC 3550, in milliseconds; `nil` on the side that sends.
    package var jitter: Double?
    /// Whether the totals leave it out.
    package var isOmitted = false

    package init(
        start: Double, end: Double, isReceived: Bool, bytes: UInt64, messages: UInt64,
        lost: UInt64? = nil, jitter: Double? = nil
    ) {
        self.start = start
        self.end = end
        self.isReceived = isReceived
        self.bytes = bytes
        self.messages = messages
        self.lost = lost
        self.jitter = jitter
    }

    package var bitsPerSecond: Double { end > start ? Double(bytes) * 8 / (end - start) : 0 }
}

/// One stream in one direction, seen from both ends.
package struct BenchFlow: Sendable {
    /// Streams count from 1.
    package var stream: Int
    /// Whether the server sent.
    package var isReverse: Bool
    /// What its sender has sent.
    package var sent: BenchTally?
    /// What its receiver has received; `nil` where it is no dtlscat.
    package var received: BenchTally?

    package init(stream: Int, isReverse: Bool, sent: BenchTally?, received: BenchTally?) {
        self.stream = stream
        self.isReverse = isReverse
        self.sent = sent
        self.received = received
    }
}

/// What one end of a flow has counted.
package struct BenchTally: Sendable, Equatable {
    package var bytes: UInt64
    package var messages: UInt64
    /// From the first message to the last, what is omitted left out.
    package var seconds: Double
    /// Messages that have not come, or came before an earlier one; `nil` at the sender.
    package var lost: UInt64?
    package var reordered: UInt64?
    /// RFC 3550, in milliseconds; `nil` at the sender.
    package var jitter: Double?

    package init(
        bytes: UInt64, messages: UInt64, seconds: Double, lost: UInt64? = nil,
        reordered: UInt64? = nil, jitter: Double? = nil
    ) {
        self.bytes = bytes
        self.messages = messages
        self.seconds = seconds
        self.lost = lost
        self.reordered = reordered
        self.jitter = jitter
    }

    package var bitsPerSecond: Double { seconds > 0 ? Double(bytes) * 8 / seconds : 0 }
    package var messagesPerSecond: Double { seconds > 0 ? Double(messages) / seconds : 0 }
    /// Percent of what was sent.
    package var lostPercent: Double {
        // Both may be anything that a peer has sent: their sum need not fit.
        guard let lost, lost > 0 else { return 0 }
        return Double(lost) * 100 / (Double(messages) + Double(lost))
    }
}

/// How many handshakes were made.
package struct BenchHandshakes: Sendable {
    package var count: Int
    package var failed: Int
    /// Of `count`, those that resumed a session.
    package var resumed: Int
    package var seconds: Double

    package init(count: Int, failed: Int, resumed: Int, seconds: Double) {
        self.count = count
        self.failed = failed
        self.resumed = resumed
        self.seconds = seconds
    }

    package var perSecond: Double { seconds > 0 ? Double(count) / seconds : 0 }
}

/// CPU time, in seconds, and the time it was used in.
package struct BenchCPU: Sendable, Equatable {
    package var user: Double
    package var system: Double
    package var elapsed: Double

    package init(user: Double, system: Double, elapsed: Double) {
        self.user = user
        self.system = system
        self.elapsed = elapsed
    }

    package var total: Double { user + system }
    /// Percent of one core.
    package var percent: Double { elapsed > 0 ? total * 100 / elapsed : 0 }
}

extension BenchReport {
    /// The lower of the rates of the two directions, in bits a second as they arrived where that is
    /// known; handshakes a second where those were measured.
    package var lowestRate: Double {
        if let handshakes { return handshakes.perSecond }
        return directions.map { total(isReverse: $0)?.carried?.bitsPerSecond ?? 0 }.min() ?? 0
    }

    /// The higher of the losses of the two directions, in percent; `nil` where one is not known.
    package var highestLoss: Double? {
        if let handshakes {
            let all = handshakes.count + handshakes.failed
            return all > 0 ? Double(handshakes.failed) * 100 / Double(all) : nil
        }
        var highest: Double?
        for way in directions {
            guard let received = total(isReverse: way)?.received, received.lost != nil else {
                return nil
            }
            highest = max(highest ?? 0, received.lostPercent)
        }
        return highest
    }
}
