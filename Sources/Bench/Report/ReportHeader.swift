/// The first line of a report: with whom, by what, and how much at a time.
struct ReportHeader {
    private let report: BenchReport

    init(_ report: BenchReport) { self.report = report }

    func lines(width: Int) -> [String] {
        let parts = [peer] + details
        let items = parts.enumerated().map { index, part in
            index < parts.count - 1 ? part + "," : part
        }
        return Layout.wrapped(items, width: width)
    }

    /// The peer, an IPv6 address in brackets.
    var peer: String {
        if report.start.isLocal { return "local" }
        let host = Layout.printable(report.start.host)
        return host.contains(":")
            ? "[\(host)]:\(report.start.port)" : "\(host):\(report.start.port)"
    }

    /// What was agreed on and asked for.
    var details: [String] {
        var parts: [String] = []
        if let session = report.session {
            parts += [
                Layout.printable(session.version), Layout.printable(session.cipherSuite),
                "data MTU \(session.dataMTU)",
            ]
        } else {
            parts.append("no session")
        }
        if report.mode != .handshakes {
            parts.append("messages of \(report.settings.length) bytes")
        }
        if report.mode == .throughput {
            let streams = report.settings.streams
            parts.append(streams == 1 ? "1 stream" : "\(streams) streams")
            if let flow = report.session?.flowControl {
                parts.append("flow control \(Layout.printable(flow))")
            }
        }
        if report.mode == .handshakes {
            parts.append("\(report.settings.concurrency) at a time")
            if report.settings.resumes { parts.append("resuming") }
        }
        return parts
    }
}
