import Foundation
import TestSupport

/// What Wireshark's tools make of a capture.
struct Wireshark {
    /// The capture's path.
    let path: String

    /// The fields of each datagram that satisfies `filter`; an address or a checksum that is wrong
    /// fails the test.
    func fields(
        _ names: [String], where filter: String, _ options: [String] = []
    ) async throws -> [[String]] {
        let text = try await run(
            "tshark",
            [
                "-n", "-r", path, "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
                "-Y", filter, "-T", "fields",
            ] + options + names.flatMap { ["-e", $0] })
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    /// How many datagrams satisfy `filter`.
    func count(where filter: String, _ options: [String] = []) async throws -> Int {
        try await fields(["frame.number"], where: filter, options).count
    }

    /// The messages that were opened, in order and as one.
    func plaintext(
        where filter: String = "dtls", _ options: [String] = []
    ) async throws -> Data {
        let fields = try await fields(["data.data"], where: "(\(filter)) && data.data", options)
        return Data(fields.joined().flatMap { Self.bytes($0) })
    }

    private static func bytes(_ text: String) -> [UInt8] {
        let digits = text.utf8.map { $0 > 57 ? $0 - 87 : $0 - 48 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Whether the flights, data and all the rest are as they should be: both Finished are opened,
    /// every checksum is right, and the times go forward.
    func isSound() async throws -> Bool {
        let finished = try await count(where: "dtls.handshake.type == 20")
        let wrong = try await count(
            where: "udp.checksum.status != 1 || (ip && ip.checksum.status != 1) || _ws.malformed")
        let information = try await run("capinfos", ["-o", "-F", path])
        return finished >= 2 && wrong == 0 && information.contains("Strict time order:   True")
    }

    /// The capture without its secrets.
    func withoutSecrets() async throws -> Wireshark {
        let stripped = Wireshark(path: path + ".stripped")
        _ = try await run("editcap", ["--discard-all-secrets", path, stripped.path])
        return stripped
    }

    private func run(_ tool: String, _ arguments: [String]) async throws -> String {
        let outcome = try await Program(tool, arguments).outcome()
        guard outcome.status == 0 else {
            throw TestFailure("\(tool) \(arguments.joined(separator: " ")): \(outcome.errors)")
        }
        return outcome.text
    }
}
