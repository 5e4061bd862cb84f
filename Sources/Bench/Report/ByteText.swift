/// Bytes in the unit that suits their number; of 1,024 each, as iperf3's.
package enum ByteText {
    /// "1.25 GBytes".
    package static func text(_ bytes: UInt64) -> String {
        var value = Double(bytes)
        var name = "Bytes"
        for next in ["KBytes", "MBytes", "GBytes", "TBytes"] where value >= 1_024 {
            value /= 1_024
            name = next
        }
        return "\(name == "Bytes" ? "\(bytes)" : Number.short(value)) \(name)"
    }
}
