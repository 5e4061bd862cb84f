/// The rate over time, a curve for each direction.
struct RatePlot {
    private let intervals: [BenchInterval]

    init(_ intervals: [BenchInterval]) {
        self.intervals = intervals.filter {
            $0.start.isFinite && $0.end.isFinite && $0.bitsPerSecond.isFinite
        }
    }

    func draw(on canvas: inout SVGCanvas) {
        let most = intervals.map(\.bitsPerSecond).max() ?? 0
        let unit = RateUnit(of: most)
        let time = PlotAxis(to: intervals.map(\.end).max() ?? 0, ticks: 10, isFull: false)
        let rate = PlotAxis(to: most / unit.size * 1.02, ticks: 5, isFull: true)
        let omitted = intervals.filter(\.isOmitted)
        if let start = omitted.map(\.start).min(), let end = omitted.map(\.end).max() {
            canvas.area(SVGCanvas.x(time.part(start)), SVGCanvas.x(time.part(end)))
        }
        canvas.rows(rate, unit: unit.name)
        for tick in time.ticks { canvas.column(time.part(tick), time.label(tick)) }
        canvas.caption("seconds")
        if let start = omitted.map(\.start).min() {
            canvas.text(
                "omitted", SVGCanvas.x(time.part(start)) + 6, SVGCanvas.bottom - 8, size: 11)
        }
        for (isReceived, colour) in zip([false, true], SVGCanvas.colours) {
            let some = intervals.filter { $0.isReceived == isReceived }
            let points = some.map {
                (
                    x: SVGCanvas.x(time.part(($0.start + $0.end) / 2)),
                    y: SVGCanvas.y(rate.part($0.bitsPerSecond / unit.size))
                )
            }
            guard !points.isEmpty else { continue }
            canvas.curve(points, colour: colour)
            // Where they are few, each can be pointed at; a single one would not be seen at all.
            if points.count <= 60 {
                for point in points { canvas.dot(point.x, point.y, radius: 2.5, colour: colour) }
            }
        }
        legend(on: &canvas)
        if intervals.isEmpty { PercentilePlot.tellOfNothing(on: &canvas) }
    }

    /// Which curve is which, above the frame at its right.
    private func legend(on canvas: inout SVGCanvas) {
        var x = SVGCanvas.right
        for (isReceived, colour) in zip([true, false], SVGCanvas.colours.reversed())
        where intervals.contains(where: { $0.isReceived == isReceived }) {
            let name = isReceived ? "received" : "sent"
            canvas.text(
                name, x, SVGCanvas.top - 9, anchor: "end",
                style: "font-weight=\"bold\" fill=\"\(colour)\"")
            x -= 76
        }
    }
}
