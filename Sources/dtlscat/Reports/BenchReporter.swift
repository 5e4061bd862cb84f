import Bench
import DTLS
import Endpoint
import FoundationEssentials
import Sockets
import SystemPackage

/// Prints what a bench measures: while it goes on, and at the end as text or JSON.
final class BenchReporter {
    private let output: BenchOutputOptions
    private let options: BenchOptions
    private let console: Console
    private var intervals: [BenchInterval] = []
    private let isLive: Bool

    init(_ output: BenchOutputOptions, _ options: BenchOptions) {
        self.output = output
        self.options = options
        console = output.console
        isLive = Console.isTerminal && !output.quiet && !output.json
    }

    /// Runs `body`, tells how it went, and ends with its status.
    func run(_ context: String, _ body: () throws(Failure) -> [BenchResult]) throws {
        let results: [BenchResult]
        Version.warnAtStart(console)
        do throws(Failure) {
            results = try body()
        } catch {
            endLine()
            guard !error.message.isEmpty else { throw error.status }
            console.report(error, during: error.status == .usage ? nil : context)
            if output.json { try print(failed: error) }
            throw error.status
        }
        endLine()
        let failure = Self.failure(results, options)
        try tell(results, failure)
        guard let failure else { return }
        console.report(failure, during: context)
        throw failure.status
    }

    /// A step on the way.
    func noted(_ note: EndpointNote) { console.note(note) }

    /// An interval has ended: on a terminal the line is written anew, elsewhere one follows the
    /// other.
    func interval(_ interval: BenchInterval) {
        guard !output.json, !output.quiet, !options.handshakes, !options.latency else { return }
        intervals.append(interval)
        if isLive {
            console.live(IntervalLine.live(intervals, width: 79))
        } else {
            if intervals.count == 1 { print([StyledLine(IntervalLine.header, .heading)]) }
            print([StyledLine(IntervalLine(interval).text)])
        }
    }

    /// Runs `body`, and sorts what stops it.
    static func sorted<Result>(
        _ body: () throws(BenchFailure) -> Result
    ) throws(Failure) -> Result {
        do throws(BenchFailure) {
            return try body()
        } catch {
            switch error {
            case .endpoint(let reason):
                throw Failure(reason)
                    ?? Failure(
                        status: .closed, message: "the peer closed before all was measured")
            case .obstacle(let text):
                throw .usage("this cannot be measured: \(text)")
            case .stopped:
                throw Failure(status: .interrupted, message: "")
            case .system(let error):
                throw Failure(status: .bug, message: error.description)
            }
        }
    }

    // MARK: -

    private func tell(_ results: [BenchResult], _ failure: Failure?) throws {
        if let path = options.plot, let report = results.compactMap(\.report).first {
            try save(SVGPlot(report).text, to: path)
        }
        if output.json {
            try printJSON(results, failure)
        } else if results.count > 1 {
            let lines = CompareTable(results.map { ($0.name ?? "", $0.report) }).lines
            print(lines.enumerated().map { StyledLine($1, $0 == 0 ? .heading : nil) })
        } else if let report = results.first?.report {
            if !intervals.isEmpty, !isLive { print([""]) }
            print(Self.styled(TextReport(report).lines))
        }
    }

    private func printJSON(_ results: [BenchResult], _ failure: Failure?) throws {
        let objects = results.map { result -> JSONResult in
            guard let report = result.report else {
                return .failed(
                    Self.report(
                        Failure(
                            status: .handshake, message: "\(result.name ?? "") was not agreed on")))
            }
            var object = BenchJSON(report)
            object.ok = failure == nil
            object.exit = failure?.status.rawValue ?? 0
            object.error = failure.map { BenchJSON.Problem(class: $0.kind, message: $0.message) }
            return .measured(object)
        }
        if objects.count == 1, let first = objects.first {
            try Self.print(first)
        } else {
            try Self.print(objects)
        }
    }

    /// A run that has been measured, or why one was not.
    private enum JSONResult: Encodable {
        case measured(BenchJSON)
        case failed(FailedJSON)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .measured(let report): try report.encode(to: encoder)
            case .failed(let report): try report.encode(to: encoder)
            }
        }
    }

    private struct FailedJSON: Encodable {
        var schema = "dtlscat/1"
        var command = "bench"
        var ok = false
        let exit: Int32
        let error: BenchJSON.Problem
    }

    private static func report(_ failure: Failure) -> FailedJSON {
        FailedJSON(
            exit: failure.status.rawValue,
            error: BenchJSON.Problem(
                class: failure.kind, message: failure.message,
                alert: failure.alert.map { "\($0)" }, stage: failure.stage, hint: failure.hint))
    }

    private func print(failed failure: Failure) throws { try Self.print(Self.report(failure)) }

    private func endLine() { if isLive, !intervals.isEmpty { console.live("") } }

    private func save(_ text: String, to path: String) throws {
        do {
            try TextFile.write(text, to: path)
        } catch {
            let failure = Failure.usage("cannot write \(path): \(error)")
            console.report(failure)
            throw failure.status
        }
    }

    /// The first thing that was asked for and is not met.
    private static func failure(_ results: [BenchResult], _ options: BenchOptions) -> Failure? {
        if results.contains(where: { $0.report == nil }) {
            return Failure(status: .handshake, message: "not every cipher was agreed on")
        }
        for report in results.compactMap(\.report) {
            if let least = options.failUnder?.bitsPerSecond, report.lowestRate < Double(least) {
                return Failure(
                    status: .threshold,
                    message: "\(Int(clamping: Int64(report.lowestRate))) a second is less than "
                        + "--fail-under \(least)")
            }
            guard let most = options.maxLoss else { continue }
            guard let lost = report.highestLoss else {
                return Failure(
                    status: .threshold, message: "the loss is not known, and --max-loss is set")
            }
            if lost > most {
                return Failure(
                    status: .threshold,
                    message: "\(lost) % lost is more than --max-loss \(most)")
            }
        }
        return nil
    }

    /// What was measured with whom stands over the figures; at the end is what was not.
    private static func styled(_ lines: [String]) -> [StyledLine] {
        let head = lines.prefix { !$0.isEmpty }.count
        let gaps = lines.firstIndex { $0.hasPrefix("not measured: ") } ?? lines.endIndex
        return lines.enumerated().map { index, line in
            StyledLine(line, index < head ? .heading : index >= gaps ? .doubtful : nil)
        }
    }

    private func print(_ lines: [StyledLine]) {
        let style = output.color.ofOutput
        let text = lines.map { $0.text(style) }.joined()
        do {
            _ = try FileDescriptor.standardOutput.writeAll(text.utf8)
        } catch {
            // Nobody reads it any more.
        }
    }

    private static func print(_ value: some Encodable) throws {
        let text = try ReportEncoder.encode(value, isPretty: true)
        _ = try? FileDescriptor.standardOutput.writeAll(text)
    }
}
