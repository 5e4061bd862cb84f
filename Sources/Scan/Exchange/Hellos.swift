internal import ClientHello

/// The hellos of a scan.
struct Hellos {
    /// The name to ask for.
    let serverName: String?

    /// One with suites, and everything else that is known, unless told otherwise.
    func hello(
        _ suites: [RegisteredSuite], version: WireVersion = .dtls12, groups: [NamedGroup]? = nil,
        schemes: [SignatureScheme] = SignatureScheme.all,
        adding others: [HelloExtension] = []
    ) -> ClientHello {
        var extensions: [HelloExtension] = []
        if let serverName { extensions.append(.serverName(serverName)) }
        let groups = groups ?? NamedGroup.curves + NamedGroup.finiteFields
        // A list of none is none (RFC 8422 section 5.1.1).
        if !groups.isEmpty { extensions.append(.groups(groups)) }
        extensions.append(.uncompressedPoints)
        if version != .dtls10 { extensions.append(.signatures(schemes)) }
        extensions += [.empty(HelloExtension.extendedMasterSecret), .firstHandshake]
        // What is added takes the place of what there is.
        if !others.contains(where: { $0.type == HelloExtension.serverCertificateType }) {
            extensions.append(.anyCertificate)
        }
        return ClientHello(
            version: version.wire, suites: suites.map(\.code), extensions: extensions + others)
    }

    /// All suites that a version has and that need nothing else in the hello.
    static func suites(of version: WireVersion) -> [RegisteredSuite] {
        RegisteredSuite.all.filter { suite in
            !suite.usesPassword && (version != .dtls10 || !suite.isNew)
        }
    }

    /// Those with passwords, for which a hello has to name somebody.
    static let passwordSuites = RegisteredSuite.all.filter(\.usesPassword)

    /// Some that nearly every server has one of, for those that cannot read a long hello.
    static let common = RegisteredSuite.all.filter { suite in
        ["ECDHE_ECDSA", "ECDHE_RSA", "PSK", "ECDHE_PSK", "RSA"].contains(suite.keyExchange)
            && suite.protection.hasPrefix("AES") && !suite.protection.contains("256_C")
    }

    /// Suites by what the server shows who it is with: libcoap's with keys alone fails where it is
    /// offered one with a certificate.
    static func kinds(of suites: [RegisteredSuite]) -> [[RegisteredSuite]] {
        let kinds = Dictionary(grouping: suites) { suite in
            if suite.usesPreSharedKey { return 0 }
            if suite.keyExchange.contains("ECDSA") { return 1 }
            return suite.keyExchange.contains("RSA") ? 2 : 3
        }
        return (0...3).compactMap { kinds[$0] }
    }
}

extension Hellos {
    /// One for DTLS 1.3 and nothing else (RFC 9147 section 5.3).
    func newest() -> ClientHello {
        var hello = hello(
            [], groups: NamedGroup.curves.filter { [23, 24, 25, 29, 30].contains($0.code) },
            adding: [
                .versions([WireVersion.dtls13.wire]), .keyShare(ClientHello.randomBytes()),
            ])
        hello.suites = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305]
        return hello
    }

    /// One that has what an answer has chosen, and little else.
    func smallest(like sample: Answer?, _ version: WireVersion) -> ClientHello {
        guard let hello = sample?.hello, let suite = RegisteredSuite.named(hello.suite) else {
            return self.hello(Self.common, version: version)
        }
        var extensions: [HelloExtension] = []
        if let serverName { extensions.append(.serverName(serverName)) }
        let exchange = sample?.flight.keyExchange
        if suite.exchange != .none || suite.keyExchange.contains("ECDSA") {
            var groups = [29, 23, 24, 25].map { NamedGroup($0) }
            if case .named(let group)? = exchange?.group, !groups.contains(group) {
                groups.append(group)
            }
            extensions += [.groups(groups), .uncompressedPoints]
        }
        if version == .dtls12, !suite.usesPreSharedKey || suite.keyExchange == "RSA_PSK" {
            let usual = SignatureScheme.all.prefix(14)
            let others = exchange?.scheme.map { usual.contains($0) ? [] : [$0] } ?? []
            extensions.append(.signatures(usual + others))
        }
        if hello.showsRawPublicKey { extensions.append(.rawPublicKey) }
        return ClientHello(version: version.wire, suites: [hello.suite], extensions: extensions)
    }
}
