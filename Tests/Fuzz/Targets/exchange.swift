// libFuzzer: -max_len=2048
@testable import ClientHello
@testable import DTLS
@testable import Scan
@testable import Sockets

/// What a scan asks, and what it makes of any answers: an exchange comes to its end within its tries, and
/// says of it what has come; a question is answered within so many exchanges, and what is written down was
/// offered, and is there once.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    if script.flag() { exchange(&script) } else { inquire(&script) }
}

// MARK: One exchange

private func exchange(_ script: inout Script) {
    let settings = script.byte()
    var offer = Offer(
        ClientHello(
            version: 0xFEFD, suites: [0xC02B, 0x00A8, 0xC02F],
            extensions: [.padding(Int(settings))]))
    offer.hello.random = [UInt8](repeating: 1, count: 32)
    if settings & 1 != 0 { offer.observation = .milliseconds(3_500) }
    if settings & 2 != 0 { offer.fragment = 50 }
    offer.isWholeAtFirst = settings & 4 != 0
    let stale = settings & 8 != 0 ? [UInt8](repeating: 5, count: 32) : nil
    _ = run(&script, offer, tries: script.number(1...7), stale, usesCookies: settings & 16 != 0)
}

/// Runs one, and checks it all the way.
private func run(
    _ script: inout Script, _ offer: Offer, tries: Int, _ stale: [UInt8]? = nil,
    usesCookies: Bool = false
) -> Answer {
    var now = Deadline(nanoseconds: 1_000_000_000)
    var exchange = Exchange(
        offer, timing: Exchange.Timing(first: .milliseconds(250), tries: tries), record: 0,
        stale: stale, usesCookies: usesCookies)
    var next: UInt64 = 0
    var hellos = 0
    var bytes = 0
    func sent(_ datagrams: [[UInt8]]) {
        guard !datagrams.isEmpty else { return }
        hellos += 1
        for datagram in datagrams {
            let contents = DatagramContents(datagram.span)
            check(contents.records.count == 1 && contents.rest == 0, "a datagram of ours")
            check(contents.records[0].number == next, "a record of number \(next) is not sent")
            next += 1
        }
        check(hellos <= 2 * tries, "\(hellos) hellos, of \(tries)")
    }
    sent(exchange.start(now: now))
    check(exchange.answer.helloSize > 0, "a hello of no bytes")
    var steps = 32
    while !exchange.isOver, !script.isAtEnd, steps > 0 {
        steps -= 1
        for datagram in Answers.next(&script, to: offer.hello) {
            bytes += datagram.count
            sent(exchange.take(datagram.span, now: now))
        }
        if script.flag() {
            now = now.advanced(by: .milliseconds(script.number(0...255) * 4))
            sent(exchange.expire(now: now))
        }
        check(exchange.isOver == (exchange.deadline == .distantFuture), "no end, and no deadline")
    }
    var expiries = 0
    while !exchange.isOver {
        expiries += 1
        check(expiries <= 2 * tries + 1, "an exchange without an end")
        now = max(now, exchange.deadline)
        sent(exchange.expire(now: now))
    }
    let answer = exchange.answer
    check(answer.unprovenSize <= bytes, "\(answer.unprovenSize) of \(bytes) bytes")
    check(answer.retransmissions < 2 * tries, "\(answer.retransmissions) are sent again")
    check(answer.delay ?? .zero <= .seconds(600), "an answer after \(answer.delay ?? .zero)")
    switch answer.outcome {
    case .accepted(let hello):
        check(answer.flight.hello == hello, "another hello")
        check(stale == nil || hello.random != stale, "an answer to the exchange before")
    case .alert(let alert): check(answer.flight.alert == alert, "another alert")
    case .observed: check(offer.observation != nil && bytes > 0, "nothing is observed")
    case .silence: check(answer.flight.hello == nil || answer.hadCookie, "no silence")
    case .unreachable: fatalError("unreachable, though nobody has said so")
    }
    check(exchange.take(Answers.alert(1, 40).span, now: now).isEmpty, "more behind the end")
    check(exchange.expire(now: .distantFuture).isEmpty, "more behind the end")
    _ = ExchangeNote(offer, answer).text
    if let farewell = exchange.farewell(evenIfSilent: script.flag()) {
        let contents = DatagramContents(farewell.span)
        check(contents.records.count == 1 && contents.records[0].alert != nil, "no alert")
    }
    return answer
}

