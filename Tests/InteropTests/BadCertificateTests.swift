import Foundation
import TestSupport
import Testing

/// Servers whose certificates are not as they have to be: a sentence that says why, and nothing that
/// a terminal would act on.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BadCertificateTests {
    private let folder = try! Folder()

    /// Certificates that openssl makes for these tests, in a folder.
    private static let folder = Task {
        let folder = try Folder()
        let outcome = try await Program("sh", ["-ec", script, folder.path]).outcome()
        guard outcome.status == 0 else { throw TestFailure(outcome.errors) }
        return folder
    }

    /// What `connect` says of an openssl server with such a certificate.
    private func refusal(
        _ name: String, chain: String? = nil, _ options: [String] = []
    ) async throws -> Program.Outcome {
        let folder = try await Self.folder.value
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-cert",
                folder.file(name + ".pem"), "-key", folder.file(name + ".key"),
                "-cipher", "ALL@SECLEVEL=0",
            ] + (chain.map { ["-cert_chain", folder.file($0)] } ?? []), input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        defer { withExtendedLifetime(server) {} }
        let outcome = try await DTLSCat.run(
            ["connect", "--show-cert", "--json", "-v", "--ca", folder.file("ca.pem")] + options
                + ["127.0.0.1", port], input: .text("hello\n"))
        expectPlain(outcome.errors)
        return outcome
    }

    /// Nothing that moves a cursor, hides, or turns round what follows.
    private func expectPlain(_ text: String) {
        let dangerous = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 10: false
            case 0..<32, 127..<160, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(dangerous.isEmpty, "\(dangerous.map { String($0.value, radix: 16) })")
    }

    @Test(
        arguments: [
            ("expired", "certificate expired on 20"),
            ("future", "certificate is not valid before 20"),
            ("weak", "certificate is too weak: CN=weak has a key of RSA, 1024 bits"),
            ("sha1", "and is signed by RSA-SHA1"),
            ("encipher", "certificate is for another purpose"),
            ("client", "certificate is for another purpose"),
            ("mail", "certificate is for another purpose"),
            ("critical", "certificate has a critical extension nobody knows"),
        ])
    func `a certificate that is wrong is status 4, and why`(
        name: String, sentence: String
    ) async throws {
        let outcome = try await refusal(name)
        #expect(outcome.status == 4, "\(outcome.errors)")
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test func `a certificate that one without the right has signed is status 4`() async throws {
        let outcome = try await refusal("under", chain: "weak.pem")
        #expect(outcome.status == 4)
        let signed = try await refusal("under", chain: "noca.pem")
        #expect(signed.status == 4)
        #expect(signed.errors.contains("signed by one that is no authority"), "\(signed.errors)")
    }

    @Test func `a chain of a hundred certificates is not followed`() async throws {
        let outcome = try await refusal("long", chain: "long.chain")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("a chain of 100"), "\(outcome.errors)")
        let folder = try await Self.folder.value
        let prints = try await DTLSCat.run(
            ["fingerprint", "--what", "chain", "--format", "hex", folder.file("long.chain")])
        #expect(prints.text.split(separator: "\n").count == 99)
    }

    @Test func `names with escapes, zeros and marks of direction are shown harmless`()
        async throws
    {
        let outcome = try await refusal("odd")
        #expect(outcome.status == 4)
        for text in [
            #"localhost\u{0}.evil.example"#, #"\u{1b}]0;owned\u{7}"#, #"x\u{202e}y"#,
            #"ev\u{1b}[31mil"#,
        ] {
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }
        // A name ends where it ends, not at a zero.
        #expect(try await refusal("odd", ["--name", "localhost"]).status == 4)
        let file = try await Self.folder.value.file("odd.pem")
        for options in [[], ["--json"], ["--check", String(repeating: "0", count: 64)]] {
            let outcome = try await DTLSCat.run(["fingerprint"] + options + [file])
            expectPlain(outcome.text)
            expectPlain(outcome.errors)
        }
        let saved = folder.file("saved")
        _ = try await refusal("odd", ["--save-cert", saved])
        #expect(try String(contentsOfFile: saved, encoding: .utf8).contains("BEGIN CERTIFICATE"))
    }

    // MARK: A certificate of 64 KiB

    /// One with so many names that it takes some fifty datagrams.
    private static let large = Task {
        let names = (0..<1_800).map { "DNS:host-\($0).of-a-very-large-site.example" }
        return try await Shared.certificates.make(
            "large", names: (["DNS:localhost", "IP:127.0.0.1"] + names).joined(separator: ","))
    }

    /// A path that loses a tenth, and all that is larger than a payload of 1,400 bytes.
    private static let tenth = ["--both", "loss=10%,mtu=1428"]

    @Test func `a server's 64 KiB come through a path that loses a tenth`() async throws {
        let pair = try await Self.large.value
        #expect(try Data(contentsOf: URL(fileURLWithPath: pair.cert)).count > 80_000)
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-mtu", "1372", "-accept", "127.0.0.1:\(port)", "-cert",
                pair.cert, "-key", pair.key,
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let middle = try await BadNetwork(Self.tenth, before: port)
        let client = try DTLSCat.start(
            ["connect", "-v", "-w", "100s", "-q", "0"] + (try await Shared.trust)
                + ["127.0.0.1", middle.port], input: .open)
        try await client.line(with: "verified by chain")
        client.closeInput()
        _ = try await client.outcome()
    }

    @Test func `a client's 64 KiB come through as well, and fit no ticket`() async throws {
        let pair = try await Self.large.value
        let certificates = try await Shared.certificates
        let giver = try await Listener(
            ["--client-ca", certificates.authority.cert] + certificates.server.options)
        let refused = try Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(giver.port)", "-cert", pair.cert,
                "-key", pair.key,
            ], input: .open)
        let outcome = try await giver.program.outcome()
        #expect(outcome.status == 6)
        #expect(outcome.errors.contains("hint: --no-tickets"), "\(outcome.errors)")
        refused.closeInput()

        let listener = try await Listener(
            ["-w", "100s", "--no-tickets", "--client-ca", certificates.authority.cert]
                + certificates.server.options)
        let middle = try await BadNetwork(Self.tenth, before: listener)
        let client = try Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-mtu", "1372", "-connect", "127.0.0.1:\(middle.port)",
                "-cert", pair.cert, "-key", pair.key,
            ], input: .open)
        try await listener.program.line(with: "verified by chain")
        client.closeInput()
    }

    @Test func `a chain that no flight of ours can carry is told at the start`() async throws {
        let pair = try await Self.large.value
        for command in [["listen"], ["connect", "127.0.0.1"]] {
            let outcome = try await DTLSCat.run(
                [command[0]] + pair.options + command.dropFirst() + ["1"])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("the certificate chain has"), "\(outcome.errors)")
            #expect(outcome.errors.contains("hint: --mtu"), "\(outcome.errors)")
        }
        let listener = try await Listener(["--mtu", "9000"] + pair.options)
        let client = try await DTLSCat.run(
            ["connect", "--mtu", "9000"] + (try await Shared.trust) + ["127.0.0.1", listener.port],
            input: .text("hello\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(try await listener.program.outcome().text == "hello\n")
    }

    private static let script = #"""
        cd "$0"
        ec="-newkey ec -pkeyopt ec_paramgen_curve:P-256"
        openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=ca -days 30 -out ca.pem -keyout ca.key \
            -addext basicConstraints=critical,CA:TRUE
        # make NAME EXTENSION KEY... [-- ISSUER [OPTIONS]]
        make() {
            name=$1 extension=$2; shift 2
            key=; while [ $# -gt 0 ] && [ "$1" != -- ]; do key="$key $1"; shift; done
            [ $# -gt 0 ] && shift
            issuer=${1:-ca}; [ $# -gt 0 ] && shift
            openssl req $key -nodes -subj "${subject:-/CN=$name}" -utf8 -out $name.csr \
                -keyout $name.key
            printf '%s\n%s\n' "${names-subjectAltName=DNS:localhost,IP:127.0.0.1}" "$extension" \
                > $name.ext
            openssl x509 -req -in $name.csr -CA $issuer.pem -CAkey $issuer.key -CAcreateserial \
                -extfile $name.ext -days 30 -out $name.pem "$@"
        }
        make weak "" -newkey rsa:1024
        make sha1 "" $ec -- ca -sha1
        make encipher keyUsage=critical,keyEncipherment -newkey rsa:2048
        make client extendedKeyUsage=clientAuth $ec
        make mail extendedKeyUsage=emailProtection $ec
        make critical 1.2.3.4.5=critical,DER:05:00 $ec
        make expired "" $ec -- ca -days -1
        make noca "" $ec
        make under "" $ec -- noca
        # localhost, a zero, and more; a terminal's title; a mark that turns what follows round.
        odd=30:2F:82:17:6C:6F:63:61:6C:68:6F:73:74:00:2E:65:76:69:6C:2E:65:78:61:6D:70:6C:65
        odd=$odd:82:0A:1B:5D:30:3B:6F:77:6E:65:64:07
        odd=$odd:82:05:78:E2:80:AE:79:82:01:61
        subject=$(printf '/CN=ev\033[31mil\007\342\200\256txt')
        names= make odd 2.5.29.17=DER:$odd $ec
        subject=
        openssl req $ec -nodes -subj /CN=future -out future.csr -keyout future.key
        cat > future.template <<END
        cn = future
        dns_name = localhost
        ip_address = 127.0.0.1
        activation_date = "2040-01-01 00:00:00"
        expiration_date = "2041-01-01 00:00:00"
        tls_www_server
        signing_key
        END
        certtool --generate-certificate --load-request future.csr --load-ca-certificate ca.pem \
            --load-ca-privkey ca.key --template future.template --outfile future.pem
        # A hundred, each signed by the one before, all with one key.
        openssl ecparam -name prime256v1 -genkey -noout -out long.key
        cp ca.pem issuer.pem; cp ca.key issuer.key
        : > long.chain
        for number in $(seq 100); do
            openssl req -new -key long.key -subj /CN=$number -out long.csr
            if [ $number = 100 ]; then
                echo subjectAltName=DNS:localhost,IP:127.0.0.1
            else
                echo basicConstraints=critical,CA:TRUE
            fi > long.ext
            openssl x509 -req -in long.csr -CA issuer.pem -CAkey issuer.key -extfile long.ext \
                -set_serial $number -days 30 -out long.pem
            if [ $number -lt 100 ]; then
                cat long.pem long.chain > longer; mv longer long.chain
            fi
            cp long.pem issuer.pem; cp long.key issuer.key
        done
        """#
}
