import DTLS

/// What options come to: the priority string, what it enables and leaves out, and other tools' words
/// for it.
struct PriorityReport {
    let priority: Priority
    let commands: [OtherTool]

    /// The string part by part, and the options that each comes from.
    let parts: [(origin: String, keywords: String)]

    /// What is left out, by reason.
    let omitted: [(reason: Omission, suites: [CipherSuite], groups: [String])]

    init(_ priority: Priority, _ choices: PriorityChoices, commands: [OtherTool]) {
        self.priority = priority
        self.commands = commands
        if choices.explicit != nil {
            parts = [("--priority", priority.string)]
        } else {
            parts = ((try? choices.parts()) ?? []).map { part in
                (choices.options(for: part.origin), part.keywords.joined(separator: ":"))
            }
        }
        let suites = priority.omittedSuites(choices)
        let groups = priority.omittedGroups(choices)
        omitted = Omission.allCases.compactMap { reason in
            let suites = suites.filter { $0.1 == reason }.map(\.suite)
            let groups = groups.filter { $0.1 == reason }.map(\.group)
            return suites.isEmpty && groups.isEmpty ? nil : (reason, suites, groups)
        }
    }

    /// The report for people.
    ///
    /// - Parameter showsAll: whether each suite that is left out is named, or their number alone.
    func text(showsAll: Bool) -> String {
        var lines = ["priority string", "  \(priority.string)", ""]
        let width = parts.map(\.origin.count).max() ?? 0
        if parts.count > 1 {
            lines.append("from")
            for part in parts {
                let name = part.origin + String(repeating: " ", count: width - part.origin.count)
                lines.append("  \(name)  \(part.keywords)")
            }
            lines.append("")
        }
        let versions = priority.versions.map { "\($0)" }
        lines.append(
            "versions    " + (versions.isEmpty ? "none" : versions.joined(separator: ", ")))
        lines.append("groups      " + priority.groups.joined(separator: ", "))
        lines.append("signatures  " + priority.signatures.joined(separator: ", "))
        lines.append("")
        lines.append("suites, best first")
        let nameWidth = priority.cipherSuites.map(\.name.count).max() ?? 0
        lines += priority.cipherSuites.map { "  " + Self.row($0, nameWidth) }
        lines.append("")
        lines.append("left out")
        for (reason, suites, groups) in omitted {
            lines.append("  \(reason): " + Self.counts(suites, groups))
            if showsAll {
                let nameWidth = suites.map(\.name.count).max() ?? 0
                lines += suites.map { "    " + Self.row($0, nameWidth) }
            }
            if !groups.isEmpty { lines.append("    groups " + groups.joined(separator: ", ")) }
        }
        for command in commands {
            lines += ["", command.line]
            lines += command.notes.map { "  \($0)" }
        }
        return lines.map { Console.escaped($0) + "\n" }.joined()
    }

    private static func row(_ suite: CipherSuite, _ width: Int) -> String {
        let code = String(suite.code, radix: 16, uppercase: true)
        let number = "0x" + String(repeating: "0", count: 4 - code.count) + code
        guard let other = suite.openSSLName else { return "\(number)  \(suite.name)" }
        let gap = String(repeating: " ", count: width - suite.name.count + 2)
        return "\(number)  \(suite.name)\(gap)\(other)"
    }

    private static func counts(_ suites: [CipherSuite], _ groups: [String]) -> String {
        var texts: [String] = []
        if !suites.isEmpty {
            texts.append(suites.count == 1 ? "1 suite" : "\(suites.count) suites")
        }
        if !groups.isEmpty {
            texts.append(groups.count == 1 ? "1 group" : "\(groups.count) groups")
        }
        return texts.joined(separator: ", ")
    }
}

extension PriorityChoices {
    /// The options that a part of the string comes from.
    fileprivate func options(for origin: Origin) -> String {
        switch origin {
        case .profile: "--profile \(profile.rawValue)"
        case .versions:
            minimumVersion == nil && maximumVersion == nil
                ? "--profile \(profile.rawValue)" : "--min-version, --max-version"
        case .authentication:
            if rawPublicKeys == .only {
                "--rpk"
            } else if usesPreSharedKey {
                plainPreSharedKey ? "--psk-identity, --psk-plain" : "--psk-identity"
            } else {
                rawPublicKeys == .refused ? "certificates" : "--pin, --tofu"
            }
        case .ciphers: "--cipher"
        case .groups: "--group"
        }
    }
}
