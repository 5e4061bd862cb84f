import DTLS
import FoundationEssentials
import SystemPackage

/// What `fingerprint` is asked about: a peer or a file.
struct FingerprintSubject {
    /// `host:port`, or a path.
    let name: String

    /// Its certificates, its own first, or its key.
    let keys: [Fingerprint.Key]

    /// Whether it is a peer.
    var isPeer = false

    /// The name of its TLSA record (RFC 6698 section 3); `nil` where it has no name in the DNS.
    var tlsaName: String?

    /// Its certificates.
    var certificates: [Certificate] {
        keys.compactMap { if case .certificate(let certificate) = $0 { certificate } else { nil } }
    }
}

/// Prints fingerprints, and checks them.
struct FingerprintReporter {
    private let options: FingerprintOptions
    private let output: ReportOptions
    private let console: Console

    init(_ options: FingerprintOptions, _ output: ReportOptions) {
        self.options = options
        self.output = output
        console = output.console
    }

    /// Tells of each subject, and throws the status of the first that is not as it has to be: a pin
    /// counts before an end that is near.
    func tell(_ subjects: [FingerprintSubject], _ pins: [Pin]) throws {
        if pins.contains(where: \.isWeak) {
            console.warn("SHA-1 proves little: others with the same digest can be made")
        }
        var worst: Failure?
        for (index, subject) in subjects.enumerated() {
            let failure = problem(subject, pins)
            if let failure { console.report(failure, during: subject.name) }
            if output.json {
                try print(json: FingerprintJSON(subject, options, failure))
            } else if !output.quiet {
                let isList = options.format == nil && pins.isEmpty || options.format == .all
                if index > 0, isList { try print("") }
                try show(subject, isAlone: subjects.count == 1, pins, failure)
            }
            if failure?.status == .pin || worst == nil { worst = failure ?? worst }
        }
        if let worst { throw worst.status }
    }

    /// Tells that nobody could be looked at.
    func fail(_ failure: Failure, _ peer: String?) {
        let context = peer.map { "look at \($0)" }
        console.report(failure, during: failure.status == .usage ? nil : context)
        guard output.json else { return }
        let subject = FingerprintSubject(name: peer ?? "", keys: [])
        try? print(json: FingerprintJSON(subject, options, failure))
    }

    private func show(
        _ subject: FingerprintSubject, isAlone: Bool, _ pins: [Pin], _ failure: Failure?
    ) throws {
        // Whoever checks wants a word, and whoever asks for a notation wants that.
        if !pins.isEmpty, options.format == nil {
            if failure == nil {
                try print("\(subject.name): " + StyledLine("as it has to be", .good))
            }
            return
        }
        let report = FingerprintReport(
            subject.keys, options, name: isAlone ? nil : subject.name, record: subject.tlsaName)
        if options.format?.notation == nil, !isAlone || subject.isPeer {
            try print(StyledLine(subject.name, .heading))
        }
        for line in report.lines { try print(StyledLine(line)) }
    }

    private func problem(_ subject: FingerprintSubject, _ pins: [Pin]) -> Failure? {
        let checked = options.what == .chain ? subject.keys[...] : subject.keys.prefix(1)
        if !pins.isEmpty, !checked.contains(where: { key in pins.contains { key.matches($0) } }) {
            let found = checked.first.map { "\(Pin.publicKey($0.publicKeyInfo))" } ?? "nothing"
            return Failure(
                status: .pin, message: "the fingerprint does not match; the key has \(found)")
        }
        if let within = options.expiresWithin?.duration,
            let text = Validity.problem(subject.certificates, within: within)
        {
            return Failure(status: .threshold, message: text)
        }
        let report = FingerprintReport(subject.keys, options, name: nil, record: nil)
        guard report.isIncomplete else { return nil }
        return Failure(
            status: .usage,
            message: "there is no such notation for this kind of key",
            hint: "--format all shows those that there are")
    }

    private func print(_ line: StyledLine) throws {
        try FileDescriptor.standardOutput.writeAll(line.text(output.color.ofOutput).utf8)
    }

    private func print(json: FingerprintJSON) throws {
        try FileDescriptor.standardOutput.writeAll(try ReportEncoder.encode(json))
    }
}

extension Fingerprint.Key {
    /// Whether it is what is pinned.
    fileprivate func matches(_ pin: Pin) -> Bool {
        switch self {
        case .certificate(let certificate): pin.matches(certificate)
        case .publicKey(let der): pin.matches(publicKey: der)
        }
    }
}
