internal import Glibc
internal import Histogram

/// How times are spread, as HdrHistogram's plots have it: each step to the right leaves a tenth of
/// those that were slower.
struct PercentilePlot {
    private let times: Distribution?

    init(_ times: Distribution?) { self.times = times.flatMap { $0.count > 0 ? $0 : nil } }

    func draw(on canvas: inout SVGCanvas) {
        // The slowest of n is at n; points up to 99.9 % are labelled.
        let end = min(max(log10(Double(times?.count ?? 0)), 3.2), 6)
        let axis = PlotAxis(to: (times?.percentile(100) ?? 0) * 1.02, ticks: 5, isFull: true)
        canvas.rows(axis, unit: "ms")
        for percent in [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999] where at(percent) <= end {
            let isWhole = percent == percent.rounded()
            canvas.column(at(percent) / end, isWhole ? Number.fixed(percent, 0) : "\(percent)")
        }
        canvas.caption("percentile")
        guard let times else { return Self.tellOfNothing(on: &canvas) }
        let colour = SVGCanvas.colours[0]
        canvas.curve(curve(times, axis, end), colour: colour)
        for percent in [50, 99, 99.9] {
            let value = times.percentile(percent)
            let point = (x: SVGCanvas.x(at(percent) / end), y: SVGCanvas.y(axis.part(value)))
            canvas.dot(point.x, point.y, radius: 4, colour: colour)
            // The curve only rises, so that the room above it, to the left, is free.
            let name = percent == 99.9 ? "p99.9" : "p\(Number.fixed(percent, 0))"
            canvas.text(
                "\(name) \(Number.time(value))", point.x + (percent == 50 ? 0 : -6),
                point.y - 10, anchor: percent == 50 ? "middle" : "end",
                style: "font-weight=\"bold\" fill=\"#222\"")
        }
    }

    /// A picture without a curve says why.
    static func tellOfNothing(on canvas: inout SVGCanvas) {
        canvas.text(
            "nothing was measured", (SVGCanvas.left + SVGCanvas.right) / 2,
            (SVGCanvas.top + SVGCanvas.bottom) / 2, size: 14, anchor: "middle")
    }

    /// How many tenfold steps from 0 % it is to `percent`.
    private func at(_ percent: Double) -> Double { -log10(1 - percent / 100) }

    /// The steps of the distribution; those that no screen shows are left out.
    private func curve(
        _ times: Distribution, _ axis: PlotAxis, _ end: Double
    ) -> [(x: Double, y: Double)] {
        var points: [(x: Double, y: Double)] = []
        var x = SVGCanvas.left
        for step in times.histogram.recordedValues() {
            let place = step.percentile < 100 ? min(at(step.percentile) / end, 1) : 1
            let next = SVGCanvas.x(place)
            guard points.isEmpty || next - x > 1 || place == 1 else { continue }
            let y = SVGCanvas.y(axis.part(Double(min(step.value, times.longest)) / 1e6))
            points += [(x, y), (next, y)]
            x = next
        }
        return points
    }
}

extension Distribution {
    /// The longest time that was recorded, in nanoseconds.
    fileprivate var longest: UInt64 { histogram.maxRecorded }
}
