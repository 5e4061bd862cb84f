/// What a peer has to prove.
public struct VerificationPolicy: Sendable, Hashable {
    /// Whether its chain has to lead to somebody trusted, and be valid now.
    public var checksChain = true

    /// The name or numeric address that its certificate has to be for; not checked where `nil`.
    public var name: String?

    /// Digests, one of which its certificate or key has to have; not checked where empty.
    public var pins: [Pin] = []

    /// Whether a peer that satisfies all else, and that there is no pin for, is refused as unknown:
    /// for somebody to decide on, and to come again with its pin. False by default.
    public var refusesUnknown = false

    /// Whether a server asks its clients for a certificate, and refuses those without.
    public var requirePeerCertificate = false

    /// The policy above.
    public init() {}

    /// A policy that takes anybody.
    public static var insecure: VerificationPolicy {
        var policy = VerificationPolicy()
        policy.checksChain = false
        return policy
    }
}

/// Why a peer was refused.
public struct VerificationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One thing that is wrong.
    public enum Reason: Sendable, Hashable {
        case missing
        case selfSigned
        case unknownAuthority(issuer: String)
        case authorityNotAllowed
        case expired(day: String)
        case notYetValid(day: String)
        case wrongName(wanted: String, names: [String])
        case revoked
        case weak(String)
        case wrongPurpose
        case signatureFailure
        case pinMismatch(found: String)
        case unpinnedKey(found: String)
        case unknownPeer(found: Pin)
        case other(String)
    }

    /// Everything that is wrong; at least one.
    public let reasons: [Reason]

    init(_ reasons: [Reason]) { self.reasons = reasons }

    /// Whether it was a pin, alone, that did not match.
    public var isPinMismatch: Bool {
        if case .pinMismatch? = reasons.first { true } else { false }
    }

    /// The public key's pin of a peer that nothing was wrong with but that nobody knows it.
    public var unknownPeer: Pin? {
        guard reasons.count == 1, case .unknownPeer(let pin)? = reasons.first else { return nil }
        return pin
    }

    /// The reasons in words. Names from the certificate are in it as they are: escape it before
    /// you show it.
    public var description: String { reasons.map(Self.sentence).joined(separator: "; ") }

    private static func sentence(_ reason: Reason) -> String {
        switch reason {
        case .missing: "the peer has sent no certificate"
        case .selfSigned: "certificate is self-signed, and nobody vouches for it"
        case .unknownAuthority(let issuer):
            "certificate is signed by an unknown authority: \(issuer)"
        case .authorityNotAllowed: "certificate is signed by one that is no authority"
        case .expired(let day): "certificate expired on \(day)"
        case .notYetValid(let day): "certificate is not valid before \(day)"
        case .wrongName(let wanted, let names) where names.isEmpty:
            "certificate names nobody, and \(wanted) is wanted"
        case .wrongName(let wanted, let names):
            "certificate is for \(names.joined(separator: ", ")), not for \(wanted)"
        case .revoked: "certificate was revoked"
        case .weak(let what): "certificate is too weak: \(what)"
        case .wrongPurpose: "certificate is for another purpose"
        case .signatureFailure: "certificate has a bad signature"
        case .pinMismatch(let found): "certificate does not match the pin; it has \(found)"
        case .unpinnedKey(let found):
            "the peer shows a public key without a certificate, which only a pin can vouch for: "
                + found
        case .unknownPeer(let found): "the peer is not known yet; it has \(found)"
        case .other(let text): text
        }
    }
}
