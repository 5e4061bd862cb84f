import ClientHello
import DTLS
import Testing

@Suite struct RegisteredSuiteTests {
    @Test func `every suite of GnuTLS is registered under the same name`() {
        for suite in CipherSuite.all where suite.cipher != "ARCFOUR-128" {
            guard let registered = RegisteredSuite.named(suite.code) else {
                Issue.record("\(suite.name) is missing")
                continue
            }
            #expect(registered.name == suite.name)
            #expect(registered.openSSLName == suite.openSSLName)
            #expect(registered.isAEAD == (suite.mac == "AEAD"), "\(suite.name)")
        }
        #expect(RegisteredSuite.all.count > CipherSuite.all.count + 120)
        #expect(Set(RegisteredSuite.all.map(\.code)).count == RegisteredSuite.all.count)
    }

    @Test func `what GnuTLS does not speak is there too`() {
        let known = Set(CipherSuite.all.map(\.code))
        for (code, name) in [
            (0xC060, "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256"),
            (0x0096, "TLS_RSA_WITH_SEED_CBC_SHA"), (0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA"),
            (0xC02D, "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256"),
            (0x0019, "TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA"),
            (0xC0AB, "TLS_PSK_DHE_WITH_AES_256_CCM_8"),
            (0xD003, "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"),
        ] as [(UInt16, String)] {
            #expect(RegisteredSuite.named(code)?.name == name)
            if code != 0xC0AB { #expect(!known.contains(code)) }
        }
        #expect(!RegisteredSuite.all.contains { $0.name.contains("RC4") })
    }

    @Test func `what a suite is worth is read from its name`() throws {
        func suite(_ code: UInt16) throws -> RegisteredSuite {
            try #require(RegisteredSuite.named(code))
        }
        let best = try suite(0xC02B)
        #expect(best.isAEAD && best.isForwardSecret && !best.isWeak && best.isSigned)
        #expect(best.exchange == .ellipticCurve && best.isNew && !best.isCBC)
        let plain = try suite(0x002F)
        #expect(plain.isCBC && !plain.isForwardSecret && !plain.isNew && plain.exchange == .none)
        let key = try suite(0xC0A8)
        #expect(key.usesPreSharedKey && !key.isForwardSecret && key.exchange == .none)
        #expect(try suite(0x00AA).exchange == .finiteField)
        #expect(try suite(0xC0AA).isForwardSecret)
        #expect(try !suite(0xC02D).isForwardSecret)
        #expect(try suite(0x0001).isNull && suite(0x0008).isExport && suite(0x0034).isAnonymous)
        #expect(try suite(0x000A).hasSmallBlocks && suite(0x0007).hasSmallBlocks)
        #expect(try suite(0xC01D).usesPassword)
    }

    @Test func `what is best is offered first, and what is weak last`() {
        let all = RegisteredSuite.all
        #expect(all.first?.keyExchange == "ECDHE_ECDSA")
        let firstWeak = all.firstIndex(where: \.isWeak) ?? 0
        #expect(!all[firstWeak...].contains { !$0.isWeak })
    }
}
