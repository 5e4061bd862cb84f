internal import CGnuTLS
internal import Glibc

/// A certificate, and its key, that may sign others.
public struct CertificateAuthority: Sendable {
    /// Its own certificate, and those of whoever vouches for it.
    public let chain: [Certificate]

    private let key: PrivateKey

    /// Takes an identity whose certificate is that of an authority, and valid now.
    ///
    /// The corresponding C functions are `gnutls_x509_crt_get_ca_status` and
    /// `gnutls_x509_crt_get_key_usage`.
    ///
    /// - Parameters:
    ///   - identity: the certificate of the authority, with its key.
    ///   - path: what to call it in an error.
    /// - Throws: an ``IdentityError`` where it is not an authority's, may not sign, is not valid
    ///   now, or its key is on a token.
    public init(_ identity: Identity, path: String) throws(IdentityError) {
        guard let key = identity.key, let certificate = identity.chain.first else {
            throw IdentityError("a key on a token cannot sign here: \(path)")
        }
        guard unsafe gnutls_x509_crt_get_ca_status(certificate.handle, nil) > 0 else {
            throw IdentityError("the certificate in \(path) is not that of an authority")
        }
        var usage: UInt32 = 0
        if unsafe gnutls_x509_crt_get_key_usage(certificate.handle, &usage, nil) >= 0,
            usage & UInt32(GNUTLS_KEY_KEY_CERT_SIGN) == 0
        {
            throw IdentityError("the certificate in \(path) may not sign others")
        }
        let now = time(nil)
        guard now < certificate.notAfter else {
            throw IdentityError(
                "the certificate in \(path) expired on \(day(of: certificate.notAfter))")
        }
        guard now >= certificate.notBefore else {
            throw IdentityError(
                "the certificate in \(path) is not valid before \(day(of: certificate.notBefore))")
        }
        chain = identity.chain
        self.key = key
    }

    /// When its certificate ends, which those that it signs cannot outlive.
    public var notAfter: Int { chain[0].notAfter }

    /// Makes a certificate for `key`: an identity, with the chain to show.
    ///
    /// - Throws: a ``GnuTLSError`` where `template` cannot be put into a certificate.
    public func issue(
        _ template: CertificateTemplate, to key: PrivateKey
    ) throws(GnuTLSError) -> Identity {
        Identity(chain: try sign(template, .key(key)), key: key)
    }

    /// Makes a certificate for the key of a request: it, and the chain to show with it. Only the
    /// key is taken from the request, and what `template` says counts.
    ///
    /// - Throws: a ``GnuTLSError`` where `template` cannot be put into a certificate.
    public func issue(
        _ template: CertificateTemplate, to request: CertificateRequest
    ) throws(GnuTLSError) -> [Certificate] {
        try sign(template, .request(request))
    }

    private func sign(
        _ template: CertificateTemplate, _ holder: CertificateTemplate.Holder
    ) throws(GnuTLSError) -> [Certificate] {
        var template = template
        template.validity = template.validity.clamped(to: chain[0].notBefore...notAfter)
        let leaf = try template.make(for: holder, issuer: chain[0], signer: key)
        // A root is known to who trusts it, and of no use to who does not.
        return [leaf] + chain.filter { $0.subject != $0.issuer }
    }
}
