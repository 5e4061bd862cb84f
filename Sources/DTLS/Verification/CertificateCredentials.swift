internal import CGnuTLS

/// Certificates to show, and whom to trust for vouching for those that others show.
@safe final class CertificateCredentials: Sendable {
    /// Freed in `deinit`, never changed after `init`.
    private nonisolated(unsafe) let handle: gnutls_certificate_credentials_t

    /// Loads what `configuration` names.
    ///
    /// - Parameter identities: those to show; GnuTLS takes the first that fits what the peer speaks.
    ///
    /// The corresponding C functions are `gnutls_certificate_set_x509_trust_file`,
    /// `gnutls_certificate_set_x509_crl_file` and their neighbours.
    init(
        _ configuration: Credentials.Configuration, identities: [Identity]
    ) throws(GnuTLSError) {
        var certificate: gnutls_certificate_credentials_t?
        try GnuTLSError.check(
            unsafe gnutls_certificate_allocate_credentials(&certificate), "make credentials")
        guard let handle = unsafe certificate else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make credentials")
        }
        do throws(GnuTLSError) {
            // Primes for clients that know no FFDHE group (RFC 7919).
            if configuration.role == .server {
                unsafe gnutls_certificate_set_known_dh_params(handle, GNUTLS_SEC_PARAM_MEDIUM)
            }
            // A list that nobody trusted has signed revokes nothing.
            unsafe gnutls_certificate_set_flags(
                handle, UInt32(GNUTLS_CERTIFICATE_VERIFY_CRLS.rawValue))
            try unsafe Self.load(configuration.trust, into: handle)
            for path in configuration.revocationLists {
                try unsafe Self.loadRevocationList(path, into: handle)
            }
            for identity in identities { try unsafe identity.add(to: handle) }
            try unsafe configuration.rawPublicKey?.add(to: handle)
        } catch {
            unsafe gnutls_certificate_free_credentials(handle)
            throw error
        }
        unsafe self.handle = handle
    }

    deinit { unsafe gnutls_certificate_free_credentials(handle) }

    /// Makes `session` use them, in place of others where it had any.
    ///
    /// The corresponding C function is `gnutls_credentials_set`.
    func attach(to session: gnutls_session_t) throws(GnuTLSError) {
        try GnuTLSError.check(
            unsafe gnutls_credentials_set(
                session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(handle)),
            "use the certificate credentials")
    }

    // MARK: -

    private static func load(
        _ trust: TrustStore, into credentials: gnutls_certificate_credentials_t
    ) throws(GnuTLSError) {
        switch trust {
        case .none:
            return
        case .system:
            try GnuTLSError.check(
                unsafe gnutls_certificate_set_x509_system_trust(credentials),
                "load the system's certificate authorities")
        case .file(let path):
            let action = "load certificate authorities from \(path)"
            try load(action) { format in
                unsafe gnutls_certificate_set_x509_trust_file(credentials, path, format)
            }
        case .directory(let path):
            let action = "load certificate authorities from \(path)"
            try checkLoaded(
                unsafe gnutls_certificate_set_x509_trust_dir(
                    credentials, path, GNUTLS_X509_FMT_PEM),
                action)
        case .pem(let text):
            let code = unsafe withDatum(Array(text.utf8)) { data in
                unsafe gnutls_certificate_set_x509_trust_mem(
                    credentials, data, GNUTLS_X509_FMT_PEM)
            }
            try checkLoaded(code, "load certificate authorities")
        }
    }

    /// The authorities have to be there before, since they have to have signed it.
    private static func loadRevocationList(
        _ path: String, into credentials: gnutls_certificate_credentials_t
    ) throws(GnuTLSError) {
        let action = "load a revocation list from \(path)"
        do throws(GnuTLSError) {
            try load(action) { format in
                unsafe gnutls_certificate_set_x509_crl_file(credentials, path, format)
            }
        } catch {
            guard error.code == GNUTLS_E_CRL_VERIFICATION_ERROR else { throw error }
            // The code alone leaves open whether it is too old or by a stranger.
            let why =
                RevocationList.end(path).map { "it was good until \(day(of: $0))" }
                ?? "nobody who is trusted has signed it"
            throw GnuTLSError(code: error.code, action: "\(action), as \(why)")
        }
    }

    private static func load(
        _ action: String, _ read: (gnutls_x509_crt_fmt_t) -> Int32
    ) throws(GnuTLSError) {
        // GnuTLS would find PEM in the strings of a DER form as well.
        var code = read(GNUTLS_X509_FMT_DER)
        if code <= 0, code != GNUTLS_E_CRL_VERIFICATION_ERROR {
            code = read(GNUTLS_X509_FMT_PEM)
        }
        try checkLoaded(code, action)
    }

    private static func checkLoaded(_ code: Int32, _ action: String) throws(GnuTLSError) {
        try GnuTLSError.check(code, action)
        guard code > 0 else {
            throw GnuTLSError(code: GNUTLS_E_NO_CERTIFICATE_FOUND, action: action)
        }
    }
}
