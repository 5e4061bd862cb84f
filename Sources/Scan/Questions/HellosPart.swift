internal import ClientHello

/// Hellos that a server may not be able to read.
final class HellosPart: PartOfScan {
    private let steps = Steps()
    private var found = ScanReport.HelloAnswers()

    init(
        _ hellos: Hellos, _ version: WireVersion, _ suites: [RegisteredSuite], _ sample: Answer?
    ) {
        let small = hellos.smallest(like: sample, version)
        var large = small
        large.extensions.append(.padding(max(0, Self.size - 4 - small.body.count)))
        // Larger than need be, so that the first fragment has room for a cookie.
        let usual = hellos.hello(suites, version: version)
        ask(usual, fragment: (usual.body.count + 2) / 3, \.fragmented)
        ask(large, fragment: Self.size / 2, \.large)
        ask(large, fragment: .max, \.whole)
    }

    var inquiries: [any Inquiry] { [steps] }

    func write(to report: inout ScanReport) { report.hellos = found }

    private func ask(
        _ hello: ClientHello, fragment: Int,
        _ place: WritableKeyPath<ScanReport.HelloAnswers, ScanReport.HelloAnswer?>
    ) {
        var offer = Offer(hello)
        offer.fragment = fragment
        offer.isProbe = true
        let asked = offer
        // The steps are held by what they would hold.
        steps.add({ asked }, { [weak self] in self?.take($0, .answered, place) })
        // One without a state cannot keep the fragments of a hello that has no cookie.
        offer.isWholeAtFirst = true
        let second = offer
        guard fragment < Self.size else { return }
        steps.add(
            { [weak self] in self?.found[keyPath: place] == .silence ? second : nil },
            { [weak self] in self?.take($0, .onlyWithCookie, place) })
    }

    private func take(
        _ answer: Answer, _ success: ScanReport.HelloAnswer,
        _ place: WritableKeyPath<ScanReport.HelloAnswers, ScanReport.HelloAnswer?>
    ) {
        switch answer.outcome {
        case .accepted: found[keyPath: place] = success
        case .alert(let alert): found[keyPath: place] = .alert(alert)
        case .silence, .observed, .unreachable: found[keyPath: place] = .silence
        }
    }

    private static let size = 2_000
}