// MARK: Questions

private func inquire(_ script: inout Script) {
    let version: WireVersion = script.flag() ? .dtls12 : .dtls10
    let hellos = Hellos(serverName: script.flag() ? "localhost" : nil)
    let suites = script.flag() ? Hellos.common : Hellos.suites(of: version)
    let kind = script.number(0...7)
    // What was accepted before, from which some begin.
    let sample = script.flag() ? run(&script, Offer(hellos.hello(suites)), tries: 1) : nil
    let part: any PartOfScan
    switch kind {
    case 0: part = SuitesPart(hellos, [.dtls12, .dtls10])
    case 1: part = SuiteClasses(hellos, [version: Hellos.suites(of: version)], sample)
    case 2: part = GroupsPart(hellos, version, suites)
    case 3: part = WeakSchemes(hellos, version, suites, sample)
    case 4: part = CertificatesPart(hellos, version, suites)
    case 5: part = ExtensionsPart(hellos, version, suites)
    case 6: part = CookiePart(hellos, version, suites, sample)
    default: part = HellosPart(hellos, version, suites, sample)
    }
    var certificates = SeenCertificates()
    var patience = Patience(wait: .seconds(10), longest: .seconds(1))
    var exchanges = 0
    for inquiry in part.inquiries {
        while let offer = inquiry.next() {
            exchanges += 1
            check(exchanges <= 2_000, "a question without an end")
            // As the loop does, which sends none without suites.
            guard !offer.hello.suites.isEmpty else {
                inquiry.take(Answer(outcome: .silence))
                continue
            }
            let timing = patience.timing
            check((1...7).contains(timing.tries) && timing.first > .zero, "no timing")
            let answer =
                script.isAtEnd
                ? Answer(outcome: .silence) : run(&script, offer, tries: timing.tries)
            _ = patience.isDoubtful(answer, to: offer, attempt: script.number(0...3))
            patience.learn(from: answer, to: offer)
            if answer.hello != nil { certificates.take(answer.flight) }
            inquiry.take(answer)
        }
    }
    var report = ScanReport(address: SocketAddress(v4: 0x7F00_0001, port: 1))
    part.write(to: &report)
    // What a server chooses that was not asked is told of it where only the best of each class is.
    look(at: report, isOffered: kind != 1)
    check(certificates.chains.count <= 8, "\(certificates.chains.count) chains")
}

private func look(at report: ScanReport, isOffered: Bool) {
    for list in report.suites ?? [] {
        checkOnce(list.suites, "suite")
        let known = Hellos.suites(of: list.version) + Hellos.passwordSuites
        check(
            !isOffered || Set(list.suites).isSubset(of: known),
            "a suite that \(list.version) has not")
        check(list.hasOwnOrder == nil || list.suites.count > 1, "an order of one suite")
    }
    checkOnce(report.groups?.groups ?? [], "group")
    check(
        report.groups?.hasOwnOrder == nil || (report.groups?.groups.count ?? 0) > 1,
        "an order of one group")
    checkOnce(report.schemes ?? [], "scheme")
    check(Set(report.schemes ?? []).isSubset(of: SignatureScheme.all), "an unknown scheme")
    if let extensions = report.extensions {
        checkOnce(extensions.srtpProfiles, "profile")
        checkOnce(extensions.applicationProtocols, "protocol")
        check(
            !extensions.hasOtherProtocols || extensions.applicationProtocols.isEmpty,
            "others than those that are known")
    }
    check((report.cookie.helloSize == nil) == (report.cookie.answerSize == nil), "half an answer")
    check(report.cookie.amplification?.isFinite != false, "amplification without end")
}

private func checkOnce<Item: Hashable>(_ items: [Item], _ what: String) {
    check(Set(items).count == items.count, "a \(what) twice")
}
