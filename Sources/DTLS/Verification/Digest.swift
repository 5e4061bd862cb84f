internal import CGnuTLS

/// A digest, and by which algorithm it was made.
public struct Digest: Sendable, Hashable {
    /// The algorithms that fingerprints are made by.
    public enum Algorithm: String, CaseIterable, Sendable {
        /// 20 bytes; its collisions can be made, so it proves little.
        case sha1

        /// 32 bytes, the usual one.
        case sha256

        /// 48 bytes.
        case sha384

        /// 64 bytes.
        case sha512

        /// How long its digests are, in bytes.
        public var size: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }

        /// Its name in SDP (RFC 8122 section 5), such as `sha-256`.
        public var hyphenatedName: String { "sha-" + rawValue.dropFirst(3) }

        /// The algorithm whose digests have `size` bytes; `nil` where there is none.
        init?(size: Int) {
            guard let match = Self.allCases.first(where: { $0.size == size }) else { return nil }
            self = match
        }

        fileprivate var gnutls: gnutls_digest_algorithm_t {
            switch self {
            case .sha1: GNUTLS_DIG_SHA1
            case .sha256: GNUTLS_DIG_SHA256
            case .sha384: GNUTLS_DIG_SHA384
            case .sha512: GNUTLS_DIG_SHA512
            }
        }
    }

    /// By what it was made.
    public let algorithm: Algorithm

    /// As many bytes as ``Algorithm/size`` says.
    public let bytes: [UInt8]

    /// A digest that somebody else has made; `nil` where it has not the size of `algorithm`.
    public init?(_ algorithm: Algorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.size else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// The digest of `data`.
    ///
    /// The corresponding C function is `gnutls_hash_fast`.
    public init(_ algorithm: Algorithm, of data: [UInt8]) {
        var result = [UInt8](repeating: 0, count: algorithm.size)
        _ = unsafe gnutls_hash_fast(algorithm.gnutls, data, data.count, &result)
        self.algorithm = algorithm
        bytes = result
    }

    /// Whether `data` has this digest; the comparison takes the same time whatever it is.
    ///
    /// The corresponding C function is `gnutls_memcmp`.
    public func matches(_ data: [UInt8]) -> Bool {
        isSame(bytes, Digest(algorithm, of: data).bytes)
    }
}

/// Compares in a time that depends on the sizes alone.
///
/// The corresponding C function is `gnutls_memcmp`.
func isSame(_ wanted: [UInt8], _ found: [UInt8]) -> Bool {
    guard wanted.count == found.count else { return false }
    return unsafe gnutls_memcmp(wanted, found, wanted.count) == 0
}
