/// A unit of time, chosen by the size of what is told in it.
struct TimeUnit {
    let name: String
    /// How long one is.
    let milliseconds: Double

    init(of milliseconds: Double) {
        switch milliseconds {
        case ..<1: (name, self.milliseconds) = ("µs", 0.001)
        case ..<10_000: (name, self.milliseconds) = ("ms", 1)
        default: (name, self.milliseconds) = ("s", 1_000)
        }
    }
}
