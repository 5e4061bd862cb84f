internal import Glibc

/// Takes a secret out of the environment: its value, or `nil` where there is none.
///
/// What others could read of it from then on, a child of ours among them (`/proc/PID/environ`), is
/// overwritten; a second call finds an empty text. To be called while there is one thread.
///
/// The corresponding C functions are `getenv` and `explicit_bzero`.
public func takeSecretVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    // The memory is the process's own, handed to it by the kernel, and stays for its life.
    let text = unsafe String(cString: value)
    unsafe explicit_bzero(value, strlen(value))
    return text
}
