internal import ClientHello

/// How much comes to an address that nothing is known of, for the smallest hello that is answered.
final class CookiePart: PartOfScan {
    private let steps = Steps()
    private var found: Answer?

    init(_ hellos: Hellos, _ version: WireVersion, _ sample: Answer?) {
        steps.add(
            {
                var offer = Offer(hellos.smallest(like: sample, version))
                offer.observation = Self.observation
                return offer
            }, { [weak self] in self?.found = $0 })
    }

    var inquiries: [any Inquiry] { [steps] }

    func write(to report: inout ScanReport) {
        guard let found, found.unprovenSize > 0 else { return }
        report.cookie.helloSize = found.helloSize
        report.cookie.answerSize = found.unprovenSize
    }

    /// A flight is sent again after a second, where it is (RFC 6347 section 4.2.4.1).
    private static let observation = Duration.milliseconds(3_500)
}
