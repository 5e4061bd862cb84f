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
        /// There is no certificate.
        case missing

        /// It is signed by its own key, and is not among those that are trusted.
        case selfSigned

        /// Nobody trusted has signed it; `issuer` is who has, in the notation of RFC 4514.
        case unknownAuthority(issuer: String)

        /// It is signed by a certificate that may not sign others (RFC 5280 section 4.2.1.9).
        case authorityNotAllowed

        /// It was valid up to a day, such as `2026-03-01`.
        case expired(day: String)

        /// It is valid from a day on, written likewise.
        case notYetValid(day: String)

        /// It is for others, `names`, or nobody.
        case wrongName(wanted: String, names: [String])

        /// Its authority has taken it back, as a revocation list or a stapled answer says.
        case revoked

        /// A signature or key in the chain is weaker than the priority allows: which.
        case weak(String)

        /// It is not for a server, or a client, to show (RFC 5280 section 4.2.1.12).
        case wrongPurpose

        /// A signature in the chain is wrong.
        case signatureFailure

        /// It has another key than those that are pinned: the pin of the one that it has.
        case pinMismatch(found: String)

        /// The peer shows a public key alone (RFC 7250), and nothing is pinned: its pin.
        case unpinnedKey(found: String)

        /// Nothing else is wrong, but nobody knows the key; see ``VerificationPolicy/refusesUnknown``.
        case unknownPeer(found: Pin)

        /// Anything else, in words.
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
