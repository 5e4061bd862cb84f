internal import CGnuTLS

/// The one way in which the room overwrites secrets.
enum Wiping {
    /// Is told what is left of each secret that was wiped: for tests, which cannot look at memory that
    /// is freed.
    @TaskLocal static var observer: (@Sendable (_ left: [UInt8]) -> Void)?

    /// Overwrites memory with zeros, in a way that is never left out by a compiler.
    ///
    /// The corresponding C function is `gnutls_memset`.
    static func wipe(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        unsafe gnutls_memset(start, 0, bytes.count)
        if let observer { unsafe observer(Array(bytes)) }
    }
}

extension Array where Element == UInt8 {
    /// Overwrites the bytes with zeros. Of an array that somebody else still has, that is a copy.
    ///
    /// The corresponding C function is `gnutls_memset`.
    package mutating func wipe() {
        unsafe withUnsafeMutableBufferPointer { unsafe Wiping.wipe($0) }
    }
}
