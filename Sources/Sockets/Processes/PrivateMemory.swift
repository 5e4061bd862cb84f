internal import CLinux
internal import SystemPackage

/// Keeps what the program has in its memory, keys among it, from the user's other programs: no core
/// is dumped, none of them may trace it, and its files in `/proc` are root's.
///
/// A program that it starts is as it would be without: `execve` takes this back.
///
/// The corresponding C function is `prctl`, with `PR_SET_DUMPABLE`.
///
/// - Throws: a ``SocketError`` where the kernel refuses, which none is known to do.
package func keepMemoryPrivate() throws(SocketError) {
    try SystemCall.check("keep the memory private") { clinux_set_dumpable(false) }
}
