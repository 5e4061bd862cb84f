import Relay

/// What a forward has carried, in the report of `--json`.
struct ForwardJSON: Encodable {
    let from, to: String
    let dataMTU: Int
    let sources: UInt64
    let most: Int
    let failures: UInt64
    let udp: UDP
    let dropped: Dropped

    /// What came and went as plain UDP.
    struct UDP: Encodable {
        let rxDatagrams, rxBytes, txDatagrams, txBytes, refused: UInt64

        enum CodingKeys: String, CodingKey {
            case rxDatagrams = "rx_datagrams"
            case rxBytes = "rx_bytes"
            case txDatagrams = "tx_datagrams"
            case txBytes = "tx_bytes"
            case refused
        }
    }

    /// Datagrams that were not carried.
    struct Dropped: Encodable {
        let empty, tooLarge, overflow, withoutSession, unsent: UInt64

        enum CodingKeys: String, CodingKey {
            case empty, overflow, unsent
            case tooLarge = "too_large"
            case withoutSession = "without_session"
        }
    }

    enum CodingKeys: String, CodingKey {
        case from, to, sources, most, failures, udp, dropped
        case dataMTU = "data_mtu"
    }

    init(from: String, to: String, dataMTU: Int, _ totals: ForwardTotals) {
        self.from = from
        self.to = to
        self.dataMTU = dataMTU
        sources = totals.sources
        most = totals.most
        failures = totals.failures
        let carried = totals.carried
        udp = UDP(
            rxDatagrams: carried.received, rxBytes: carried.receivedBytes,
            txDatagrams: carried.sent, txBytes: carried.sentBytes, refused: carried.refused)
        dropped = Dropped(
            empty: carried.empty, tooLarge: carried.tooLarge, overflow: carried.overflowed,
            withoutSession: carried.withoutSession, unsent: carried.unsent)
    }
}
