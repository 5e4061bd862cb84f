internal import CGnuTLS

/// What the authority says of the server's certificate, as the server has sent it along: a stapled
/// OCSP answer (RFC 6066 section 8, RFC 6960).
public struct StapledStatus: Sendable, Hashable {
    /// The authority's verdict.
    public enum Verdict: Sendable, Hashable {
        /// Not revoked, as far as the responder knows.
        case good

        /// Since then, in seconds since 1970.
        case revoked(since: Int)

        /// The responder does not know the certificate.
        case unknown
    }

    /// The verdict.
    public let verdict: Verdict

    /// Since when it has held, in seconds since 1970.
    public let thisUpdate: Int

    /// When there is a newer one, likewise; `nil` where the answer does not say.
    public let nextUpdate: Int?
}

extension Session {
    /// What came along with the server's certificate; `nil` where nothing did, or nothing that can be
    /// read. Whether it is to be believed is part of the verification of the chain. Client only.
    ///
    /// The corresponding C functions are `gnutls_ocsp_status_request_get2` and
    /// `gnutls_ocsp_resp_get_single`.
    public var stapledStatus: StapledStatus? {
        guard role == .client else { return nil }
        // Belongs to the session.
        var response = unsafe gnutls_datum_t()
        guard unsafe gnutls_ocsp_status_request_get2(handle.pointer, 0, &response) >= 0 else {
            return nil
        }
        var answer: gnutls_ocsp_resp_t?
        guard unsafe gnutls_ocsp_resp_init(&answer) >= 0, let answer = unsafe answer else {
            return nil
        }
        defer { unsafe gnutls_ocsp_resp_deinit(answer) }
        guard unsafe gnutls_ocsp_resp_import(answer, &response) >= 0 else { return nil }
        var status: UInt32 = 0
        var (this, next, revoked): (time_t, time_t, time_t) = (0, 0, 0)
        let code = unsafe gnutls_ocsp_resp_get_single(
            answer, 0, nil, nil, nil, nil, &status, &this, &next, &revoked, nil)
        guard code >= 0 else { return nil }
        let verdict: StapledStatus.Verdict =
            switch gnutls_ocsp_cert_status_t(rawValue: status) {
            case GNUTLS_OCSP_CERT_GOOD: .good
            case GNUTLS_OCSP_CERT_REVOKED: .revoked(since: revoked)
            default: .unknown
            }
        // -1 where it is not there.
        return StapledStatus(
            verdict: verdict, thisUpdate: this, nextUpdate: next < 0 ? nil : next)
    }
}
