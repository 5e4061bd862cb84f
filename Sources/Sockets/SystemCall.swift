internal import Glibc
package import SystemPackage

/// The one funnel for what every system call may answer: interrupted (asked again), would block
/// (a value, nil), and everything else (an error).
package enum SystemCall {
    /// Reads at most `limit` bytes, and never more than are free, behind the readable ones of
    /// `buffer`, which has room for at least one; 0 is the end, nil "nothing for now".
    ///
    /// The corresponding C function is `read`.
    package static func read(
        _ descriptor: FileDescriptor, into buffer: ByteBuffer, max limit: Int = .max
    ) throws(SocketError) -> Int? {
        // Reading no bytes would look like the end.
        precondition(limit > 0 && buffer.free > 0)
        var blocked = false
        let wanted = min(limit, buffer.free)
        let count = try buffer.fill(minimum: wanted) { space throws(SocketError) in
            let result = try unsafe space.withUnsafeMutableBytes { bytes throws(SocketError) in
                try call("read") {
                    let count = min(limit, bytes.count)
                    return unsafe Glibc.read(descriptor.rawValue, bytes.baseAddress, count)
                }
            }
            blocked = result == nil
            return result ?? 0
        }
        return blocked ? nil : count
    }

    /// Writes at most `limit` of the readable bytes of `buffer` and consumes what was written;
    /// nil is "not now".
    ///
    /// The corresponding C function is `write`.
    package static func write(
        _ descriptor: FileDescriptor, from buffer: ByteBuffer, max limit: Int = .max
    ) throws(SocketError) -> Int? {
        try unsafe drain(buffer, max: limit) { start, count in
            unsafe Glibc.write(descriptor.rawValue, start, count)
        }
    }

    /// The same for a stream socket, without ever blocking and without a signal.
    ///
    /// The corresponding C function is `send`, with `MSG_DONTWAIT` and `MSG_NOSIGNAL`.
    package static func send(
        _ descriptor: FileDescriptor, from buffer: ByteBuffer
    ) throws(SocketError) -> Int? {
        try unsafe drain(buffer, max: .max) { start, count in
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            return unsafe Glibc.send(descriptor.rawValue, start, count, flags)
        }
    }

    private static func drain(
        _ buffer: ByteBuffer, max limit: Int, _ body: (UnsafeRawPointer?, Int) -> Int
    ) throws(SocketError) -> Int? {
        let count = try buffer.withBytes { span throws(SocketError) in
            // The span is lent for the length of the call, and so is the pointer into it.
            try unsafe span.withUnsafeBytes { bytes throws(SocketError) in
                try call("write") { unsafe body(bytes.baseAddress, min(limit, bytes.count)) }
            }
        }
        if let count { buffer.consume(count) }
        return count
    }

    /// Runs a C function that answers -1 and `errno`: its result, or nil where it would block.
    static func call(
        _ action: @autoclosure () -> String, _ body: () -> Int
    ) throws(SocketError) -> Int? {
        while true {
            let result = body()
            guard result < 0 else { return result }
            switch Errno(rawValue: Glibc.errno) {
            case .interrupted: continue
            case .wouldBlock, .resourceTemporarilyUnavailable: return nil
            case let other: throw SocketError(errno: other, action: action())
            }
        }
    }

    /// Runs a C function that answers -1 and `errno` and that never would block.
    @discardableResult
    static func check(
        _ action: @autoclosure () -> String, _ body: () -> Int32
    ) throws(SocketError) -> Int32 {
        while true {
            let result = body()
            guard result < 0 else { return result }
            let errno = Errno(rawValue: Glibc.errno)
            guard errno == .interrupted else {
                throw SocketError(errno: errno, action: action())
            }
        }
    }
}
