internal import ClientHello

/// The certificates that a server has for each kind of key: a hello for each, since of several it shows
/// the one that goes with the suite that it likes best, and none with a pre-shared key.
///
/// Each flight is looked at as it comes, so that there is nothing to write down.
struct CertificatesPart: PartOfScan {
    private let steps = Steps()

    init(_ hellos: Hellos, _ version: WireVersion, _ suites: [RegisteredSuite]) {
        // One that cannot read a long hello is sent short ones.
        let all = suites == Hellos.common ? suites : Hellos.suites(of: version)
        for kind in RegisteredSuite.CertificateKind.allCases {
            let offered = all.filter { $0.certificate == kind }
            steps.add({ Offer(hellos.hello(offered, version: version)) }, { _ in })
        }
    }

    var inquiries: [any Inquiry] { [steps] }

    func write(to report: inout ScanReport) {}
}
