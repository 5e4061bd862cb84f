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

extension Double {
    /// The value where it is a number.
    var known: Double? { isFinite ? self : nil }
}
