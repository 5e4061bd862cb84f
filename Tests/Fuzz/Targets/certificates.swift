// libFuzzer: -max_len=4096
@testable import DTLS

/// Certificates, requests, keys and containers in files of others, and what is told of them.
func fuzz(_ input: [UInt8]) {
    for certificate in (try? Certificate.parse(input)) ?? [] {
        let der = certificate.der
        check(!der.isEmpty, "a certificate that cannot be written")
        check((try? Certificate(der: der))?.der == der, "another certificate than was written")
        check((try? Certificate.parse(Array(certificate.pem.utf8)))?.first?.der == der, "in PEM")
        _ = (certificate.subject, certificate.issuer, certificate.isFor("localhost"))
        _ = Mirror(reflecting: certificate)
        _ = certificate.hostNames
        check(
            Pin.publicKey(of: certificate).matches(certificate)
                != certificate.publicKeyInfo.isEmpty,
            "its own pin does not match")
    }
    _ = try? RawPublicKey(input, password: "secret")
    if let container = try? PKCS12(input, "secret", path: "file") {
        _ = try? container.certificates(path: "file")
    }
    if let blob = sshKey(input) { check(blob.count > 8, "a key of \(blob.count) bytes") }
}
