internal import ClientHello

/// The groups of exchanges and the schemes of signatures, by elimination.
struct GroupsPart: PartOfScan {
    private let curves: Elimination<NamedGroup>
    private let fields: Elimination<NamedGroup>
    private let schemes: Elimination<SignatureScheme>
    private let plain = Steps()
    private let prime = Found()

    /// What a server takes where no group of numbers is named.
    private final class Found {
        var group: ServerKeyExchange.Group?
    }

    init(_ hellos: Hellos, _ version: WireVersion, _ all: [RegisteredSuite]) {
        func elimination(
            _ groups: [NamedGroup], _ exchange: RegisteredSuite.Exchange
        ) -> Elimination<NamedGroup> {
            let suites = all.filter { $0.exchange == exchange }
            return Elimination(
                groups, triesAllAgain: true, asksForOrder: exchange == .ellipticCurve,
                offer: { Offer(hellos.hello(suites, version: version, groups: $0)) },
                chosen: { answer in
                    guard case .named(let group)? = answer.flight.keyExchange?.group else {
                        return nil
                    }
                    return group
                })
        }
        curves = elimination(NamedGroup.curves, .ellipticCurve)
        fields = elimination(NamedGroup.finiteFields, .finiteField)
        let prime = prime
        plain.add(
            {
                Offer(
                    hellos.hello(
                        all.filter { $0.exchange == .finiteField }, version: version, groups: []))
            }, { prime.group = $0.flight.keyExchange?.group })
        let signed = all.filter(\.isSigned)
        schemes = Elimination(
            version == .dtls12 ? SignatureScheme.all : [],
            offer: { Offer(hellos.hello(signed, version: version, schemes: $0)) },
            chosen: { $0.flight.keyExchange?.scheme })
    }

    var inquiries: [any Inquiry] { [curves, fields, plain, schemes] }

    func write(to report: inout ScanReport) {
        var groups = (curves.found + fields.found).map { ServerKeyExchange.Group.named($0) }
        if let group = prime.group, !groups.contains(group) { groups.append(group) }
        report.groups = ScanReport.GroupList(groups: groups, hasOwnOrder: curves.hasOwnOrder)
        report.schemes = schemes.found
    }
}
