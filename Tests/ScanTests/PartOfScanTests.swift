import Testing

@testable import Scan

@Suite struct PartOfScanTests {
    private enum Kind: CaseIterable { case suites, schemes, extensions, cookie, hellos }

    private func make(_ kind: Kind) -> any PartOfScan & AnyObject {
        let hellos = Hellos(serverName: "localhost")
        let suites = Hellos.common
        return switch kind {
        case .suites: SuiteClasses(hellos, [.dtls12: suites], nil)
        case .schemes: WeakSchemes(hellos, .dtls12, suites, nil)
        case .extensions: ExtensionsPart(hellos, .dtls12, suites)
        case .cookie: CookiePart(hellos, .dtls12, suites, nil)
        case .hellos: HellosPart(hellos, .dtls12, suites, nil)
        }
    }

    @Test(arguments: Kind.allCases)
    private func `a part that nobody holds is gone, whatever it was still to ask`(kind: Kind) {
        var part: (any PartOfScan & AnyObject)? = make(kind)
        weak let held = part
        #expect(held?.inquiries.isEmpty == false)
        part = nil
        #expect(held == nil)
    }
}
