internal import ClientHello

/// The suites of each version, by elimination.
struct SuitesPart: PartOfScan {
    private let lists: [(version: WireVersion, suites: Elimination<RegisteredSuite>)]
    private let passwords: [Elimination<RegisteredSuite>]

    init(_ hellos: Hellos, _ versions: [WireVersion]) {
        func elimination(
            _ suites: [RegisteredSuite], _ version: WireVersion, _ others: [HelloExtension]
        ) -> Elimination<RegisteredSuite> {
            Elimination(
                suites, chunks: others.isEmpty ? Hellos.kinds(of: suites) : [],
                asksForOrder: others.isEmpty,
                offer: { Offer(hellos.hello($0, version: version, adding: others)) },
                chosen: { answer in
                    guard let hello = answer.hello, hello.version == version.wire else {
                        return nil
                    }
                    return RegisteredSuite.named(hello.suite)
                })
        }
        lists = versions.map { ($0, elimination(Hellos.suites(of: $0), $0, [])) }
        passwords = versions.map {
            elimination(Hellos.passwordSuites, $0, [.user("dtlscat")])
        }
    }

    var inquiries: [any Inquiry] { lists.map(\.suites) + passwords }

    func write(to report: inout ScanReport) {
        report.suites = zip(lists, passwords).map { list, passwords in
            ScanReport.SuiteList(
                version: list.version, suites: list.suites.found + passwords.found,
                hasOwnOrder: list.suites.hasOwnOrder)
        }
    }
}
