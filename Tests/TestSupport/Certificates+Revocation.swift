import Foundation

extension Certificates {
    /// A revocation list of an authority, in PEM.
    ///
    /// - Parameter until: when the next list is due, as certtool reads it.
    package func revoke(
        _ pair: Pair, by authority: Pair? = nil, until: String = "2036-01-01 00:00:00",
        to name: String
    ) async throws -> String {
        let authority = authority ?? self.authority
        let template = try folder.write(
            """
            crl_next_update_date = "\(until)"
            crl_this_update_date = "2020-01-01 00:00:00"
            crl_number = 1

            """, to: name + ".template")
        let path = folder.file(name)
        let outcome = try await Program(
            "certtool",
            [
                "--generate-crl", "--load-ca-certificate", authority.cert,
                "--load-ca-privkey", authority.key, "--load-certificate", pair.cert,
                "--template", template, "--outfile", path,
            ]
        ).outcome()
        guard outcome.status == 0 else { throw TestFailure("certtool: \(outcome.errors)") }
        return path
    }

    /// The authority's OCSP answer about a certificate, in DER.
    package func status(
        of pair: Pair, isRevoked: Bool, by authority: Pair? = nil, to name: String
    ) async throws -> String {
        let authority = authority ?? self.authority
        let serial = try await openssl(["x509", "-in", pair.cert, "-noout", "-serial"])
            .split(separator: "=")[1].trimmingCharacters(in: .whitespacesAndNewlines)
        let state = isRevoked ? "R\t360101000000Z\t260101000000Z" : "V\t360101000000Z\t"
        let index = try folder.write(
            "\(state)\t\(serial)\tunknown\t/CN=somebody\n", to: name + ".index")
        let (question, answer) = (folder.file(name + ".question"), folder.file(name))
        try await openssl(
            [
                "ocsp", "-issuer", self.authority.cert, "-cert", pair.cert, "-no_nonce",
                "-reqout", question,
            ])
        try await openssl(
            [
                "ocsp", "-index", index, "-CA", self.authority.cert, "-rsigner", authority.cert,
                "-rkey", authority.key, "-reqin", question, "-respout", answer, "-ndays", "7",
            ])
        return answer
    }
}
