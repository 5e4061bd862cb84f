import Testing

@testable import DTLS

@Suite struct SRTPProfileTests {
    private func agreed(
        _ client: [SRTPProfile], _ server: [SRTPProfile]
    ) throws -> (client: SRTPProfile?, server: SRTPProfile?) {
        let pair = try Pair {
            $0.adjustClient = { $0.srtpProfiles = client }
            $0.adjustServer = { $0.srtpProfiles = server }
        }
        try pair.handshake()
        return (pair.client.srtpProfile, pair.server.srtpProfile)
    }

    @Test("Each profile is agreed on", arguments: SRTPProfile.allCases)
    func each(profile: SRTPProfile) throws {
        #expect(try agreed([profile], [profile]) == (profile, profile))
    }

    @Test("The client's first that the server has is taken")
    func order() throws {
        let four = Array(SRTPProfile.allCases.prefix(SRTPProfile.maximumCount))
        #expect(try agreed(four, four.reversed()) == (four[0], four[0]))
        #expect(
            try agreed([.aeadAES256GCM, .aeadAES128GCM], [.nullSHA1Tag80, .aeadAES128GCM])
                == (.aeadAES128GCM, .aeadAES128GCM))
    }

    @Test("With none in common the session stands without")
    func none() throws {
        #expect(try agreed([.aeadAES128GCM], [.aeadAES256GCM]) == (nil, nil))
        #expect(try agreed([.aeadAES128GCM], []) == (nil, nil))
        #expect(try agreed([], [.aeadAES128GCM]) == (nil, nil))
    }

    @Test("Names are IANA's; OpenSSL's and GnuTLS's go too")
    func names() {
        for profile in SRTPProfile.allCases {
            #expect(SRTPProfile(name: profile.description) == profile)
            #expect(SRTPProfile(name: profile.description.lowercased()) == profile)
        }
        #expect(SRTPProfile(name: "SRTP_AES128_CM_SHA1_80") == .aes128SHA1Tag80)
        #expect(SRTPProfile(name: "SRTP_NULL_SHA1_32") == .nullSHA1Tag32)
        #expect(SRTPProfile(name: "SRTP_AES256_CM_HMAC_SHA1_80") == nil)
        #expect(SRTPProfile(name: "") == nil)
    }

    @Test("A session with SRTP cannot be taken up again", arguments: [true, false])
    func resumption(hasSRTP: Bool) throws {
        let key = try TicketKey()
        let profiles: [SRTPProfile] = hasSRTP ? [.aes128SHA1Tag80] : []
        let first = try Pair {
            $0.adjustClient = {
                $0.wantsTicket = true
                $0.srtpProfiles = profiles
            }
            $0.adjustServer = {
                $0.ticketKey = key
                $0.srtpProfiles = profiles
            }
        }
        try first.handshake()
        #expect((first.client.resumptionData == nil) == hasSRTP)
    }
}
