import Foundation

/// Keys and certificates, made for the run by the openssl tool.
package final class Certificates: Sendable {
    /// A certificate and its key.
    package struct Pair: Sendable {
        /// The certificate's path.
        package let cert: String

        /// The key's path.
        package let key: String

        /// A certificate and its key at these paths.
        package init(cert: String, key: String) {
            self.cert = cert
            self.key = key
        }

        /// The options that show it as our own.
        package var options: [String] { ["--cert", cert, "--key", key] }
    }

    /// How a key is made.
    package enum Kind: String, Sendable, CaseIterable {
        case ecdsa, rsa, ed25519

        var options: [String] {
            switch self {
            case .ecdsa: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            case .rsa: ["-newkey", "rsa:2048"]
            case .ed25519: ["-newkey", "ed25519"]
            }
        }
    }

    /// Where they are.
    package let folder: Folder

    /// The authority that vouches for the others.
    package let authority: Pair

    /// An authority that vouches for none of them.
    package let stranger: Pair

    /// A server's, for localhost, 127.0.0.1 and ::1.
    package let server: Pair

    /// A client's.
    package let client: Pair

    /// Makes those that nearly every test needs.
    package init() async throws {
        folder = try Folder()
        authority = try await Self.root(folder, "authority")
        stranger = try await Self.root(folder, "stranger")
        server = try await Self.leaf(folder, authority, "server", .ecdsa)
        client = try await Self.leaf(folder, authority, "client", .ecdsa)
    }

    /// Makes one more, signed by the authority.
    package func make(
        _ name: String, _ kind: Kind = .ecdsa,
        names: String = "DNS:localhost,IP:127.0.0.1,IP:::1", days: [String] = ["-days", "30"]
    ) async throws -> Pair {
        try await Self.leaf(folder, authority, name, kind, names: names, days: days)
    }

    /// Makes one that nobody vouches for.
    package func selfSigned(
        _ name: String, _ kind: Kind = .ecdsa, subject: String = "/CN=localhost"
    ) async throws -> Pair {
        let pair = Pair(cert: folder.file(name + ".pem"), key: folder.file(name + ".key"))
        try await openssl(
            ["req", "-x509"] + kind.options + [
                "-nodes", "-subj", subject, "-days", "30", "-out", pair.cert,
                "-keyout", pair.key,
            ])
        return pair
    }

    /// Runs the openssl tool.
    @discardableResult
    package func openssl(_ arguments: [String]) async throws -> String {
        try await Self.openssl(arguments)
    }

    /// The pin of a certificate's key, by openssl's means.
    package func pin(_ pair: Pair) async throws -> String {
        let shell = try Program(
            "sh",
            [
                "-c",
                "openssl x509 -in \"$0\" -noout -pubkey | openssl pkey -pubin -outform der "
                    + "| openssl dgst -sha256 -binary | openssl base64 -A", pair.cert,
            ])
        return "pin-sha256:" + (try await shell.outcome().text)
    }

    private static func openssl(_ arguments: [String]) async throws -> String {
        let outcome = try await Program("openssl", arguments).outcome()
        guard outcome.status == 0 else {
            throw TestFailure("openssl \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.text
    }

    private static func root(_ folder: Folder, _ name: String) async throws -> Pair {
        let pair = Pair(cert: folder.file(name + ".pem"), key: folder.file(name + ".key"))
        _ = try await openssl(
            ["req", "-x509"] + Kind.ecdsa.options + [
                "-nodes", "-subj", "/CN=dtlscat test \(name)", "-days", "30",
                "-addext", "basicConstraints=critical,CA:TRUE",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                "-out", pair.cert, "-keyout", pair.key,
            ])
        return pair
    }

    private static func leaf(
        _ folder: Folder, _ authority: Pair, _ name: String, _ kind: Kind,
        names: String = "DNS:localhost,IP:127.0.0.1,IP:::1", days: [String] = ["-days", "30"]
    ) async throws -> Pair {
        let pair = Pair(cert: folder.file(name + ".pem"), key: folder.file(name + ".key"))
        let request = folder.file(name + ".csr")
        _ = try await openssl(
            ["req"] + kind.options + [
                "-nodes", "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(names)",
                "-out", request, "-keyout", pair.key,
            ])
        let serial = noise(
            8, seed: UInt64(name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        )
        .map { String(format: "%02x", $0 & 0x7F) }.joined()
        _ = try await openssl(
            [
                "x509", "-req", "-in", request, "-CA", authority.cert, "-CAkey", authority.key,
                "-copy_extensions", "copy", "-out", pair.cert, "-set_serial", "0x" + serial,
            ] + days)
        return pair
    }
}
