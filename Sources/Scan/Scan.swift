internal import ClientHello
internal import DTLS
package import Sockets
internal import SystemPackage

/// Finds out what a server speaks, by hellos of our own making and without a handshake's end.
///
/// It goes from one exchange to the next, each broken off by an alert once the server has answered;
/// paced, and bounded in number and time.
package final class Scan {
    /// Sees each exchange: what it was about, and how it ended, in words. None by default.
    package var onNote: ((String) -> Void)?

    private let configuration: ScanConfiguration
    private let hellos: Hellos
    private let loop: ScanLoop
    private var report: ScanReport
    private var certificates = SeenCertificates()

    /// What to offer in a version, so that it takes something.
    private var usable: [WireVersion: [RegisteredSuite]] = [:]

    /// A flight that was accepted, to make smaller hellos from.
    private var sample: Answer?

    /// The offer that it was the answer to.
    private var control: Offer?

    /// - Throws: where there is no socket to be had.
    package init(_ configuration: ScanConfiguration) throws(SocketError) {
        self.configuration = configuration
        hellos = Hellos(serverName: configuration.serverName)
        loop = try ScanLoop(configuration)
        report = ScanReport(address: configuration.address)
    }

    /// Runs the scan to its end.
    package func run() throws(ScanError) -> ScanReport {
        let start = Deadline.now
        loop.onAnswer = { [weak self] offer, answer in self?.note(offer, answer) }
        do throws(SocketError) {
            try contact()
            if report.versions.values.contains(true) { try lookAround() }
            try confirm()
        } catch {
            throw .socket(error)
        }
        if loop.isStopped { throw .stopped }
        if !loop.hasAnswered {
            if let errno = loop.unreachable { throw .unreachable(errno) }
            throw .noAnswer
        }
        if loop.isCut || loop.unreachable != nil { report.isCut = true }
        report.chains = certificates.chains
        report.lacksCertificate = certificates.isIncomplete
        report.exchanges = loop.exchanges
        report.duration = Deadline.now.remaining(start)
        return report
    }

    // MARK: - The first contact

    /// Finds the versions: without one that it speaks nothing else can be asked.
    private func contact() throws(SocketError) {
        let steps = Steps()
        func add(
            _ suites: @escaping @autoclosure () -> [RegisteredSuite], _ version: WireVersion,
            when isAsked: @escaping () -> Bool
        ) {
            var offered: [RegisteredSuite] = []
            steps.add(
                {
                    guard isAsked(), self.usable[version] == nil else { return nil }
                    offered = suites()
                    return Offer(self.hellos.hello(offered, version: version))
                }, { self.take($0, of: offered, version) })
        }
        // Each version has suites of its own.
        let looksAtAll = !configuration.parts.isDisjoint(with: [.versions, .ciphers])
        let new = Hellos.suites(of: .dtls12)
        add(new, .dtls12) { true }
        // Silence to a long hello may be about its length; once there is a word, it is not.
        add(Hellos.common, .dtls12) { !self.loop.hasAnswered }
        for kind in Hellos.kinds(of: new) { add(kind, .dtls12) { self.loop.hasAnswered } }
        let old = Hellos.suites(of: .dtls10)
        // What the other version has shown to work will do for this one as well, or else what has not.
        add(self.usable[.dtls12]?.filter { !$0.isNew } ?? old, .dtls10) {
            looksAtAll || self.usable.isEmpty
        }
        for kind in Hellos.kinds(of: old) {
            add(kind, .dtls10) {
                guard self.loop.hasAnswered, let known = self.usable[.dtls12] else {
                    return self.loop.hasAnswered
                }
                return looksAtAll && known != new && !kind.allSatisfy(known.contains)
            }
        }
        if configuration.parts.contains(.versions) {
            steps.add(
                { self.loop.hasAnswered ? Offer(self.hellos.newest()) : nil },
                { self.report.versions[.dtls13] = $0.hello?.version == WireVersion.dtls13.wire })
        }
        try loop.run([steps])
        if loop.isCut || loop.unreachable != nil { return }
        if configuration.parts.contains(.versions) { report.parts.insert(.versions) }
        for version in looksAtAll ? [WireVersion.dtls10, .dtls12] : [] {
            if report.versions[version] == nil { report.versions[version] = false }
        }
    }

    private func take(_ answer: Answer, of suites: [RegisteredSuite], _ offered: WireVersion) {
        guard let version = answer.hello.flatMap({ WireVersion(wire: $0.version) }) else { return }
        report.versions[version] = true
        if version == offered { usable[version] = suites }
        // It has taken the highest that it speaks.
        if version < offered { report.versions[offered] = false }
    }

    // MARK: - All the rest

    private func lookAround() throws(SocketError) {
        let versions = [WireVersion.dtls12, .dtls10].filter { usable[$0] != nil }
        guard let best = versions.first, let suites = usable[best] else { return }
        let wanted = configuration.parts
        var parts: [any PartOfScan] = []
        if wanted.contains(.ciphers) {
            parts.append(
                configuration.isFast
                    ? SuiteClasses(hellos, usable, sample) as any PartOfScan
                    : SuitesPart(hellos, versions))
        }
        if wanted.contains(.groups) {
            parts.append(
                configuration.isFast
                    ? WeakSchemes(hellos, best, suites, sample) as any PartOfScan
                    : GroupsPart(hellos, best, suites))
        }
        if wanted.contains(.certificates) {
            parts.append(CertificatesPart(hellos, best, suites))
        }
        if wanted.contains(.extensions) { parts.append(ExtensionsPart(hellos, best, suites)) }
        if wanted.contains(.amplification) {
            parts.append(CookiePart(hellos, best, suites, sample))
        }
        if wanted.contains(.hellos) { parts.append(HellosPart(hellos, best, suites, sample)) }
        try loop.run(parts.flatMap(\.inquiries))
        for part in parts { part.write(to: &report) }
        if !loop.isCut, loop.unreachable == nil { report.parts.formUnion(wanted) }
    }

    /// Asks once more for what was taken at first: a server that has gone, or that answers us no more,
    /// looks like one that refuses without a word.
    private func confirm() throws(SocketError) {
        guard var offer = control else { return }
        offer.hello.random = ClientHello.randomBytes()
        offer.isControl = true
        let steps = Steps()
        var isThere = false
        steps.add({ offer }, { isThere = $0.hello != nil })
        try loop.run([steps])
        if !isThere { report.isCut = true }
    }

    private func note(_ offer: Offer, _ answer: Answer) {
        if answer.hadCookie {
            report.cookie.isAsked = true
        } else if answer.hello != nil, report.cookie.isAsked == nil {
            report.cookie.isAsked = false
        }
        if answer.hello != nil {
            if sample == nil {
                sample = answer
                control = offer
            }
            if let schemes = answer.flight.requestedSchemes, report.clientSchemes == nil {
                report.clientSchemes = schemes
            }
            if let key = answer.flight.rawPublicKey, !key.isEmpty { report.rawPublicKey = key }
            certificates.take(answer.flight)
        }
        onNote?(ExchangeNote(offer, answer).text)
    }
}

extension WireVersion: Comparable {
    package static func < (left: WireVersion, right: WireVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}
