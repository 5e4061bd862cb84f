import Testing

@testable import DTLS

@Suite struct CertificateNameTests {
    @Test("DNS names and addresses are told apart")
    func kinds() throws {
        #expect(try CertificateName("gw.example") == .dns("gw.example"))
        #expect(try CertificateName("*.example") == .dns("*.example"))
        #expect(try CertificateName("_srv.example") == .dns("_srv.example"))
        #expect(try CertificateName("192.0.2.1") == .address([192, 0, 2, 1]))
        #expect(try CertificateName("::1").description == "::1")
    }

    @Test("A name with letters outside ASCII is written as DNS has it")
    func international() throws {
        #expect(try CertificateName("bücher.example") == .dns("xn--bcher-kva.example"))
    }

    @Test(
        "What is no name is refused",
        arguments: [
            "", " ", "a b", "a\nb", "a\0b", "a\u{1B}[31m", "a\u{202E}b", "-a", "a-", "a..b", ".a",
            "a.", "*", "a.*.b", "*a.b", "300.1.1.1", "1.2.3", "fe80::1%eth0", "[::1]", "a/b", "a:1",
            String(repeating: "x", count: 64), String(repeating: "x.", count: 127) + "xx",
            String(repeating: "x", count: 100_000),
        ])
    func bad(text: String) {
        #expect(throws: IdentityError.self) { try CertificateName(text) }
    }

    @Test("A subject is a common name, or a distinguished name where there is = in it")
    func subjects() throws {
        #expect(try CertificateSubject("Lab 1") == .commonName("Lab 1"))
        #expect(
            try CertificateSubject("CN=Lab,O=Ex\\, Inc,C=DE")
                == .distinguishedName("CN=Lab,O=Ex\\, Inc,C=DE"))
    }

    @Test(
        "What is no subject is refused",
        arguments: [
            "", "a\u{1B}b", "a\u{202E}b", "a\0b", String(repeating: "x", count: 65), "CN=", "=",
            "CN=a,,", "FOO=a", "CN=#0403", "C=Germany", "CN=a\nb",
            "CN=" + String(repeating: "x", count: 65), "CN=" + String(repeating: "x", count: 9_999),
        ])
    func badSubject(text: String) {
        #expect(throws: IdentityError.self) { try CertificateSubject(text) }
    }
}
