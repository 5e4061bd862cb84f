import ClientHello
import DTLS
import Scan

/// What `scan` prints for people.
struct ScanText {
    /// All lines, each with its end; what a peer has sent is escaped.
    var text: String { lines.map { Console.escaped($0) + "\n" }.joined() }

    private var lines: [String] = []

    init(_ report: ScanReport) {
        lines.append("\(report.address)")
        add(report.versions)
        for list in report.suites ?? [] { add(list, isAlone: report.suites?.count == 1) }
        add(report.groups, report.schemes, report.clientSchemes)
        if let extensions = report.extensions { add(extensions) }
        add(report.cookie)
        for chain in report.chains { add(chain) }
        if let key = report.rawPublicKey {
            add(title: "raw public key", [("pin", "\(Pin.publicKey(key))")])
        }
        if let hellos = report.hellos { add(hellos) }
        lines.append("")
        lines.append(
            "\(report.exchanges) exchanges in \(TimeValue.text(report.duration))"
                + (report.isCut ? ", and not finished" : ""))
    }

    /// A number with one decimal, or two below ten.
    static func decimal(_ value: Double) -> String {
        let digits = value < 10 ? 100.0 : 10
        let number = (value * digits).rounded() / digits
        return number == number.rounded() && number < 1e15 ? "\(Int(number))" : "\(number)"
    }

    // MARK: -

    private mutating func add(title: String, _ rows: [(String, String)]) {
        guard !rows.isEmpty else { return }
        lines += ["", title]
        let width = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            var line = "  " + Self.padded(name, width + 2)
            var isStart = true
            for word in value.split(separator: " ", omittingEmptySubsequences: false) {
                if !isStart, line.count + word.count + 1 > Self.width {
                    lines.append(line)
                    line = Self.padded("", width + 4)
                    isStart = true
                }
                line += (isStart ? "" : " ") + word
                isStart = false
            }
            lines.append(line)
        }
    }

    private mutating func add(_ versions: [WireVersion: Bool]) {
        add(
            title: "versions",
            WireVersion.allCases.compactMap { version in
                versions[version].map { ("\(version)", Self.yes($0)) }
            })
    }

    private mutating func add(_ list: ScanReport.SuiteList, isAlone: Bool) {
        let order =
            switch list.hasOwnOrder {
            case true?: ", in the server's order"
            case false?: ", in the client's order"
            case nil: ""
            }
        lines += ["", "suites" + (isAlone ? "" : " of \(list.version)") + order]
        let names = list.suites.map(\.name.count).max() ?? 0
        let others = list.suites.compactMap(\.openSSLName?.count).max() ?? 0
        for suite in list.suites {
            let columns =
                "  \(suite.number)  " + Self.padded(suite.name, names + 2)
                + Self.padded(suite.openSSLName ?? "", others + 2)
                + suite.remarks.joined(separator: ", ")
            lines.append(String(columns.reversed().drop { $0 == " " }.reversed()))
        }
        if list.suites.isEmpty { lines.append("  none") }
    }

    private mutating func add(
        _ groups: ScanReport.GroupList?, _ schemes: [SignatureScheme]?,
        _ clients: [SignatureScheme]?
    ) {
        var rows: [(String, String)] = []
        if let groups {
            rows.append(("groups", Self.list(groups.groups.map(\.text))))
            if let isOwn = groups.hasOwnOrder {
                rows.append(("order", isOwn ? "the server's" : "the client's"))
            }
        }
        if let schemes { rows.append(("signatures", Self.list(schemes.map(\.description)))) }
        if let clients {
            rows.append(("of clients", Self.list(clients.map(\.description))))
        }
        add(title: "key exchange", rows)
    }

    private mutating func add(_ found: ScanReport.Extensions) {
        var rows: [(String, String)] = []
        func add(_ name: String, _ value: Bool?) {
            rows.append((name, value.map(Self.yes) ?? "cannot be told"))
        }
        add("extended master secret", found.extendedMasterSecret)
        add("encrypt-then-MAC", found.encryptThenMAC)
        add("renegotiation info", found.renegotiationInfo)
        add("session tickets", found.sessionTickets)
        add("stapled status", found.stapledStatus)
        add("heartbeat", found.heartbeat)
        rows.append(
            ("record size limit", found.recordSizeLimit.map { "\($0) bytes" } ?? "no"))
        add("raw public key", found.rawPublicKey)
        add("connection ID", found.connectionID)
        let protocols =
            found.applicationProtocols + (found.hasOtherProtocols ? ["others, not known"] : [])
        rows.append(("ALPN", protocols.isEmpty ? "no" : protocols.joined(separator: ", ")))
        rows.append(
            (
                "SRTP",
                found.srtpProfiles.isEmpty
                    ? "no" : found.srtpProfiles.map(SRTPNames.name).joined(separator: ", ")
            ))
        self.add(title: "extensions", rows)
    }

    private mutating func add(_ cookie: ScanReport.CookieUse) {
        var rows: [(String, String)] = []
        if let isAsked = cookie.isAsked { rows.append(("asked for", Self.yes(isAsked))) }
        if let hello = cookie.helloSize, let answer = cookie.answerSize,
            let factor = cookie.amplification
        {
            rows.append(
                (
                    "amplification",
                    "\(Self.decimal(factor)): \(answer) bytes for a hello of \(hello)"
                ))
        }
        add(title: "cookie", rows)
    }

    private mutating func add(_ chain: [Certificate]) {
        lines += ["", "certificate"]
        for (index, certificate) in chain.enumerated() {
            if index > 0 { lines.append("  signed by") }
            lines += CertificateReport(certificate).properties.map { title, text in
                "  " + Self.padded(title.isEmpty ? "" : title, 11) + text
            }
        }
    }

    private mutating func add(_ hellos: ScanReport.HelloAnswers) {
        var rows: [(String, String)] = []
        for (name, answer) in [
            ("in three fragments", hellos.fragmented), ("of 2,000 bytes in two", hellos.large),
            ("of 2,000 bytes in one", hellos.whole),
        ] {
            if let answer { rows.append((name, answer.text)) }
        }
        add(title: "unusual hellos", rows)
    }

    private static let width = 80

    private static func yes(_ value: Bool) -> String { value ? "yes" : "no" }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
