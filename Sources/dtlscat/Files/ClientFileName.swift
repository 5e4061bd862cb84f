import DTLS
import Endpoint
import FoundationEssentials
import Sockets

/// A name of a file with something of each client in it.
struct ClientFileName {
    private enum Part {
        case text(String)
        case address, port, number, identity, time
    }

    private let parts: [Part]

    /// The name that `pattern` writes; `nil` where nothing in it differs from client to client.
    init?(_ pattern: String) throws(Failure) {
        var parts: [Part] = []
        var rest = Substring(pattern)
        while let percent = rest.firstIndex(of: "%") {
            parts.append(.text(String(rest[..<percent])))
            rest = rest[percent...].dropFirst()
            switch rest.popFirst() {
            case "a": parts.append(.address)
            case "p": parts.append(.port)
            case "n": parts.append(.number)
            case "i": parts.append(.identity)
            case "t": parts.append(.time)
            case "%": parts.append(.text("%"))
            default:
                throw .usage(
                    "\(pattern) is no name for each client's file",
                    hint: "%a is its address, %p its port, %n its number, %i its identity, %t the "
                        + "time, %% a percent sign")
            }
        }
        parts.append(.text(String(rest)))
        let isOne = parts.allSatisfy { if case .text = $0 { true } else { false } }
        guard !isOne else { return nil }
        self.parts = parts
    }

    /// The name for a client, which is the `number`th of this run.
    func path(for association: Association, number: Int) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .address: association.remote.host
            case .port: "\(association.remote.port)"
            case .number: "\(number)"
            case .identity: Self.identity(of: association.session)
            case .time: Self.time(Date())
            }
        }.joined()
    }

    /// The identity of a client's pre-shared key, or the digest of its certificate: made of letters,
    /// digits, "-", "_" and dots that are not in front, so that no client can choose a place.
    private static func identity(of session: Session) -> String {
        if let identity = session.clientIdentity { return safe(identity) }
        return session.peerCertificates.first?.sha256Text.replacing(":", with: "") ?? "unknown"
    }

    static func safe(_ identity: [UInt8]) -> String {
        let text = identity.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
                || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let name = text.hasPrefix(".") ? "=2e" + text.dropFirst() : text
        guard name.utf8.count > longest else { return name.isEmpty ? "=" : name }
        let digest = Digest(.sha256, of: identity).bytes
        return "sha256=" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The time in UTC, as ISO 8601 has it without colons.
    private static func time(_ date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateSeparator(.omitted).time(
                includingFractionalSeconds: false
            )
            .timeSeparator(.omitted))
    }

    /// In bytes: a file system takes 255.
    private static let longest = 100
}
