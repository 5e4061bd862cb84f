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
        return try Priority(choices.render()).cipherSuites.map(\.name)
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
        #expect(try suites(.coap) == ["TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8"])
        let key = try suites(.coap) {
            $0.usesCertificates = false
            $0.usesPreSharedKey = true
        }
        #expect(key == ["TLS_PSK_WITH_AES_128_CCM_8"])
        let both = try suites(.coap) { $0.usesPreSharedKey = true }
        #expect(
            Set(both) == [
                "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "TLS_PSK_WITH_AES_128_CCM_8",
            ])
    }

    @Test("By default there is neither static RSA, CBC nor SHA-1")
    func standard() throws {
        let suites = try suites(.default) { $0.usesPreSharedKey = true }
        #expect(!suites.contains { $0.hasPrefix("TLS_RSA_") })
        #expect(!suites.contains { $0.contains("CBC") || $0.hasSuffix("_SHA") })
        #expect(
            suites.allSatisfy {
                $0.contains("GCM") || $0.contains("CCM") || $0.contains("POLY")
            })
    }

    @Test("The legacy profile has CBC and static RSA as well")
    func legacy() throws {
        let suites = try suites(.legacy)
        #expect(suites.contains { $0.hasSuffix("CBC_SHA") })
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
        #expect(suites.contains { $0.hasSuffix("CBC_SHA") })
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

    @Test func `the parts of a string make it up, and say what they come from`() throws {
        var choices = PriorityChoices()
        choices.ciphers = ["aes-256-gcm"]
        choices.groups = ["p-256"]
        let parts = try choices.parts()
        #expect(
            try choices.render() == parts.flatMap(\.keywords).joined(separator: ":"))
        #expect(
            parts.first { $0.origin == .ciphers }?.keywords == ["-CIPHER-ALL", "+AES-256-GCM"])
        #expect(
            parts.first { $0.origin == .groups }?.keywords == ["-GROUP-ALL", "+GROUP-SECP256R1"])
        #expect(parts.first { $0.origin == .versions }?.keywords == ["-VERS-ALL", "+VERS-DTLS1.2"])
    }

    @Test(arguments: PriorityChoices.Profile.allCases)
    func `every suite is enabled or left out for a reason`(
        profile: PriorityChoices.Profile
    ) throws {
        var choices = PriorityChoices()
        choices.profile = profile
        let priority = try Priority(choices.render())
        let enabled = priority.cipherSuites
        let omitted = priority.omittedSuites(choices)
        #expect(Set(enabled).union(omitted.map(\.suite)) == Set(CipherSuite.all))
        #expect(enabled.count + omitted.count == CipherSuite.all.count)
        for (suite, reason) in omitted {
            switch reason {
            case .anonymous: #expect(suite.name.contains("_anon_"))
            case .unencrypted: #expect(suite.name.contains("_NULL_"))
            case .noPreSharedKey: #expect(suite.name.contains("PSK"))
            case .noForwardSecrecy: #expect(!suite.name.contains("DHE"))
            case .cbc: #expect(suite.name.contains("_CBC_"))
            case .preSharedKeyAlone, .notNamed: Issue.record("\(suite) \(reason)")
            default: break
            }
        }
    }

    @Test func `reasons follow the choices`() throws {
        func reason(
            _ name: String, _ change: (inout PriorityChoices) -> Void
        ) throws -> Omission? {
            var choices = PriorityChoices()
            change(&choices)
            let priority = try Priority(choices.render())
            return priority.omittedSuites(choices).first { $0.suite.name == name }?.1
        }
        let suite = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        #expect(try reason(suite) { _ in } == nil)
        #expect(try reason(suite) { $0.ciphers = ["AES-256-GCM"] } == .notNamed)
        #expect(
            try reason(suite) {
                $0.usesCertificates = false
                $0.usesPreSharedKey = true
            } == .preSharedKeyAlone)
        #expect(try reason(suite) { $0.maximumVersion = .dtls10 } == .version)
        #expect(try reason(suite) { $0.explicit = "NORMAL:-AES-128-GCM" } == .profile)
        #expect(
            try reason("TLS_PSK_WITH_AES_128_GCM_SHA256") { $0.explicit = "NORMAL" } == .profile)
        #expect(try reason("TLS_PSK_WITH_AES_128_GCM_SHA256") { _ in } == .noPreSharedKey)
    }

    @Test(arguments: [PriorityChoices.Profile.default, .coap, .webrtc, .strict])
    func `no handshake is signed with SHA-1 but for old devices`(
        profile: PriorityChoices.Profile
    ) throws {
        var choices = PriorityChoices()
        choices.profile = profile
        #expect(try !Priority(choices.render()).signatures.contains { $0.hasSuffix("-SHA1") })
        choices.profile = .legacy
        #expect(try Priority(choices.render()).signatures.contains("RSA-SHA1"))
    }
}
