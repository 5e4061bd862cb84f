/// Bytes for a file that holds a key; wiped when nobody holds them any more.
///
/// The corresponding C function is `gnutls_memset`.
public final class SecretText {
    /// The bytes; a copy of them is not wiped.
    public private(set) var bytes: [UInt8] = []

    /// Nothing yet.
    public init() {}

    deinit { bytes.wipe() }

    /// Adds text.
    public func append(_ text: String) {
        var copy = Array(text.utf8)
        append(&copy)
    }

    /// Adds what `other` holds.
    public func append(_ other: SecretText) {
        grow(by: other.bytes.count)
        bytes += other.bytes
    }

    /// Adds bytes that a C function has made.
    func append(_ buffer: UnsafeBufferPointer<UInt8>) {
        grow(by: buffer.count)
        unsafe bytes += buffer
    }

    /// Adds a part of an array.
    func append(_ slice: ArraySlice<UInt8>) {
        grow(by: slice.count)
        bytes += slice
    }

    /// Adds the digits of `secret`, in lower case, and wipes it.
    func append(hexadecimalOf secret: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        grow(by: 2 * secret.count)
        for byte in secret {
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
        secret.wipe()
    }

    private func append(_ copy: inout [UInt8]) {
        grow(by: copy.count)
        bytes += copy
        copy.wipe()
    }

    /// Makes room without leaving behind an array that has become too small.
    private func grow(by count: Int) {
        guard bytes.count + count > bytes.capacity else { return }
        var larger: [UInt8] = []
        larger.reserveCapacity(2 * (bytes.count + count))
        larger += bytes
        bytes.wipe()
        bytes = larger
    }
}

extension SecretText: CustomStringConvertible, CustomReflectable {
    /// How long it is: a secret is never printed, not by accident either.
    public var description: String { "secret of \(bytes.count) bytes" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
