import Testing

@testable import DTLS

@Suite struct PriorityTests {
    /// The suites that `change` to a profile's choices leaves enabled.
    private func suites(
        _ profile: PriorityChoices.Profile, _ change: (inout PriorityChoices) -> Void = { _ in }
    ) throws -> [String] {
        var choices = PriorityChoices()
        choices.profile = profile
        change(&choices)
        return try Priority(choices.render()).suites
    }

    @Test(
        "GnuTLS accepts every profile, with certificates, with a pre-shared key, and with both",
        arguments: PriorityChoices.Profile.allCases)
    func accepted(profile: PriorityChoices.Profile) throws {
        for (certificates, key, plain) in [
            (true, false, false), (false, true, false), (false, true, true), (true, true, false),
            (true, true, true),
        ] {
            let suites = try suites(profile) {
                $0.usesCertificates = certificates
                $0.usesPreSharedKey = key
                $0.plainPreSharedKey = plain
            }
            #expect(!suites.isEmpty)
            #expect(suites.contains { $0.contains("PSK") } == key)
            #expect(suites.contains { !$0.contains("PSK") } == certificates)
            #expect(!suites.contains { $0.contains("RSA_PSK") })
        }
    }

    @Test("CoAP's profile enables the two mandatory suites, and nothing else")
    func coap() throws {
        #expect(try suites(.coap) == ["GNUTLS_ECDHE_ECDSA_AES_128_CCM_8".asSuite])
        let key = try suites(.coap) {
            $0.usesCertificates = false
            $0.usesPreSharedKey = true
        }
        #expect(key == ["GNUTLS_PSK_AES_128_CCM_8".asSuite])
        let both = try suites(.coap) { $0.usesPreSharedKey = true }
        #expect(
            Set(both) == [
                "GNUTLS_ECDHE_ECDSA_AES_128_CCM_8".asSuite, "GNUTLS_PSK_AES_128_CCM_8".asSuite,
            ])
    }

    @Test("By default there is neither static RSA, CBC nor SHA-1")
    func standard() throws {
        let suites = try suites(.default) { $0.usesPreSharedKey = true }
        #expect(!suites.contains { $0.hasPrefix("TLS_RSA_") })
        #expect(!suites.contains { $0.contains("CBC") || $0.hasSuffix("SHA1") })
        #expect(
            suites.allSatisfy {
                $0.contains("GCM") || $0.contains("CCM") || $0.contains("POLY")
            })
    }

    @Test("The legacy profile has CBC and static RSA as well")
    func legacy() throws {
        let suites = try suites(.legacy)
        #expect(suites.contains { $0.contains("CBC_SHA1") })
        #expect(suites.contains { $0.hasPrefix("TLS_RSA_") })
        #expect(suites.contains { $0.contains("GCM") })
    }

    @Test("The strict profile has forward secrecy and AEAD with keys of 256 bits alone")
    func strict() throws {
        let suites = try suites(.strict) { $0.usesPreSharedKey = true }
        #expect(suites.allSatisfy { $0.contains("DHE") })
        #expect(suites.allSatisfy { $0.contains("AES_256_GCM") || $0.contains("CHACHA20") })
    }

    @Test("WebRTC's profile has forward secrecy and AEAD alone")
    func webrtc() throws {
        let suites = try suites(.webrtc)
        #expect(suites.allSatisfy { $0.contains("DHE") })
        #expect(suites.allSatisfy { $0.contains("GCM") || $0.contains("CHACHA20") })
    }

    @Test("A plain pre-shared key gives up forward secrecy, and only that")
    func plain() throws {
        let suites = try suites(.default) {
            $0.usesCertificates = false
            $0.usesPreSharedKey = true
            $0.plainPreSharedKey = true
        }
        #expect(suites.allSatisfy { $0.hasPrefix("TLS_PSK_") })
    }

    @Test("DTLS 1.0 is reached by asking for it")
    func oldVersion() throws {
        let suites = try suites(.default) { $0.minimumVersion = .dtls10 }
        #expect(suites.contains { $0.contains("CBC_SHA1") })
        #expect(!suites.contains { $0.hasPrefix("TLS_RSA_") })
        var choices = PriorityChoices()
        #expect(!choices.allowsOldVersion)
        choices.profile = .legacy
        #expect(choices.allowsOldVersion)
    }

    @Test("Named ciphers are the only ones, in any spelling of their letters")
    func ciphers() throws {
        let suites = try suites(.default) { $0.ciphers = ["aes-256-gcm"] }
        #expect(!suites.isEmpty)
        #expect(suites.allSatisfy { $0.contains("AES_256_GCM") })
    }

    @Test("Every group that GnuTLS lists can be named, and the names that others use")
    func groups() throws {
        for name in PriorityChoices.groupNames + ["P-256", "prime256v1", "p-384", "x25519"] {
            #expect(try !suites(.default) { $0.groups = [name] }.isEmpty)
        }
    }

    @Test("Every cipher that GnuTLS lists can be named")
    func everyCipher() throws {
        #expect(!PriorityChoices.cipherNames.contains("NULL"))
        for name in PriorityChoices.cipherNames {
            var choices = PriorityChoices()
            choices.ciphers = [name]
            // Some have no suite in DTLS 1.2 without SHA-1: that is said, and not a misspelling.
            do throws(PriorityError) {
                _ = try Priority(choices.render())
            } catch {
                #expect(error.offset == nil && error.reason != nil)
            }
        }
    }

    @Test("An unknown cipher or group is named, along with those that there are")
    func unknown() {
        var choices = PriorityChoices()
        choices.ciphers = ["AES-128-GCM", "ROT-13"]
        let cipher = #expect(throws: PriorityError.self) { try choices.render() }
        #expect(cipher?.description.hasPrefix("no such cipher: ROT-13; there are ") == true)
        #expect(cipher?.description.contains("AES-256-GCM") == true)
        choices.ciphers = []
        choices.groups = ["P-257"]
        let group = #expect(throws: PriorityError.self) { try choices.render() }
        #expect(group?.description.contains("no such group: P-257") == true)
        #expect(group?.description.contains("X25519") == true)
    }

    @Test("A minimum version above the maximum is refused")
    func versions() {
        var choices = PriorityChoices()
        choices.minimumVersion = .dtls12
        choices.maximumVersion = .dtls10
        let error = #expect(throws: PriorityError.self) { try choices.render() }
        #expect(error?.description == "the minimum version 1.2 is above 1.0")
    }

    @Test("An error tells where it is, counted from one")
    func position() {
        let error = #expect(throws: PriorityError.self) {
            try Priority("NORMAL:-VERS-ALL:+NONSENSE:+AES-128-GCM")
        }
        #expect(error?.offset == 17)
        #expect(
            error?.description
                == "bad priority string at position 18: \"+NONSENSE:+AES-128-GCM\"")
    }

    @Test("An explicit string wins over everything else")
    func explicit() throws {
        var choices = PriorityChoices()
        choices.explicit = "SECURE128:-VERS-ALL:+VERS-DTLS1.2"
        choices.ciphers = ["ROT-13"]
        #expect(try choices.render() == "SECURE128:-VERS-ALL:+VERS-DTLS1.2")
    }
}

extension String {
    /// The name of a suite as `Priority.suites` has it.
    fileprivate var asSuite: String { hasPrefix("GNUTLS_") ? "TLS_" + dropFirst(7) : self }
}
