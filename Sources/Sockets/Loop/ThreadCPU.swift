internal import Glibc

/// CPU time of the calling thread.
package enum ThreadCPU {
    /// Seconds in the program's own code, and in the kernel on its behalf.
    ///
    /// The corresponding C function is `getrusage`, with `RUSAGE_THREAD`.
    package static var now: (user: Double, system: Double) {
        var usage = rusage()
        // RUSAGE_THREAD is 1; Glibc's module is built without the feature that defines it.
        unsafe getrusage(1, &usage)
        return (seconds(usage.ru_utime), seconds(usage.ru_stime))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
