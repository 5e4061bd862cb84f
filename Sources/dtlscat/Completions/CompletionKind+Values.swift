import ArgumentParser
import DTLS
import FoundationEssentials
import Trust

/// What may stand behind an option where the script alone does not know it: the shell asks the
/// program then, which takes some milliseconds.
extension CompletionKind {
    /// A host.
    static let host = asked(\.hosts)

    /// A host, or none.
    static let hostOrNone = asked { $0.hosts + ["none"] }

    /// A host that is remembered.
    static let rememberedHost = asked { $0.places.map(\.host) }

    /// A host with its port.
    static let place = asked { $0.places.map(\.description) }

    /// A port of a host that is remembered.
    static let port = asked(\.ports)

    /// A host, or a file.
    static let hostOrFile = asked { $0.hosts + $0.ports + $0.files() }

    /// An address of ours to listen on.
    static let ownAddress = asked { _ in ["127.0.0.1", "::1", "0.0.0.0", "::"] }

    /// An address and port of ours.
    static let ownPlace = asked { _ in own }

    /// Nothing that could be known. Where an argument has no completion at all, zsh does not insert
    /// what it completes of an option either.
    static let nothing = asked { _ in [] }

    /// A network interface of ours.
    static let interface = asked { _ in
        // The corresponding C function is `if_nameindex`, which reads the same.
        (try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net"))?.sorted() ?? []
    }

    /// Ciphers with commas in between.
    static let ciphers = asked {
        // The library has ciphers that no suite has.
        $0.list(
            PriorityChoices.cipherNames.filter { name in
                let string = "NONE:+VERS-DTLS-ALL:+KX-ALL:+MAC-ALL:+SIGN-ALL:+\(name)"
                return (try? Priority(string))?.cipherSuites.isEmpty == false
            })
    }

    /// Groups with commas in between.
    static let groups = asked { $0.list(PriorityChoices.groupNames + ["P-256", "P-384", "P-521"]) }

    /// SRTP profiles with commas in between.
    static let srtpProfiles = asked { $0.list(SRTPProfile.allCases.map(\.description)) }

    /// Application protocols that are spoken over DTLS, with commas in between, as IANA has them.
    static let applicationProtocols = asked {
        $0.list(["c-webrtc", "co", "coap", "stun.nat-discovery", "stun.turn", "webrtc"])
    }

    /// Labels of keying material, with the lengths that SRTP's profiles take.
    static let exporter = asked { _ in
        [88, 60, 56].map { "EXTRACTOR-dtls_srtp:\($0)" }
    }

    /// The words that a priority string begins with.
    static let priority = list([
        "LEGACY", "NONE", "NORMAL", "PERFORMANCE", "PFS", "SECURE128", "SECURE192", "SECURE256",
        "SUITEB128", "SUITEB192",
    ])

    /// A pin, or a file with many.
    static let pin = asked { line in
        line.word.hasPrefix("@")
            ? line.files(after: "@") + (line.word == "@" ? ["@-"] : [])
            : ["pin-sha256:", "sha256:", "SHA256:", "@"]
    }

    /// A block of addresses, or a file with many.
    static let addresses = asked { line in
        line.word.hasPrefix("@") ? line.files(after: "@") : ["@"]
    }

    /// The identity of a pre-shared key.
    static let identity = asked { _ in ["hex:"] }

    /// A key.
    static let secret = asked { _ in ["text:", "hex:", "base64:"] }

    /// Rules of a scan, with commas in between.
    static let rules = asked { $0.list(ScanRule.Kind.allCases.map(\.start)) }

    /// What happens to datagrams, with commas in between.
    static let impairments = asked { line in
        let end = line.word.lastIndex(of: ",").map { line.word.index(after: $0) }
        let element = line.word[(end ?? line.word.startIndex)...]
        for (name, values) in ImpairmentSpec.choices where element.hasPrefix(name + "=") {
            let start = line.word[..<(end ?? line.word.startIndex)] + name + "="
            return line.list(values, separator: "+", after: String(start))
        }
        return line.list(ImpairmentSpec.starts)
    }

    /// Where a forward is entered.
    static let entrance = asked { line in
        ends(line, kinds: ["udp", "dtls"]) { _ in own }
    }

    /// Where a forward leads to: the other kind of end.
    static let exit = asked { line in
        let isServer = line.words.contains { $0.hasPrefix("dtls:") && $0 != line.word }
        return ends(line, kinds: [isServer ? "udp" : "dtls"]) { kind in
            kind == "udp" ? own : line.places.map(\.description) + line.hosts.map { $0 + ":" }
        }
    }

    private static func ends(
        _ line: TypedLine, kinds: [String], _ places: (String) -> [String]
    ) -> [String] {
        for kind in kinds where line.word.hasPrefix(kind + ":") {
            return places(kind).map { "\(kind):\($0)" }
        }
        return kinds.map { $0 + ":" }
    }

    /// Addresses of ours, of which a port is to be said.
    private static let own = ["127.0.0.1:", "[::1]:", "0.0.0.0:", "[::]:"]

    /// What the program answers when the shell asks it.
    private static func asked(
        _ answer: @escaping @Sendable (TypedLine) -> [String]
    ) -> CompletionKind {
        .custom { words, index, prefix in
            var seen: Set<String> = []
            return answer(TypedLine(words, index, prefix)).filter {
                isSafe($0) && seen.insert($0).inserted
            }
        }
    }

    /// Whether a shell takes it for a word and nothing else. The argument parser's script for bash
    /// has the answers expanded, commands in them run: a file's name must be none.
    private static func isSafe(_ word: String) -> Bool {
        guard CompletionShell.requesting == .bash else {
            return !word.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        }
        return word.allSatisfy { $0.isLetter || $0.isNumber || "-_.,:;+=@%/~[]".contains($0) }
    }
}

extension ScanRule.Kind {
    /// How it begins: all of it, but for a value.
    fileprivate var start: String {
        switch self {
        case .amplification, .expires: rawValue + ":"
        default: rawValue
        }
    }
}
