import DTLS
import Impair
import Sockets
import SystemPackage

/// Tells what a bad network has done.
final class ImpairReporter: ImpairObserver {
    private let console: Console
    private let isJSON: Bool
    private var log: LogFile?
    private var place: SocketAddress?

    init(_ console: Console, json: Bool) {
        self.console = console
        isJSON = json
    }

    /// Begins a log of each datagram.
    func open(_ path: String) throws(Failure) { log = try LogFile(path) }

    var wantsEach: Bool { log != nil || console.verbosity >= 2 }

    func listening(_ address: SocketAddress) {
        place = address
        console.say("listening on \(address)")
    }

    func came(_ client: UInt64, _ address: SocketAddress) {
        console.note(1, "client \(client) is \(address)")
    }

    func moved(_ client: UInt64, to port: UInt16) {
        console.note(1, "client \(client) comes from port \(port) now")
    }

    func refused(_ address: SocketAddress, _ reason: String) {
        console.note(1, "\(address) is not served: \(reason)")
    }

    func decided(
        _ client: UInt64, _ direction: Direction, _ datagram: Span<UInt8>, _ fate: Fate,
        age: Duration
    ) {
        let line = Self.line(client, direction, datagram, fate, age)
        console.note(2, line)
        log?.append(line)
    }

    /// A line of the log: time, client, way, size, contents and fate.
    private static func line(
        _ client: UInt64, _ direction: Direction, _ datagram: Span<UInt8>, _ fate: Fate,
        _ age: Duration
    ) -> String {
        let milliseconds = TimeValue.milliseconds(age)
        let fraction = String(milliseconds % 1_000)
        let time =
            "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
        let way = direction == .toServer ? ">" : "<"
        return
            "\(time) \(client) \(way) \(datagram.count) \(DatagramContents(datagram)): \(fate.text)"
    }

    /// Tells what has happened to all of them.
    func finish(
        _ relay: ImpairRelay, _ signal: Signal?, _ options: ImpairOptions
    ) throws(Failure) {
        try log?.finish()
        let report = ImpairReport(relay, signal, seed: options.seed, place)
        do {
            if isJSON {
                _ = try FileDescriptor.standardOutput.writeAll(ReportEncoder.encode(report))
            } else if !console.isQuiet {
                _ = try FileDescriptor.standardOutput.writeAll(report.text.utf8)
            }
        } catch {
            throw Failure(status: .data, message: "cannot write standard output: \(error)")
        }
    }
}

extension Fate {
    /// In words.
    fileprivate var text: String {
        if let drop { return "dropped, \(drop.rawValue)" }
        var parts: [String] = []
        if let corruptedBit { parts.append("bit \(corruptedBit) turned round") }
        if truncatedBytes > 0 { parts.append("\(truncatedBytes) bytes cut off") }
        if isDuplicated { parts.append("twice") }
        if isHeldBack { parts.append("held back") }
        if pieces > 1 { parts.append("split into \(pieces)") }
        if replays { parts.append("an earlier one behind it") }
        if delay > .zero { parts.append("after \(TimeValue.text(delay))") }
        return parts.isEmpty ? "passed" : parts.joined(separator: ", ")
    }
}
