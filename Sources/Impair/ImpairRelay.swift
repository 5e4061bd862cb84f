package import Sockets
internal import SystemPackage

/// Passes datagrams on between clients and a server, and does them harm on the way.
///
/// One thread, one loop. Each client has a socket of its own towards the server, so that the server
/// tells them apart.
package final class ImpairRelay {
    /// What has gone each way.
    package private(set) var statistics: [Direction: ImpairStatistics] = [
        .toServer: ImpairStatistics(), .toClient: ImpairStatistics(),
    ]

    /// How many clients have come.
    package private(set) var clientCount: UInt64 = 0

    private let socket: UDPSocket
    private let signals: Signals
    private let configuration: ImpairConfiguration
    private weak var observer: (any ImpairObserver)?
    private let loop = EventLoop()
    private let ready: ReadinessSet
    private let inbox = ReceiveBuffer()
    private var clients: [UInt64: ImpairClient] = [:]
    private var byRoute: [ImpairClient.Route: ImpairClient] = [:]
    private var queue = DelayQueue()
    private var now = Deadline.now
    private var nextSweep = Deadline.distantFuture

    /// - Parameter socket: where clients come to; bound, not connected.
    package init(
        _ socket: UDPSocket, signals: Signals, configuration: ImpairConfiguration,
        observer: any ImpairObserver
    ) throws(SocketError) {
        self.socket = socket
        self.signals = signals
        self.configuration = configuration
        self.observer = observer
        ready = try ReadinessSet()
    }

    /// Runs until a signal comes, which is returned, or until its time is over: `nil`.
    package func run() throws(SocketError) -> Signal? {
        let signalToken = loop.add(signals.descriptor)
        loop.setInterest(signalToken, read: true, write: false)
        let socketToken = loop.add(socket.descriptor)
        loop.setInterest(socketToken, read: true, write: false)
        let readyToken = loop.add(ready.descriptor)
        loop.setInterest(readyToken, read: true, write: false)
        let end = configuration.runTime.map { Deadline.now.advanced(by: $0) } ?? .distantFuture
        observer?.listening(socket.localAddress)
        defer { dropPending() }
        while true {
            try loop.wait(until: min(end, deadline))
            now = .now
            if loop.isReadable(signalToken), let signal = signals.next() { return signal }
            if now >= end { return nil }
            deliverDue()
            if loop.hasError(socketToken) { readErrors(of: socket, .toClient) }
            if loop.isReadable(socketToken) { readClients() }
            if loop.isReadable(readyToken) { ready.takeReady { readServer($0) } }
            sweep()
        }
    }

    // MARK: - What comes

    private func readClients() {
        for _ in 0..<Self.batches {
            switch socket.receive(into: inbox) {
            case .wouldBlock: return
            // An earlier datagram's ICMP message, which is in the error queue as well.
            case .failed: continue
            case .datagrams: break
            }
            let route = ImpairClient.Route(remote: inbox.source, local: inbox.destination)
            guard let client = byRoute[route] ?? admit(route) else { continue }
            take(.toServer, of: client)
        }
    }

    private func readServer(_ readiness: ReadinessSet.Readiness) {
        guard let client = clients[readiness.key] else { return }
        let server = client.socket
        if readiness.hasError { readErrors(of: server, .toServer) }
        for _ in 0..<Self.batches {
            // It may have come to have another in the meantime.
            guard client.socket === server else { return }
            switch server.receive(into: inbox) {
            case .wouldBlock: return
            case .failed: continue
            case .datagrams: take(.toClient, of: client)
            }
        }
    }

    private func readErrors(of socket: UDPSocket, _ direction: Direction) {
        socket.readErrors { _ in statistics[direction]?.refused += 1 }
    }

    private func admit(_ route: ImpairClient.Route) -> ImpairClient? {
        guard clients.count < configuration.maximumClients else {
            observer?.refused(route.remote, "there are \(clients.count) clients")
            return nil
        }
        do throws(SocketError) {
            let socket = try makeSocket()
            clientCount += 1
            let client = ImpairClient(
                clientCount, route, socket,
                paths: (
                    path(.toServer, clientCount, to: configuration.target),
                    path(.toClient, clientCount, to: route.remote)
                ), now: now)
            try watch(socket, client.number)
            clients[client.number] = client
            byRoute[route] = client
            nextSweep = min(nextSweep, now.advanced(by: configuration.idleTime))
            observer?.came(client.number, route.remote)
            return client
        } catch {
            observer?.refused(route.remote, error.description)
            return nil
        }
    }

    private func path(
        _ direction: Direction, _ client: UInt64, to address: SocketAddress
    ) -> Path {
        Path(
            direction == .toServer ? configuration.toServer : configuration.toClient,
            seed: configuration.seed, client: client, direction: direction,
            overhead: address.family == .v4 ? 28 : 48)
    }

    private func makeSocket() throws(SocketError) -> UDPSocket {
        try UDPSocket.connected(to: configuration.target, options: configuration.socket)
    }

    private func watch(_ socket: UDPSocket, _ number: UInt64) throws(SocketError) {
        try ready.add(socket.descriptor, key: number)
        ready.setInterest(socket.descriptor, key: number, read: true, write: false)
    }

    // MARK: - What becomes of it

    /// Decides about what is in the inbox.
    private func take(_ direction: Direction, of client: ImpairClient) {
        client.lastSeen = now
        statistics[direction]?.received += UInt64(inbox.segmentCount)
        statistics[direction]?.receivedBytes += UInt64(inbox.count)
        let impairments =
            direction == .toServer ? configuration.toServer : configuration.toClient
        if impairments.isNone, configuration.rebinding == nil, observer?.wantsEach != true {
            passOn(direction, of: client)
            return
        }
        inbox.forEachSegment { datagram in
            if direction == .toServer { move(client) }
            var isFull = false
            func send(_ delivery: Path.Delivery) {
                if !self.send(delivery, direction, client) { isFull = true }
            }
            var fate =
                direction == .toServer
                ? client.toServer.take(datagram, now: now, send)
                : client.toClient.take(datagram, now: now, send)
            if isFull { fate.drop = .queue }
            statistics[direction]?.count(fate)
            if observer?.wantsEach == true {
                observer?.decided(
                    client.number, direction, datagram, fate, age: now.remaining(client.began))
            }
        }
    }

    /// Passes the whole inbox on as it came.
    private func passOn(_ direction: Direction, of client: ImpairClient) {
        inbox.withBytes { bytes in
            send(bytes, of: max(inbox.segmentSize, 1), direction, client)
        }
    }

    /// Sends what has arrived, and keeps what has not; false where there is no room for it.
    private func send(
        _ delivery: Path.Delivery, _ direction: Direction, _ client: ImpairClient
    ) -> Bool {
        guard delivery.due <= now else {
            return queue.insert(delivery, client: client.number, direction: direction)
        }
        send(delivery.bytes.span, of: max(delivery.bytes.count, 1), direction, client)
        return true
    }

    private func send(
        _ bytes: Span<UInt8>, of size: Int, _ direction: Direction, _ client: ImpairClient
    ) {
        let result =
            switch direction {
            case .toServer: client.socket.send(bytes, segmentSize: size)
            case .toClient:
                socket.send(
                    bytes, segmentSize: size, to: client.route.remote, from: client.route.local)
            }
        let all = bytes.isEmpty ? 1 : (bytes.count + size - 1) / size
        var gone = bytes.isEmpty && result.outcome == .complete ? 1 : result.bytesSent / size
        if result.outcome == .complete { gone = all }
        statistics[direction]?.forwarded += UInt64(gone)
        statistics[direction]?.forwardedBytes += UInt64(result.bytesSent)
        // As a router, it does not wait: who sends faster than the kernel takes it loses.
        if gone < all { statistics[direction]?.dropped[.unsent, default: 0] += UInt64(all - gone) }
    }

    // MARK: - What time does

    private var deadline: Deadline {
        var deadline = min(queue.deadline, nextSweep)
        guard configuration.toServer.reorder > 0 || configuration.toClient.reorder > 0 else {
            return deadline
        }
        for client in clients.values { deadline = min(deadline, client.deadline) }
        return deadline
    }

    private func deliverDue() {
        if configuration.toServer.reorder > 0 || configuration.toClient.reorder > 0 {
            for client in clients.values where client.deadline <= now {
                client.toServer.release(now: now) { _ = send($0, .toServer, client) }
                client.toClient.release(now: now) { _ = send($0, .toClient, client) }
            }
        }
        while let entry = queue.takeDue(now: now) {
            guard let client = clients[entry.client] else {
                statistics[entry.direction]?.dropped[.pending, default: 0] += 1
                continue
            }
            send(entry.bytes.span, of: max(entry.bytes.count, 1), entry.direction, client)
        }
    }

    /// Gives a client its other port, once it is time.
    private func move(_ client: ImpairClient) {
        defer { client.sent += 1 }
        guard let rebinding = configuration.rebinding, !client.hasMoved else { return }
        switch rebinding {
        case .datagrams(let count): guard client.sent >= count else { return }
        case .time(let time): guard now >= client.began.advanced(by: time) else { return }
        }
        // Without a socket to be had it stays where it is, and it is tried again.
        guard let socket = try? makeSocket() else { return }
        ready.remove(client.socket.descriptor)
        client.socket = socket
        client.hasMoved = true
        guard (try? watch(socket, client.number)) != nil else { return }
        observer?.moved(client.number, to: socket.localAddress.port)
    }

    /// Forgets clients that have been silent.
    private func sweep() {
        guard now >= nextSweep else { return }
        nextSweep = .distantFuture
        for client in Array(clients.values) {
            let end = client.lastSeen.advanced(by: configuration.idleTime)
            if end <= now {
                ready.remove(client.socket.descriptor)
                clients[client.number] = nil
                byRoute[client.route] = nil
            } else {
                nextSweep = min(nextSweep, end)
            }
        }
    }

    private func dropPending() {
        while let entry = queue.takeFirst() {
            statistics[entry.direction]?.dropped[.pending, default: 0] += 1
        }
    }

    private static let batches = 16
}
