internal import DTLS
package import Endpoint
internal import Sockets
package import SystemPackage

/// Makes one session after the other with a server, several at a time, and records how long each
/// handshake took.
package final class HandshakeRun {
    private let plan: BenchClient.Plan
    private let loop = EventLoop()
    private let stop: FileDescriptor?
    private let onInterval: (BenchInterval) -> Void
    private let onNote: (EndpointNote) -> Void
    private var slots: [Slot] = []
    private var now = Deadline.now
    private var omitted = Deadline.now
    private var times = Distribution()
    private var count = 0
    private var failed = 0
    private var resumed = 0
    private var ticket: [UInt8]?
    private var failure: EndReason?
    private var isOver = false
    private var session: BenchSession?

    /// A run as `plan` says: so many handshakes, of `settings.bytes`, or for so long.
    package init(
        _ plan: BenchClient.Plan, stop: FileDescriptor?,
        onNote: @escaping (EndpointNote) -> Void, onInterval: @escaping (BenchInterval) -> Void
    ) {
        self.plan = plan
        self.stop = stop
        self.onNote = onNote
        self.onInterval = onInterval
    }

    /// Measures.
    package func run() throws(BenchFailure) -> BenchReport {
        var report = BenchReport(mode: .handshakes, start: plan.start, settings: plan.settings)
        let control = try openControl(&report)
        let begun = Deadline.now
        var clock = CPUMeter()
        var isMeasuring = false
        omitted = begun.advanced(by: .seconds(plan.settings.omit))
        let end = plan.settings.seconds.map { omitted.advanced(by: .seconds($0)) } ?? .distantFuture
        let most = plan.settings.bytes.map(Int.init(clamping:)) ?? .max
        now = begun
        do throws(SocketError) {
            let stopToken = stop.map { loop.add($0) }
            if let stopToken { loop.setInterest(stopToken, read: true, write: false) }
            var reported = begun
            var before = 0
            slots = (0..<plan.settings.concurrency).map { _ in Slot(self) }
            while now < end, count + failed < most {
                for slot in slots where slot.isIdle {
                    guard count + failed + underWay < most else { break }
                    begin(slot)
                }
                if !isMeasuring, now >= omitted {
                    clock = CPUMeter()
                    isMeasuring = true
                }
                try wait(until: min(end, reported.advanced(by: .seconds(plan.settings.interval))))
                if let stopToken, loop.isReadable(stopToken) { break }
                if failure != nil, count == 0 { break }
                if now >= reported.advanced(by: .seconds(plan.settings.interval)) {
                    finishInterval(&report, begun, reported, &before)
                    reported = now
                }
            }
            if count > before { finishInterval(&report, begun, reported, &before) }
        } catch {
            throw .system(error)
        }
        // Where the first of all fails, so will the others.
        if let failure, count == 0 { throw .endpoint(failure) }
        isOver = true
        // What has just begun is cut off; what has waited for long would have failed.
        failed += slots.count { $0.client != nil && now >= $0.begun.advanced(by: Self.patience) }
        for slot in slots { slot.client?.end(now: now) }
        report.localCPU = clock.used
        report.handshakes = BenchHandshakes(
            count: count, failed: failed, resumed: resumed,
            seconds: seconds(from: omitted, to: min(now, end)))
        report.latency = times
        report.session = session
        try closeControl(control, &report)
        return report
    }

    // MARK: -

    private var underWay: Int { slots.count { !$0.isIdle } }

    /// One handshake at a time, on buffers that are used again.
    fileprivate final class Slot: EndpointObserver {
        unowned let run: HandshakeRun
        let buffers = ClientEndpoint.Buffers()
        var client: ClientEndpoint?
        var socket: UDPSocket?
        var token: EventLoop.Token?
        var begun = Deadline.now
        var isOver = false

        init(_ run: HandshakeRun) { self.run = run }

        var isIdle: Bool { client == nil }

        func established(_ association: Association) {
            run.finished(association, begun: begun)
            isOver = true
        }

        func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {}
        func peerClosed(_ association: Association) {}

        func ended(_ association: Association, _ reason: EndReason) {
            // What is under way at the end is cut off, and has not failed.
            if !association.wasEstablished, !run.isOver { failed(reason) }
            isOver = true
        }

        func failed(_ reason: EndReason) {
            run.noteFailure(reason)
            isOver = true
        }

        func noted(_ note: EndpointNote) { run.onNote(note) }
    }

    private func begin(_ slot: Slot) {
        var configuration = plan.configuration
        configuration.session.wantsTicket = plan.settings.resumes
        configuration.session.resumption = ticket
        let client = ClientEndpoint(
            addresses: plan.addresses, configuration: configuration, buffers: slot.buffers)
        client.observer = slot
        slot.client = client
        now = .now
        slot.begun = now
        slot.isOver = false
        client.start(now: now)
        follow(slot)
    }

    /// A client tries its addresses one after the other, each with a socket of its own.
    private func follow(_ slot: Slot) {
        let socket = slot.client?.socket
        guard socket !== slot.socket else { return }
        if let token = slot.token { loop.remove(token) }
        slot.socket = socket
        slot.token = socket.map { loop.add($0.descriptor) }
        if let token = slot.token { loop.setInterest(token, read: true, write: false) }
    }

    private func finished(_ association: Association, begun: Deadline) {
        let isResumed = association.session.parameters.isResumed
        if session == nil { session = BenchSession(association) }
        if plan.settings.resumes, ticket == nil || !isResumed {
            ticket = association.session.resumptionData
        }
        guard now >= omitted else { return }
        count += 1
        if isResumed { resumed += 1 }
        // With the time that the last flight took to read, which is most of it: a turn's clock is not
        // enough.
        times.record(Deadline.now.nanoseconds - begun.nanoseconds)
    }

    private func noteFailure(_ reason: EndReason) {
        failed += 1
        if failure == nil { failure = reason }
    }

    private func wait(until deadline: Deadline) throws(SocketError) {
        var deadline = deadline
        for slot in slots { deadline = min(deadline, slot.client?.deadline ?? .distantFuture) }
        try loop.wait(until: deadline)
        now = .now
        for slot in slots {
            guard let client = slot.client else { continue }
            if let token = slot.token {
                if loop.hasError(token) { client.readErrors(now: now) }
                if loop.isReadable(token) {
                    while !slot.isOver, client.receive(now: now) {}
                }
            }
            if now >= client.deadline { client.expire(now: now) }
            if slot.isOver {
                client.end(now: now)
                slot.client = nil
            }
            follow(slot)
        }
    }

    private func finishInterval(
        _ report: inout BenchReport, _ begun: Deadline, _ start: Deadline, _ before: inout Int
    ) {
        let interval = BenchInterval(
            start: seconds(from: begun, to: start), end: seconds(from: begun, to: now),
            isReceived: true, bytes: 0, messages: UInt64(count - before))
        before = count
        report.intervals.append(interval)
        onInterval(interval)
    }

    // MARK: The peer's account

    /// Opens a session beside the others that tells what CPU the peer has used.
    private func openControl(_ report: inout BenchReport) throws(BenchFailure) -> SessionLink? {
        var request = BenchRequest()
        request.length = BenchMessage.dataSize
        request.omit = UInt64(plan.settings.omit * 1e9)
        let link = SessionLink(
            ClientEndpoint(addresses: plan.addresses, configuration: plan.configuration),
            request, .account, onNote: onNote)
        let loop = LinkLoop(stop: stop)
        loop.add(link)
        do throws(SocketError) {
            while link.failure == nil, link.stream?.peer == nil, !loop.isStopped {
                try loop.turn([link], until: .distantFuture)
            }
        } catch {
            throw .system(error)
        }
        if let failure = link.failure { throw .endpoint(failure) }
        if loop.isStopped { throw .stopped }
        guard link.stream?.peer == .bench else {
            report.gaps.append("the peer's CPU: it is no dtlscat bench --server")
            link.close(now: loop.now)
            return nil
        }
        return link
    }

    private func closeControl(
        _ link: SessionLink?, _ report: inout BenchReport
    ) throws(BenchFailure) {
        guard let link, let stream = link.stream else { return }
        stream.finish()
        let loop = LinkLoop(stop: nil)
        loop.add(link, isNew: false)
        do throws(SocketError) {
            while link.failure == nil, !stream.isDone(now: loop.now) {
                try loop.turn([link], until: .distantFuture)
            }
        } catch {
            throw .system(error)
        }
        report.remoteCPU = stream.conversation?.farReceived?.cpu
        if report.remoteCPU == nil { report.gaps.append("the peer's CPU, which it did not tell") }
        link.close(now: loop.now)
    }

    /// How long a handshake may have been under way at the end.
    private static let patience = Duration.seconds(1)
}
