internal import Sockets

/// The CPU that the calling thread has used since the meter was made.
struct CPUMeter {
    private let begun = Deadline.now
    private let start = ThreadCPU.now

    /// So far.
    var used: BenchCPU {
        let now = ThreadCPU.now
        return BenchCPU(
            user: now.user - start.user, system: now.system - start.system,
            elapsed: seconds(from: begun, to: .now))
    }
}
