import ClientHello
import DTLS
import Scan

/// What `scan` prints for people.
struct ScanText {
    /// All lines, each with its end; what a peer has sent is escaped.
    func text(_ style: Style) -> String { lines.map { $0.text(style) }.joined() }

    private var lines: [StyledLine] = []

    init(_ report: ScanReport) {
        lines.append(StyledLine("\(report.address)", .heading))
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
                + StyledLine(report.isCut ? ", and not finished" : "", .bad))
    }

    /// A number with one decimal, or two below ten.
    static func decimal(_ value: Double) -> String {
        let digits = value < 10 ? 100.0 : 10
        let number = (value * digits).rounded() / digits
        return number == number.rounded() && number < 1e15 ? "\(Int(number))" : "\(number)"
    }

    // MARK: -

    /// - Parameter roles: those of values, by the names of their rows.
    private mutating func add(
        title: String, _ rows: [(String, String)], roles: [String: Style.Role] = [:]
    ) {
        guard !rows.isEmpty else { return }
        lines += ["", StyledLine(title, .heading)]
        let width = rows.map(\.0.count).max() ?? 0
        for (name, value) in rows {
            let label = "  " + Self.padded(name, width + 2)
            var line = label
            var isStart = true
            func finished() -> StyledLine {
                StyledLine(label) + StyledLine(String(line.dropFirst(label.count)), roles[name])
            }
            for word in value.split(separator: " ", omittingEmptySubsequences: false) {
                if !isStart, line.count + word.count + 1 > Self.width {
                    lines.append(finished())
                    line = Self.padded("", width + 4)
                    isStart = true
                }
                line += (isStart ? "" : " ") + word
                isStart = false
            }
            lines.append(finished())
        }
    }

    private mutating func add(_ versions: [WireVersion: Bool]) {
        add(
            title: "versions",
            WireVersion.allCases.compactMap { version in
                versions[version].map { ("\(version)", Self.yes($0)) }
            },
            roles: versions.reduce(into: [:]) { roles, found in
                guard found.value else { return }
                // RFC 8996 has put it away.
                roles["\(found.key)"] = found.key == .dtls10 ? .doubtful : .good
            })
    }

    private mutating func add(_ list: ScanReport.SuiteList, isAlone: Bool) {
        let order =
            switch list.hasOwnOrder {
            case true?: ", in the server's order"
            case false?: ", in the client's order"
            case nil: ""
            }
        lines += [
            "", StyledLine("suites" + (isAlone ? "" : " of \(list.version)") + order, .heading),
        ]
        let names = list.suites.map(\.name.count).max() ?? 0
        let others = list.suites.compactMap(\.openSSLName?.count).max() ?? 0
        for suite in list.suites {
            let columns =
                "  \(suite.number)  " + Self.padded(suite.name, names + 2)
                + Self.padded(suite.openSSLName ?? "", others + 2)
            let remarks = suite.remarks.joined(separator: ", ")
            lines.append(
                remarks.isEmpty
                    ? StyledLine(String(columns.reversed().drop { $0 == " " }.reversed()))
                    : StyledLine(columns) + StyledLine(remarks, suite.isBroken ? .bad : .doubtful))
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
        // Without these two a man in the middle can tie sessions together (RFC 7627, RFC 5746).
        var roles: [String: Style.Role] = [:]
        if found.extendedMasterSecret == false { roles["extended master secret"] = .doubtful }
        if found.renegotiationInfo == false { roles["renegotiation info"] = .doubtful }
        self.add(title: "extensions", rows, roles: roles)
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
        add(
            title: "cookie", rows,
            roles: cookie.isAsked.map { ["asked for": $0 ? .good : .bad] } ?? [:])
    }

    private mutating func add(_ chain: [Certificate]) {
        lines += ["", StyledLine("certificate", .heading)]
        for (index, certificate) in chain.enumerated() {
            if index > 0 { lines.append("  signed by") }
            lines += CertificateReport(certificate).properties.map { title, text in
                StyledLine("  " + Self.padded(title.isEmpty ? "" : title, 11) + text)
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
