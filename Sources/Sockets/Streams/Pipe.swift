internal import CLinux
internal import Glibc
internal import SystemPackage

/// The two ends of a new pipe, closed on exec; whoever has them closes them.
struct Pipe {
    let reading: FileDescriptor
    let writing: FileDescriptor

    /// A pipe, neither of whose ends has a number that a standard stream is looked for at.
    ///
    /// The corresponding C function is `pipe2`.
    init(_ action: String) throws(SocketError) {
        var ends: (Int32, Int32) = (0, 0)
        try SystemCall.check(action) {
            // A tuple of two is laid out as an array of two.
            unsafe withUnsafeMutableBytes(of: &ends) { bytes in
                unsafe clinux_pipe(bytes.baseAddress?.assumingMemoryBound(to: Int32.self))
            }
        }
        reading = FileDescriptor(rawValue: ends.0)
        writing = FileDescriptor(rawValue: ends.1)
    }

    /// Makes calls on one end not wait; the other is a description of its own.
    func setNonBlocking(_ end: FileDescriptor) {
        let flags = fcntl(end.rawValue, F_GETFL)
        _ = fcntl(end.rawValue, F_SETFL, flags | O_NONBLOCK)
    }

    /// Closes both ends.
    func close() {
        try? reading.close()
        try? writing.close()
    }
}
