import TestSupport
import Testing

@testable import DTLS

@Suite struct HelloOfferTests {
    private let hello = ForgedHello(1).datagram

    @Test func `a hello says what its client offers`() throws {
        let read = HelloOffer(clientHelloIn: hello.span)
        let offer = try #require(read)
        #expect(offer.versions == [0xFEFD])
        #expect(offer.suites == [0xC02B, 0xC02F, 0xD001, 0x00A8])
        #expect(
            offer.text == "DTLS 1.2 with TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "
                + "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, 0xD001, TLS_PSK_WITH_AES_128_GCM_SHA256")
    }

    @Test func `ours is that of the priority string`() throws {
        let offer = HelloOffer(try Priority("NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-DTLS1.0"))
        #expect(offer.versions == [0xFEFD, 0xFEFF])
        #expect(offer.suites.count > 4)
        #expect(offer.text.hasPrefix("DTLS 1.2, DTLS 1.0 with TLS_"))
        #expect(offer.text.hasSuffix(" and \(offer.suites.count - 3) more"))
    }

    @Test func `a hello that ends early says what it has, and any bytes will do`() {
        for end in 0...hello.count { _ = HelloOffer(clientHelloIn: Array(hello[..<end]).span) }
        let none = HelloOffer(clientHelloIn: Array(hello[..<30]).span)
        #expect(none == nil)
        var seed: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes = hello
            for _ in 0..<3 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 20)
            }
            _ = HelloOffer(clientHelloIn: bytes.span)
            _ = HelloOffer.versionChosen(in: bytes.span)
        }
    }

    @Test func `every alert that GnuTLS can name has a meaning`() {
        for code in UInt8.min...UInt8.max {
            let alert = Alert(level: .fatal, code: code)
            #expect(alert.meaning != nil || alert.name.hasPrefix("alert_"), "\(alert)")
        }
    }
}
