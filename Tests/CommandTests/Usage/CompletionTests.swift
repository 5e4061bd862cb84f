import Foundation
import TestSupport
import Testing

/// The completions, in the shells that they are for.
@Suite(.serialized) struct CompletionTests {
    /// A line, and what is offered in the place of its last word.
    struct Case: Sendable {
        let line: String
        let offered: [String]
        var notOffered: [String] = []

        /// What the line becomes where there is one answer.
        var becomes: String?
    }

    @Test(.timeLimit(.minutes(10)), arguments: CompletingShell.allCases)
    func aShellOffersWhatMayStandThere(shell: CompletingShell) async throws {
        let folder = try Self.folder()
        let answers = try await shell.complete(Self.cases.map(\.line), in: folder)
        for (test, answer) in zip(Self.cases, answers) {
            for word in test.offered {
                #expect(answer.offers(word), "\(test.line): \(word) not in \(answer.offers)")
            }
            for word in test.notOffered {
                #expect(!answer.offers(word), "\(test.line): \(word) in \(answer.offers)")
            }
            if let line = test.becomes, shell != .fish { #expect(answer.line == line) }
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: CompletingShell.allCases)
    func everyOptionOfEverySubcommandIsOffered(shell: CompletingShell) async throws {
        var lines = ["dtlscat -"]
        var expected = [try await CommandLineHelp.command("connect").ownOptions]
        for command in try await CommandLineHelp.commands().flatMap(\.withSubcommands) {
            for spelling in command.spellings {
                lines.append("dtlscat \(spelling) -")
                expected.append(command.ownOptions)
            }
        }
        let answers = try await shell.complete(lines, in: try Self.folder())
        for (options, answer) in zip(expected, answers) {
            for option in options {
                #expect(answer.offers(option), "\(answer.typed) lacks \(option)")
            }
        }
    }

    @Test func aFileWhoseNameIsACommandIsNotRunByBash() async throws {
        let folder = try Self.folder()
        try folder.write("", to: "$(touch pwned)")
        try folder.write("", to: "`touch pwned`")
        let lines = ["dtlscat c --pin @", "dtlscat c --cert ", "dtlscat fingerprint "]
        let answers = try await CompletingShell.bash.complete(lines, in: folder)
        #expect(answers[0].offers("@pins.txt"))
        #expect(!answers[0].offers.contains { $0.contains("touch") })
        #expect(answers[1].offers("$(touch pwned)"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("pwned")))
    }

    @Test func theScriptsAreMadeWhicheverWayTheyAreAskedFor() async throws {
        let one = try await DTLSCat.run(["--generate-completion-script", "bash"])
        let other = try await DTLSCat.run(["--generate-completion-script=bash"])
        #expect(one.status == 0)
        #expect(one.text.contains("compopt -o nospace"))
        #expect(one.text == other.text)
    }

    // MARK: -

    private static let cases = [
        // Subcommands, their other names, and the one that may be left out.
        Case(
            line: "dtlscat ", offered: ["connect", "listen", "forward", "keygen", "help"],
            notOffered: ["psk"]),
        Case(line: "dtlscat pri", offered: ["priority"], becomes: "dtlscat priority "),
        Case(line: "dtlscat help ke", offered: ["keygen"], becomes: "dtlscat help keygen "),
        Case(line: "dtlscat help keygen ", offered: ["cert", "psk", "rpk"]),
        Case(line: "dtlscat keygen ", offered: ["cert", "psk", "rpk"], notOffered: ["list"]),
        Case(line: "dtlscat hosts ", offered: ["list", "forget", "import", "scan"]),
        Case(line: "dtlscat hosts forget --know", offered: ["--known-hosts"]),
        Case(line: "dtlscat c --rec", offered: ["--record-size", "--recv-only", "--reconnect"]),
        Case(
            line: "dtlscat l --keep-", offered: ["--keep-open"], notOffered: ["--pin"],
            becomes: "dtlscat l --keep-open "),
        Case(
            line: "dtlscat -l --max-c", offered: ["--max-conns"],
            becomes: "dtlscat -l --max-conns "),
        Case(line: "dtlscat --listen 4433 --bro", offered: ["--broker"]),
        Case(
            line: "dtlscat -4 --strict", offered: ["--strict-tofu"],
            becomes: "dtlscat -4 --strict-tofu "),
        Case(line: "dtlscat --fram", offered: ["--framing"], becomes: "dtlscat --framing "),
        Case(line: "dtlscat gw.example 3391 --tofu --prof", offered: ["--profile"]),
        Case(line: "dtlscat probe --cou", offered: ["--count"], notOffered: ["--framing"]),
        // Values that are few.
        Case(
            line: "dtlscat connect --framing ",
            offered: ["stream", "line", "nul", "len16", "len32", "whole", "hex", "jsonl"],
            notOffered: ["keys", "localhost"]),
        Case(
            line: "dtlscat connect --framing=he", offered: ["--framing=hex"],
            becomes: "dtlscat connect --framing=hex "),
        Case(
            line: "dtlscat c --profile ",
            offered: ["default", "coap", "webrtc", "legacy", "strict"]),
        Case(line: "dtlscat -l --flow ", offered: ["auto", "heartbeat", "none"]),
        Case(line: "dtlscat c --too-large ", offered: ["split", "error", "drop"]),
        Case(line: "dtlscat c --min-version ", offered: ["1.0", "1.2"], notOffered: ["1.1"]),
        Case(line: "dtlscat bench --df ", offered: ["yes", "no"]),
        Case(line: "dtlscat fingerprint --algorithm ", offered: ["sha256", "sha1", "sha512"]),
        Case(line: "dtlscat fingerprint --format ", offered: ["hex", "tlsa", "ssh", "all"]),
        Case(line: "dtlscat fingerprint --what ", offered: ["cert", "spki", "chain"]),
        Case(line: "dtlscat keygen cert --type ", offered: ["ecdsa", "ed25519", "rsa-4096"]),
        Case(line: "dtlscat priority --priority SECURE", offered: ["SECURE192", "SECURE256"]),
        // What the program knows, with commas in between.
        Case(
            line: "dtlscat connect --cipher CHA", offered: ["CHACHA20-POLY1305"],
            notOffered: ["CHACHA20-64"], becomes: "dtlscat connect --cipher CHACHA20-POLY1305 "),
        Case(
            line: "dtlscat connect --cipher AES-128-GCM,AES-2",
            offered: ["AES-128-GCM,AES-256-GCM", "AES-128-GCM,AES-256-CCM-8"]),
        Case(
            line: "dtlscat connect --cipher AES-128-GCM,",
            offered: ["AES-128-GCM,CHACHA20-POLY1305"],
            notOffered: ["AES-128-GCM,AES-128-GCM"]),
        Case(line: "dtlscat bench --compare ", offered: ["AES-128-GCM", "CHACHA20-POLY1305"]),
        Case(line: "dtlscat --group X25519,SECP3", offered: ["X25519,SECP384R1"]),
        Case(line: "dtlscat --group P-", offered: ["P-256", "P-384", "P-521"]),
        Case(
            line: "dtlscat c --srtp SRTP_AEAD_AES_128_GCM,",
            offered: ["SRTP_AEAD_AES_128_GCM,SRTP_AES128_CM_HMAC_SHA1_80"]),
        Case(line: "dtlscat c --alpn coap,", offered: ["coap,webrtc"], notOffered: ["coap,coap"]),
        Case(line: "dtlscat c --export ", offered: ["EXTRACTOR-dtls_srtp:60"]),
        Case(
            line: "dtlscat scan --fail-on ",
            offered: ["dtls1.0", "no-cookie", "cbc", "expires:", "amplification:"]),
        Case(
            line: "dtlscat scan --fail-on expires:30d,no-c",
            offered: ["expires:30d,no-cookie"],
            becomes: "dtlscat scan --fail-on expires:30d,no-cookie "),
        Case(line: "dtlscat impair --both ", offered: ["loss=", "delay=", "split"]),
        Case(
            line: "dtlscat impair --both loss=10%,del", offered: ["loss=10%,delay="],
            becomes: "dtlscat impair --both loss=10%,delay="),
        Case(
            line: "dtlscat impair --s2c mtu=600,types=handshake+",
            offered: ["mtu=600,types=handshake+alert"],
            notOffered: ["mtu=600,types=handshake+handshake"]),
        Case(line: "dtlscat c --psk-key ", offered: ["text:", "hex:", "base64:"]),
        Case(line: "dtlscat c --interface l", offered: ["lo"]),
        // Hosts.
        Case(line: "dtlscat connect loca", offered: ["localhost"]),
        Case(line: "dtlscat connect gw", offered: ["gw.example"]),
        Case(line: "dtlscat connect gw.example ", offered: ["3391"], notOffered: ["5684"]),
        Case(line: "dtlscat c --sni ", offered: ["none", "gw.example"]),
        Case(
            line: "dtlscat hosts forget ", offered: ["gw.example", "sensor.example"],
            notOffered: ["localhost"]),
        Case(
            line: "dtlscat hosts forget --known-hosts other ", offered: ["other.example"],
            notOffered: ["gw.example"]),
        Case(line: "dtlscat hosts scan gw", offered: ["gw.example:3391"]),
        Case(line: "dtlscat forward ", offered: ["udp:", "dtls:"]),
        Case(line: "dtlscat forward ud", offered: ["udp:"], becomes: "dtlscat forward udp:"),
        Case(
            line: "dtlscat forward udp:127.0.0.1:53 ", offered: ["dtls:"], notOffered: ["udp:"]),
        Case(
            line: "dtlscat forward udp:127.0.0.1:53 dtls:gw",
            offered: ["dtls:gw.example:3391"]),
        // Files.
        Case(
            line: "dtlscat connect --cert ", offered: ["keys/", "my file.pem", "pins.txt"],
            notOffered: ["localhost", "gw.example"]),
        Case(line: "dtlscat connect --cert=ke", offered: ["--cert=keys/"]),
        Case(
            line: "dtlscat c --ca keys/", offered: ["keys/a.pem"],
            becomes: "dtlscat c --ca keys/a.pem "),
        Case(line: "dtlscat -l --psk-db pi", offered: ["pins.txt"]),
        Case(line: "dtlscat hosts import ", offered: ["pins.txt"]),
        Case(line: "dtlscat fingerprint ", offered: ["pins.txt", "gw.example"]),
        Case(
            line: "dtlscat c --pin @pi", offered: ["@pins.txt"],
            becomes: "dtlscat c --pin @pins.txt "),
        Case(line: "dtlscat c --pin @keys/", offered: ["@keys/a.pem"]),
        Case(
            line: "dtlscat c --pin pin", offered: ["pin-sha256:"],
            becomes: "dtlscat c --pin pin-sha256:"),
        Case(line: "dtlscat -l --allow @pi", offered: ["@pins.txt"]),
        // What takes a number or text.
        Case(line: "dtlscat c --mtu ", offered: [], notOffered: ["localhost", "pins.txt"]),
        Case(line: "dtlscat -l -k -w ", offered: [], notOffered: ["pins.txt", "--echo"]),
    ]

    /// A folder with what the cases name.
    private static func folder() throws -> Folder {
        let folder = try Folder()
        for name in ["keys", "state/dtlscat"] {
            try FileManager.default.createDirectory(
                atPath: folder.file(name), withIntermediateDirectories: true)
        }
        for name in ["keys/a.pem", "my file.pem", "pins.txt"] { try folder.write("", to: name) }
        let pin = "pin-sha256:" + String(repeating: "A", count: 43) + "="
        try folder.write(
            "gw.example:3391 \(pin) 2026-01-02\nsensor.example:5684 \(pin) 2026-01-02\n",
            to: "state/dtlscat/known_hosts")
        try folder.write("other.example:4433 \(pin) 2026-01-02\n", to: "other")
        return folder
    }
}
