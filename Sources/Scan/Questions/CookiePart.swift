internal import ClientHello

/// How much comes to an address that nothing is known of, for the smallest hello that is answered.
final class CookiePart: PartOfScan {
    private let steps = Steps()
    private var found: Answer?

    init(
        _ hellos: Hellos, _ version: WireVersion, _ suites: [RegisteredSuite], _ sample: Answer?
    ) {
        ask(hellos.smallest(like: sample, version))
        // Some want more of a hello than that.
        ask(hellos.hello(suites, version: version))
    }

    var inquiries: [any Inquiry] { [steps] }

    func write(to report: inout ScanReport) {
        guard let found else { return }
        report.cookie.helloSize = found.helloSize
        report.cookie.answerSize = found.unprovenSize
    }

    private func ask(_ hello: ClientHello) {
        var offer = Offer(hello)
        offer.observation = Self.observation
        let asked = offer
        steps.add(
            { [weak self] in self?.found == nil ? asked : nil },
            { [weak self] answer in
                // An alert says nothing of what is sent to those who are not refused.
                guard answer.hadCookie || answer.flight.hello != nil else { return }
                self?.found = answer
            })
    }

    /// A flight is sent again after a second, where it is (RFC 6347 section 4.2.4.1).
    private static let observation = Duration.milliseconds(3_500)
}
