internal import Glibc

/// Raises how many descriptors the program may have open to the most that it is allowed without
/// privileges; returns that number, or nil where the kernel does not tell.
///
/// A child inherits it, which matters to one that uses `select`.
///
/// The corresponding C functions are `getrlimit` and `setrlimit`, with `RLIMIT_NOFILE`.
@discardableResult
package func raiseDescriptorLimit() -> Int? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
        return nil
    }
    if limit.rlim_cur < limit.rlim_max {
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
            limit = raised
        }
    }
    return Int(clamping: limit.rlim_cur)
}
