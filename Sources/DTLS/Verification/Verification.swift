internal import CGnuTLS

/// Judges the peer of `session`; `nil` where it satisfies `policy`.
///
/// The corresponding C function is `gnutls_certificate_verify_peers`.
func verifyPeer(
    session: gnutls_session_t, certificates: [Certificate], rawPublicKey: [UInt8]?, role: Role,
    policy: VerificationPolicy
) -> VerificationFailure? {
    if let rawPublicKey { return judge(rawPublicKey, policy) }
    guard let leaf = certificates.first else { return VerificationFailure([.missing]) }
    if !policy.pins.isEmpty, !policy.pins.contains(where: { $0.matches(leaf) }) {
        return VerificationFailure([.pinMismatch(found: "\(Pin.publicKey(of: leaf))")])
    }
    var reasons: [VerificationFailure.Reason] = []
    if policy.checksChain {
        reasons += unsafe chainReasons(session, leaf, certificates, role)
    }
    if let name = policy.name, !leaf.isFor(name) {
        let names = leaf.subjectAlternativeNames
        reasons.append(.wrongName(wanted: name, names: names.isEmpty ? [leaf.subject] : names))
    }
    if reasons.isEmpty, policy.refusesUnknown, policy.pins.isEmpty {
        reasons.append(.unknownPeer(found: .publicKey(of: leaf)))
    }
    return reasons.isEmpty ? nil : VerificationFailure(reasons)
}

/// A key without a certificate has nobody to vouch for it: a pin has to, and can do no more.
private func judge(_ key: [UInt8], _ policy: VerificationPolicy) -> VerificationFailure? {
    let found = Pin.publicKey(key)
    let wantsCertificate = policy.checksChain || policy.name != nil
    if policy.pins.contains(where: { $0.matches(publicKey: key) }) {
        return wantsCertificate ? VerificationFailure([.missing]) : nil
    }
    if !policy.pins.isEmpty { return VerificationFailure([.pinMismatch(found: "\(found)")]) }
    if wantsCertificate { return VerificationFailure([.unpinnedKey(found: "\(found)")]) }
    return policy.refusesUnknown ? VerificationFailure([.unknownPeer(found: found)]) : nil
}

private func chainReasons(
    _ session: gnutls_session_t, _ leaf: Certificate, _ chain: [Certificate], _ role: Role
) -> [VerificationFailure.Reason] {
    // A client wants a server's certificate, and the other way round.
    let purpose = role == .client ? GNUTLS_KP_TLS_WWW_SERVER : GNUTLS_KP_TLS_WWW_CLIENT
    var bits: UInt32 = 0
    let code = unsafe purpose.withCString { oid in
        var data = unsafe gnutls_typed_vdata_st()
        unsafe data.type = GNUTLS_DT_KEY_PURPOSE_OID
        // Only read, though the field is not const.
        unsafe data.data = UnsafeMutableRawPointer(mutating: oid).assumingMemoryBound(
            to: UInt8.self)
        return unsafe gnutls_certificate_verify_peers(session, &data, 1, &bits)
    }
    guard code >= 0 else {
        if code == GNUTLS_E_CONSTRAINT_ERROR {
            return [
                .other(
                    "certificate comes with a chain of \(chain.count), and none is followed so far")
            ]
        }
        return [
            .other("certificate cannot be checked: \(GnuTLSError(code: code, action: "").text)")
        ]
    }
    return reasons(for: bits, leaf, chain)
}

private func reasons(
    for bits: UInt32, _ leaf: Certificate, _ chain: [Certificate]
) -> [VerificationFailure.Reason] {
    func has(_ status: gnutls_certificate_status_t) -> Bool { bits & status.rawValue != 0 }
    var reasons: [VerificationFailure.Reason] = []
    if has(GNUTLS_CERT_REVOKED) { reasons.append(.revoked) }
    if has(GNUTLS_CERT_EXPIRED) { reasons.append(.expired(day: day(of: leaf.notAfter))) }
    if has(GNUTLS_CERT_NOT_ACTIVATED) {
        reasons.append(.notYetValid(day: day(of: leaf.notBefore)))
    }
    if has(GNUTLS_CERT_SIGNATURE_FAILURE) { reasons.append(.signatureFailure) }
    if has(GNUTLS_CERT_SIGNER_NOT_FOUND) {
        let issuer = leaf.issuer
        reasons.append(
            issuer == leaf.subject ? .selfSigned : .unknownAuthority(issuer: issuer))
    }
    if has(GNUTLS_CERT_SIGNER_NOT_CA) { reasons.append(.authorityNotAllowed) }
    if has(GNUTLS_CERT_INSECURE_ALGORITHM) { reasons.append(.weak(weakness(of: chain))) }
    if has(GNUTLS_CERT_PURPOSE_MISMATCH) { reasons.append(.wrongPurpose) }
    for (status, sentence) in [
        (
            GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE,
            "certificate is beyond what its authority may sign"
        ),
        (
            GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED,
            "the revocation list or OCSP answer is out of date"
        ),
        (GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE, "the revocation list is from the future"),
        (GNUTLS_CERT_MISSING_OCSP_STATUS, "certificate demands an OCSP answer, and none came"),
        (GNUTLS_CERT_INVALID_OCSP_STATUS, "the OCSP answer that came along is not valid"),
        (GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "certificate has a critical extension nobody knows"),
    ] where has(status) {
        reasons.append(.other(sentence))
    }
    if bits != 0, reasons.isEmpty { reasons.append(.other("certificate is not trusted")) }
    return reasons
}

/// By what a peer was found to be who it has to be.
public enum VerifiedBy: Sendable, Hashable {
    /// Nobody, or a pre-shared key.
    case nothing

    /// Somebody trusted.
    case chain

    /// A pin.
    case pin

    /// Somebody trusted, and a pin.
    case chainAndPin
}

extension Session {
    /// Whether the peer's chain has to lead to somebody trusted, which is also what a stapled answer
    /// is believed by.
    public var checksChain: Bool { configuration.verification.checksChain }

    /// What has vouched for the peer's certificate.
    public var verifiedBy: VerifiedBy {
        let policy = configuration.verification
        guard isEstablished, peerRawPublicKey == nil else {
            return isEstablished && !policy.pins.isEmpty ? .pin : .nothing
        }
        guard !peerCertificates.isEmpty else { return .nothing }
        switch (policy.checksChain, policy.pins.isEmpty) {
        case (true, true): return .chain
        case (true, false): return .chainAndPin
        case (false, false): return .pin
        case (false, true): return .nothing
        }
    }
}

/// Which certificate of a chain is too weak, and why.
private func weakness(of chain: [Certificate]) -> String {
    let weak = chain.first { $0.isWeak } ?? chain.first
    guard let weak else { return "it has a weak signature or key" }
    return
        "\(weak.subject) has a key of \(weak.keyType), and is signed by \(weak.signatureAlgorithm)"
}
