internal import DTLS
package import Endpoint
package import Sockets
package import SystemPackage

/// What stopped a run.
package enum BenchFailure: Error {
    /// The session could not be had, or did not last.
    case endpoint(EndReason)

    /// The peer is not such that this can be measured with it.
    case obstacle(String)

    /// The user has asked for the end, before there was anything to tell.
    case stopped

    /// The system refused something.
    case system(SocketError)
}

/// The client of a bench: carries data or echoes over one or many streams, and makes a report.
package final class BenchClient {
    /// What to measure, and with whom.
    package struct Plan {
        /// The server's addresses, tried in order.
        package var addresses: [SocketAddress]

        /// What the endpoints are made from.
        package var configuration: EndpointConfiguration

        /// Throughput or latency.
        package var mode = BenchReport.Mode.throughput

        /// What was asked for.
        package var settings: BenchSettings

        /// Whether the same is to be measured over plain UDP afterwards.
        package var usesPlainUDP = false

        /// Where and when.
        package var start: BenchStart

        package init(
            addresses: [SocketAddress], configuration: EndpointConfiguration,
            settings: BenchSettings, start: BenchStart
        ) {
            self.addresses = addresses
            self.configuration = configuration
            self.settings = settings
            self.start = start
        }
    }

    private let plan: Plan
    private let loop: LinkLoop
    private let onInterval: (BenchInterval) -> Void
    private let onNote: (EndpointNote) -> Void
    private var account = BenchIntervals()

    /// A client that does as `plan` says.
    ///
    /// - Parameters:
    ///   - stop: becomes readable where the user asks for the end.
    ///   - onNote: takes each step on the way.
    ///   - onInterval: takes each interval as it ends.
    package init(
        _ plan: Plan, stop: FileDescriptor?, onNote: @escaping (EndpointNote) -> Void,
        onInterval: @escaping (BenchInterval) -> Void
    ) {
        self.plan = plan
        self.onNote = onNote
        self.onInterval = onInterval
        loop = LinkLoop(stop: stop)
    }

    /// Measures.
    package func run() throws(BenchFailure) -> BenchReport {
        let links = (0..<plan.settings.streams).map { _ in
            SessionLink(
                ClientEndpoint(addresses: plan.addresses, configuration: plan.configuration),
                request(), task, onNote: onNote)
        }
        for link in links { loop.add(link) }
        // Also where it fails: a server that has one client at a time waits for the end of this one.
        defer { for link in links { link.close(now: loop.now) } }
        var report = try measure(
            links, BenchReport(mode: plan.mode, start: plan.start, settings: plan.settings))
        if let association = links.first?.association {
            report.session = BenchSession(association)
        }
        if plan.usesPlainUDP { try addBaseline(to: &report, links) }
        return report
    }

    // MARK: -

    private var task: BenchStream.Task {
        guard plan.mode == .latency else { return .traffic }
        let interval = plan.settings.bitrate.map { rate in
            Duration.nanoseconds(Int64(Double(plan.settings.length) * 8e9 / Double(max(rate, 1))))
        }
        let length = UInt64(plan.settings.length)
        let count = bytesPerStream.map { ($0 - 1) / length + 1 }
        return .echo(interval: interval, count: count)
    }

    /// What each stream is to carry; one message at least, for 0 is no limit.
    private var bytesPerStream: UInt64? {
        plan.settings.bytes.map { max($0 / UInt64(plan.settings.streams), 1) }
    }

    private func request(length: Int? = nil, token: UInt64 = 0) -> BenchRequest {
        var request = BenchRequest()
        let settings = plan.settings
        if plan.mode == .throughput {
            request.clientSends = settings.direction != .reverse
            request.serverSends = settings.direction != .send
        }
        request.length = length ?? settings.length
        request.duration = UInt64((settings.seconds ?? 0) * 1e9)
        request.omit = UInt64(settings.omit * 1e9)
        request.bytes = bytesPerStream ?? 0
        request.bitrate = settings.bitrate ?? 0
        request.wantsPlain = plan.usesPlainUDP
        request.token = token
        return request
    }

    /// - Parameter sessions: those to keep up beside `links`, which carry nothing meanwhile.
    private func measure(
        _ links: [any Link], beside sessions: [SessionLink] = [], _ empty: BenchReport
    ) throws(BenchFailure) -> BenchReport {
        var report = empty
        account = BenchIntervals()
        var begun: Deadline?
        var reported = Deadline.distantFuture
        var reminded = loop.now
        while !links.allSatisfy({ $0.stream?.isDone(now: loop.now) == true }) {
            do throws(SocketError) {
                try loop.turn(
                    links + sessions,
                    until: min(reported, reminded.advanced(by: Self.reminderPause)))
            } catch {
                throw .system(error)
            }
            if loop.isStopped {
                guard begun != nil else { throw .stopped }
                report.gaps.append("what would have come after you stopped it")
                break
            }
            for link in links + sessions {
                if let failure = link.failure { throw .endpoint(failure) }
                if let obstacle = link.stream?.obstacle { throw .obstacle(obstacle) }
                if link.stream?.isSilent(now: loop.now) == true {
                    throw .endpoint(.idle(BenchStream.silence))
                }
            }
            if begun == nil, let first = links.compactMap({ $0.stream?.begun }).min() {
                begun = first
                reported = first.advanced(by: .seconds(plan.settings.interval))
            }
            if loop.now >= reminded.advanced(by: Self.reminderPause) {
                reminded = loop.now
                for session in sessions { session.stream?.remind(now: loop.now) }
            }
            if let begun, loop.now >= reported {
                finishInterval(links, begun, &report)
                reported = reported.advanced(by: .seconds(plan.settings.interval))
            }
        }
        // A server that is gone has taken with it what was lost on the way.
        if !loop.isStopped, links.contains(where: { $0.stream?.isUnsettled == true }) {
            throw .endpoint(.unanswered(BenchStream.settling))
        }
        if let begun { finishInterval(links, begun, &report, isLast: true) }
        // One thread serves them all, so that each of them knows.
        report.localCPU = links.lazy.compactMap { $0.stream?.conversation?.cpu }.first
        report.settings.length = links.first?.stream?.request.length ?? plan.settings.length
        collect(links, &report)
        return report
    }

    private func finishInterval(
        _ links: [any Link], _ begun: Deadline, _ report: inout BenchReport, isLast: Bool = false
    ) {
        let ended = account.take(
            links.compactMap { $0.stream?.conversation }, at: seconds(from: begun, to: loop.now),
            omit: plan.settings.omit)
        // After the last full one there is only the settling of accounts, mostly.
        if isLast, ended.allSatisfy({ $0.messages == 0 }) { return }
        for interval in ended {
            report.intervals.append(interval)
            onInterval(interval)
        }
    }

    private func collect(_ links: [any Link], _ report: inout BenchReport) {
        var gaps: Set<String> = []
        for (index, link) in links.enumerated() {
            guard let stream = link.stream, let conversation = stream.conversation else { continue }
            if let probe = stream.probe {
                var times = report.latency ?? Distribution()
                times.add(probe.times)
                report.latency = times
                let tally = BenchTally(
                    bytes: UInt64(probe.times.count * stream.request.length),
                    messages: UInt64(probe.times.count), seconds: probe.elapsed(now: loop.now),
                    lost: probe.lost)
                report.flows.append(
                    BenchFlow(stream: index + 1, isReverse: false, sent: nil, received: tally))
            }
            if let sent = conversation.sent {
                let received =
                    stream.peer == .echo
                    ? conversation.received : conversation.farReceived?.tally
                report.flows.append(
                    BenchFlow(
                        stream: index + 1, isReverse: false, sent: sent, received: received))
            }
            if let received = conversation.received, stream.peer == .bench {
                report.flows.append(
                    BenchFlow(
                        stream: index + 1, isReverse: true, sent: conversation.farSent?.tally,
                        received: received))
            }
            if let far = conversation.farReceived?.cpu ?? conversation.farSent?.cpu {
                report.remoteCPU = far
            }
            switch stream.peer {
            case .silent?:
                gaps.insert(
                    "what arrived: the peer is no dtlscat bench --server, and returns nothing")
                gaps.insert("the peer's CPU")
            case .echo?:
                gaps.insert(
                    "loss in each direction: the peer returns what it gets, so both are one")
                gaps.insert("the peer's CPU")
            default:
                if plan.mode == .throughput, conversation.farReceived == nil,
                    conversation.farSent == nil
                {
                    gaps.insert("the peer's account, which did not come")
                }
            }
        }
        report.gaps += gaps.sorted()
    }

    /// Measures the same over plain UDP, on the sockets that the server has opened for it.
    private func addBaseline(
        to report: inout BenchReport, _ sessions: [SessionLink]
    ) throws(BenchFailure) {
        let doors = sessions.compactMap { link -> (SocketAddress, UInt64)? in
            guard let stream = link.stream, stream.plainPort > 0,
                var address = link.association?.remote
            else { return nil }
            address.port = stream.plainPort
            return (address, stream.token)
        }
        guard doors.count == sessions.count else {
            report.gaps.append("plain UDP: the peer is no dtlscat bench --server")
            return
        }
        do throws(SocketError) {
            var links: [PlainLink] = []
            for (address, token) in doors {
                let socket = try UDPSocket.connected(
                    to: address, options: plan.configuration.socket)
                let link = PlainLink(
                    socket, request(length: report.settings.length, token: token), task,
                    now: loop.now)
                loop.add(link)
                links.append(link)
            }
            var settings = plan.settings
            settings.length = report.settings.length
            let empty = BenchReport(mode: plan.mode, start: plan.start, settings: settings)
            guard let baseline = try baseline(links, beside: sessions, empty) else {
                report.gaps.append("plain UDP: the peer did not answer")
                return
            }
            report.baseline = [baseline]
            report.gaps += baseline.gaps.map { "over plain UDP, \($0)" }
        } catch {
            throw .system(error)
        }
    }

    private func baseline(
        _ links: [PlainLink], beside sessions: [SessionLink], _ empty: BenchReport
    ) throws(SocketError) -> BenchReport? {
        do throws(BenchFailure) {
            return try measure(links, beside: sessions, empty)
        } catch {
            if case .system(let error) = error { throw error }
            return nil
        }
    }

    /// A server's patience with silent clients is longer.
    private static let reminderPause = Duration.seconds(60)
}

extension BenchSession {
    /// What was agreed on in an association.
    init(_ association: Association) {
        let agreed = association.session.parameters
        self.init(
            version: agreed.version?.description ?? "unknown", cipherSuite: agreed.cipherSuite,
            keyExchange: agreed.keyExchange, group: agreed.group, dataMTU: association.dataMTU,
            flowControl: association.flowControl)
    }
}
