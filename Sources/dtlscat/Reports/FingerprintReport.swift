import DTLS
import FoundationEssentials

/// What `fingerprint` prints of one peer or file.
struct FingerprintReport {
    /// The lines, not yet escaped.
    let lines: [String]

    /// Whether a notation that was asked for has no words for what there is: a raw public key in
    /// SDP, or a kind of key that SSH does not know.
    private(set) var isIncomplete = false

    /// The report of `keys`, the peer's own first.
    ///
    /// - Parameters:
    ///   - name: whose they are, for the notations that have room for it.
    ///   - record: the name of the TLSA record, for a peer that has a name in the DNS.
    init(
        _ keys: [Fingerprint.Key], _ options: FingerprintOptions, name: String?, record: String?
    ) {
        let shown = options.what == .chain ? keys[...] : keys.prefix(1)
        let algorithm = options.algorithm ?? .sha256
        guard let notation = options.format?.notation else {
            lines = shown.enumerated().flatMap { index, key in
                (index == 0 ? [] : [""]) + Self.description(of: key, algorithm)
            }
            return
        }
        var lines: [String] = []
        for key in shown {
            guard
                let text = Fingerprint(key, algorithm).text(
                    notation, ofPublicKey: Self.isOfPublicKey(notation, options.what, key))
            else {
                isIncomplete = true
                continue
            }
            if notation == .tlsa, let record {
                lines.append("\(record) IN TLSA \(text)")
            } else {
                lines.append(name.map { "\(text)  \($0)" } ?? text)
            }
        }
        self.lines = lines
    }

    /// Whether a digest is of the public key: as asked for, or as the notation usually has it.
    private static func isOfPublicKey(
        _ notation: Fingerprint.Notation, _ what: FingerprintOptions.What?, _ key: Fingerprint.Key
    ) -> Bool {
        if case .publicKey = key { return notation != .sdp }
        switch (what, notation) {
        case (.spki, _): return true
        case (.cert, _): return false
        case (_, .pin), (_, .ssh): return true
        case (nil, .tlsa): return true
        default: return false
        }
    }

    private static func description(
        of key: Fingerprint.Key, _ algorithm: Digest.Algorithm
    ) -> [String] {
        var rows: [(String, String)] = []
        if case .certificate(let certificate) = key {
            rows = CertificateReport(certificate).properties
        } else {
            rows.append(("key", "raw public key, without a certificate"))
        }
        let print = Fingerprint(key, algorithm)
        func add(_ title: String, _ notation: Fingerprint.Notation, ofPublicKey: Bool) {
            if let text = print.text(notation, ofPublicKey: ofPublicKey) {
                rows.append((title, text))
            }
        }
        add("cert", .hex, ofPublicKey: false)
        add("", .colon, ofPublicKey: false)
        add("spki", .hex, ofPublicKey: true)
        add("", .colon, ofPublicKey: true)
        add("pin", .pin, ofPublicKey: true)
        add("sdp", .sdp, ofPublicKey: false)
        add("tlsa", .tlsa, ofPublicKey: true)
        add("", .tlsa, ofPublicKey: false)
        add("ssh", .ssh, ofPublicKey: true)
        return rows.map { title, text in
            let label = title.isEmpty ? "" : title + ":"
            return label + String(repeating: " ", count: max(1, 9 - label.count)) + text
        }
    }
}

/// What is left of a certificate's time.
struct Validity {
    /// Seconds since 1970.
    static var now: Int { Int(Date().timeIntervalSince1970) }

    /// Why a certificate of `chain` is not valid for another `time`; `nil` where all are.
    static func problem(_ chain: [Certificate], within time: Duration) -> String? {
        let margin = Int(time.components.seconds)
        for (index, certificate) in chain.enumerated() {
            let whose = index == 0 ? "certificate" : "certificate of \(certificate.subject)"
            let left = certificate.notAfter - now
            if left < 0 { return "\(whose) expired on \(day(of: certificate.notAfter))" }
            if left < margin {
                return "\(whose) expires on \(day(of: certificate.notAfter)), in \(days(left))"
            }
        }
        return nil
    }

    /// Seconds as days, or as hours where they are fewer than two days.
    static func days(_ seconds: Int) -> String {
        if seconds < 7_200 { return "\(seconds / 60) minutes" }
        return seconds < 172_800 ? "\(seconds / 3_600) hours" : "\(seconds / 86_400) days"
    }
}
