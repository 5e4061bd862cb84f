import TestSupport
import Testing

/// What --srtp, --export and --alpn take.
@Suite(.timeLimit(.minutes(10))) struct KeyingTests {
    @Test(arguments: [
        ["--export", ""], ["--export", ":60"], ["--export", "a:0"], ["--export", "a:4097"],
        ["--export", "a:"], ["--export", "a:b"], ["--export", "a:-1"], ["--export", "a:1x"],
        ["--export", "key expansion"], ["--export", "key expansion:104"],
        ["--export", "zoë"], ["--export", "a\tb"], ["--srtp", ""], ["--srtp", ","],
        ["--srtp", "SRTP_AES128"], ["--srtp", "SRTP_AEAD_AES_128_GCM,none"],
        [
            "--srtp",
            "SRTP_AES128_CM_HMAC_SHA1_80,SRTP_AES128_CM_HMAC_SHA1_32,SRTP_NULL_HMAC_SHA1_80,"
                + "SRTP_NULL_HMAC_SHA1_32,SRTP_AEAD_AES_128_GCM",
        ],
        ["--alpn", ""], ["--alpn", ","], ["--alpn", "a,b,c,d,e,f,g,h,i"],
        ["--alpn", "a23456789012345678901234567890123"],
    ]) func `what cannot be asked for is a usage error`(options: [String]) async throws {
        for command in ["connect", "listen"] {
            let outcome = try await DTLSCat.run([command] + options + ["127.0.0.1", "9"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.hasPrefix("dtlscat: "))
        }
    }

    @Test func `an unknown SRTP profile is answered with those that there are`() async throws {
        let outcome = try await DTLSCat.run(
            ["connect", "--srtp", "SRTP_FOO", "127.0.0.1", "9"])
        #expect(outcome.errors.contains("no such SRTP profile: SRTP_FOO"), "\(outcome.errors)")
        #expect(outcome.errors.contains("SRTP_AEAD_AES_256_GCM"), "\(outcome.errors)")
    }

    @Test func `eight protocols of 31 bytes are as many as can be offered`() async throws {
        let names = (0..<8).map { "\($0)" + String(repeating: "x", count: 30) }
        let listener = try await Listener(["--alpn", names.joined(separator: ",")])
        let outcome = try await listener.connect(["-v", "--alpn", names[7]])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("ALPN \(names[7])"), "\(outcome.errors)")
    }

    @Test func `both sides show the same keying material, each client's its own`() async throws {
        let listener = try await Listener(["-k", "--export", "EXPORTER-test"])
        var seen: Set<String> = []
        for _ in 0..<2 {
            // Asked for, it is told even where all else is not.
            let outcome = try await listener.connect(["-Q", "--export", "EXPORTER-test:32"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let ours = try #require(outcome.errors.split(separator: " ").last).dropLast()
            #expect(ours.utf8.count == 64, "\(outcome.errors)")
            try await listener.program.line(with: "keying material EXPORTER-test: \(ours)")
            seen.insert(String(ours))
        }
        #expect(seen.count == 2)
    }

    @Test func `nothing is shown that was not asked for`() async throws {
        let listener = try await Listener()
        let outcome = try await listener.connect(["-vvv", "--json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("keying material"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("export"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("CLIENT_RANDOM"), "\(outcome.errors)")
    }
}
