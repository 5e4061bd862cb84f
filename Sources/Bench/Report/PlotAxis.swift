/// An axis from 0 on, with ticks at round numbers.
struct PlotAxis {
    /// The values at the ticks, 0 the first.
    let ticks: [Double]
    private let decimals: Int
    private let step: Double

    /// The value at the end of the axis.
    let end: Double

    /// An axis that holds `most`. It ends at a tick where `isFull`, else at `most`.
    init(to most: Double, ticks count: Int, isFull: Bool) {
        let most = most.isFinite && most > 1e-9 ? min(most, 1e30) : 1
        let rough = most / Double(count)
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough { power /= 10 }
        step = power * ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10)
        // A little above the last value is not another tick.
        let last = (most / step - 0.001).rounded(.up)
        let end = isFull ? max(last, 1) * step : most
        let values = (0...Int(max(last, 1))).map { [step] in Double($0) * step }
        ticks = values.filter { $0 <= end * 1.001 }
        self.end = end
        var decimals = 0
        var digits = step
        while digits < 0.999, decimals < 9 {
            digits *= 10
            decimals += 1
        }
        self.decimals = decimals
    }

    /// A tick's number.
    func label(_ tick: Double) -> String { Number.fixed(tick, decimals) }

    /// Where `value` is, from 0 to 1.
    func part(_ value: Double) -> Double {
        let part = value / end
        return part.isFinite ? min(max(part, 0), 1) : 0
    }
}
