internal import ClientHello
internal import DTLS

/// The chains that a server has shown, and whether one is missing.
struct SeenCertificates {
    /// The chains, each the server's own certificate first; the first few.
    private(set) var chains: [[Certificate]] = []

    /// Whether it has taken a suite with a certificate of a kind of which none could be read.
    var isIncomplete: Bool { !wanted.isSubset(of: read) }

    private var wanted: Set<RegisteredSuite.CertificateKind> = []
    private var read: Set<RegisteredSuite.CertificateKind> = []
    /// Servers' own certificates in DER, and whether all of the chain could be read.
    private var known: [[UInt8]: Bool] = [:]

    /// Takes what there is of a flight. Of DTLS 1.3 certificates are encrypted, and a raw public key is
    /// none.
    mutating func take(_ flight: ServerFlight) {
        guard let hello = flight.hello, hello.version != WireVersion.dtls13.wire,
            !hello.showsRawPublicKey, let kind = RegisteredSuite.named(hello.suite)?.certificate
        else { return }
        wanted.insert(kind)
        if isReadable(flight.certificates) { read.insert(kind) }
    }

    private mutating func isReadable(_ chain: [[UInt8]]) -> Bool {
        guard let own = chain.first else { return false }
        if let isReadable = known[own] { return isReadable }
        guard chains.count < Self.most, let leaf = try? Certificate(der: own) else { return false }
        let others = chain.dropFirst().compactMap { try? Certificate(der: $0) }
        chains.append([leaf] + others)
        known[own] = others.count == chain.count - 1
        return others.count == chain.count - 1
    }

    /// A server may show another one each time.
    private static let most = 8
}
