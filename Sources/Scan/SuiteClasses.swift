internal import ClientHello

/// The suite that a server likes best, and one of each class that it should not take: a hello for each
/// class.
final class SuiteClasses: PartOfScan {
    private let steps = Steps()
    private let versions: [WireVersion]
    private var found: [WireVersion: [RegisteredSuite]] = [:]

    init(_ hellos: Hellos, _ versions: [WireVersion], _ sample: Answer?) {
        self.versions = versions
        if let hello = sample?.hello, let suite = RegisteredSuite.named(hello.suite),
            let version = WireVersion(wire: hello.version)
        {
            found[version] = [suite]
        }
        for version in versions {
            let all = Hellos.suites(of: version)
            for isInClass in Self.classes {
                let suites = all.filter(isInClass)
                steps.add(
                    { Offer(hellos.hello(suites, version: version)) },
                    { [weak self] answer in
                        guard let self, let hello = answer.hello,
                            hello.version == version.wire,
                            let suite = RegisteredSuite.named(hello.suite),
                            found[version]?.contains(suite) != true
                        else { return }
                        found[version, default: []].append(suite)
                    })
            }
        }
    }

    var inquiries: [any Inquiry] { [steps] }

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
