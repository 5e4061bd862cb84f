internal import Glibc

/// The time of day, in nanoseconds since 1970.
///
/// The corresponding C function is `clock_gettime`, with `CLOCK_REALTIME`.
package var wallClockNanoseconds: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(max(time.tv_sec, 0)) * 1_000_000_000 + UInt64(time.tv_nsec)
}
