/// A unit of rate, chosen by the size of what is told in it.
package struct RateUnit {
    let name: String
    /// Bits a second of one.
    let size: Double

    init(of bitsPerSecond: Double) {
        switch bitsPerSecond {
        case 1e9...: (name, size) = ("Gbits/sec", 1e9)
        case 1e6...: (name, size) = ("Mbits/sec", 1e6)
        case 1e3...: (name, size) = ("Kbits/sec", 1e3)
        default: (name, size) = ("bits/sec", 1)
        }
    }

    /// A rate without the unit.
    func number(_ bitsPerSecond: Double) -> String { Number.short(bitsPerSecond / size) }

    /// A rate with the unit that suits it.
    package static func text(_ bitsPerSecond: Double) -> String {
        let unit = RateUnit(of: bitsPerSecond)
        return "\(unit.number(bitsPerSecond)) \(unit.name)"
    }
}
