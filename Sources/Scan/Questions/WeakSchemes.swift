internal import ClientHello

/// The group that a server likes best, and whether it signs by a scheme that it should not.
final class WeakSchemes: PartOfScan {
    private let steps = Steps()
    private let group: ServerKeyExchange.Group?
    private var weak: SignatureScheme?

    init(
        _ hellos: Hellos, _ version: WireVersion, _ suites: [RegisteredSuite], _ sample: Answer?
    ) {
        group = sample?.flight.keyExchange?.group
        let hello = hellos.hello(
            suites.filter(\.isSigned), version: version,
            schemes: SignatureScheme.all.filter(\.isWeak))
        steps.add(
            { version == .dtls12 ? Offer(hello) : nil },
            { [weak self] answer in
                guard let scheme = answer.flight.keyExchange?.scheme, scheme.isWeak else { return }
                self?.weak = scheme
            })
    }

    var inquiries: [any Inquiry] { [steps] }

    func write(to report: inout ScanReport) {
        if let group { report.groups = ScanReport.GroupList(groups: [group]) }
        if let weak { report.schemes = [weak] }
    }
}
