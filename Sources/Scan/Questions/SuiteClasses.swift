internal import ClientHello

/// The suite that a server likes best, and one of each class that it should not take: a hello for each
/// class.
final class SuiteClasses: PartOfScan {
    private let steps = Steps()
    private let versions: [WireVersion]
    private var found: [WireVersion: [RegisteredSuite]] = [:]

    /// - Parameter usable: what was taken as a whole, by version. Where that is not all, the server
    ///   fails for some suites though it has others, so that what it refuses is offered kind by kind.
    init(_ hellos: Hellos, _ usable: [WireVersion: [RegisteredSuite]], _ sample: Answer?) {
        versions = usable.keys.sorted(by: >)
        if let hello = sample?.hello, let suite = RegisteredSuite.named(hello.suite),
            let version = WireVersion(wire: hello.version)
        {
            found[version] = [suite]
        }
        for version in versions {
            let all = Hellos.suites(of: version)
            let fails = usable[version] != all
            for isInClass in Self.classes {
                let suites = all.filter(isInClass)
                let kinds = fails ? Hellos.kinds(of: suites) : []
                ask(hellos, suites, version, orElse: kinds.count > 1 ? kinds : [])
            }
            // It signs by SHA-1 whatever is offered (RFC 4346 section 7.4.3).
            if version == .dtls10 { ask(hellos, all.filter(\.isSigned), version) }
        }
    }

    var inquiries: [any Inquiry] { [steps] }

    private func ask(
        _ hellos: Hellos, _ suites: [RegisteredSuite], _ version: WireVersion,
        orElse kinds: [[RegisteredSuite]] = []
    ) {
        var isTaken = false
        for (index, offered) in ([suites] + kinds).enumerated() {
            steps.add(
                {
                    index > 0 && isTaken ? nil : Offer(hellos.hello(offered, version: version))
                },
                { [weak self] answer in
                    guard let self, let hello = answer.hello, hello.version == version.wire,
                        let suite = RegisteredSuite.named(hello.suite)
                    else { return }
                    isTaken = true
                    guard found[version]?.contains(suite) != true else { return }
                    found[version, default: []].append(suite)
                })
        }
    }

    func write(to report: inout ScanReport) {
        report.suites = versions.map {
            ScanReport.SuiteList(version: $0, suites: found[$0] ?? [])
        }
    }

    /// What nobody should take, and what few should.
    private static let classes: [@Sendable (RegisteredSuite) -> Bool] = [
        { $0.isNull }, { $0.isAnonymous && !$0.isNull }, { $0.isExport },
        { $0.hasSmallBlocks && !$0.isExport && !$0.isAnonymous },
        { !$0.isForwardSecret && !$0.isWeak }, { $0.isCBC && !$0.isWeak },
    ]
}
