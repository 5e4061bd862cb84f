import ClientHello
import DTLS
import Foundation
import Sockets
import Synchronization
import TestSupport

/// A server that speaks what a test says, as far as a scan goes.
final class FakeServer: Sendable {
    /// What it speaks, and how it behaves.
    struct Behavior: Sendable {
        var versions: [UInt16] = [0xFEFD]
        var suites: [UInt16] = [0xC02B]
        var hasOwnOrder = true
        var groups: [UInt16] = [29]
        var schemes: [UInt16] = [0x0403]
        var extensions: Set<UInt16> = [HelloExtension.extendedMasterSecret]
        var profiles: [UInt16] = []
        var asksForCookie = true
        var refusesByAlert = true
        var chain: [[UInt8]] = []
        /// How often a flight goes out that nobody has asked for with a cookie.
        var copies = 1
        /// Of each so many datagrams that come, one is lost; none where 0.
        var loses = 0
        /// After so many hellos it says nothing any more.
        var mostHellos = Int.max
        /// An extension without which it refuses.
        var needs: UInt16?
        /// Longer hellos are not read.
        var longest = Int.max
        /// Kinds of suites that it fails for as soon as one is offered.
        var failsFor: [UInt16] = []
        /// Does harm to what is sent.
        var mutate: (@Sendable ([UInt8]) -> [UInt8])?
        /// What it chooses whatever is offered.
        var always: UInt16?
    }

    private struct State {
        let socket: UDPSocket
        let inbox = ReceiveBuffer()
        var ports: Set<UInt16> = []
        var hellos = 0
        var alerts = 0
        var accepted = 0
        var datagrams = 0
        var writers: [UInt16: RecordWriter] = [:]
        var fragments: [UInt16: ServerFlightInput] = [:]
    }

    /// Where it is.
    let address: SocketAddress

    private let state: Mutex<State>
    private let behavior: Behavior

    init(_ behavior: Behavior) throws {
        self.behavior = behavior
        guard let any = SocketAddress(host: "127.0.0.1", port: 0) else {
            throw TestFailure("no loopback address")
        }
        let socket = try UDPSocket.bound(to: any)
        address = socket.localAddress
        let descriptor = socket.descriptor
        state = Mutex(State(socket: socket))
        Thread.detachNewThread { [weak self] in
            let loop = EventLoop()
            let token = loop.add(descriptor)
            loop.setInterest(token, read: true, write: false)
            while true {
                // The test may have let go of it.
                try? loop.wait(until: .now.advanced(by: .milliseconds(100)))
                guard let self else { return }
                self.serve()
            }
        }
    }

    /// From how many ports hellos have come.
    var ports: Int { count { $0.ports.count } }
    /// How many hellos have come.
    var hellos: Int { count { $0.hellos } }
    /// How many fatal alerts have come.
    var alerts: Int { count { $0.alerts } }
    /// How many hellos it has answered by a choice.
    var accepted: Int { count { $0.accepted } }

    private func count(_ read: @Sendable (State) -> Int) -> Int {
        // What has come is counted, even where the thread has not had its turn.
        serve()
        return state.withLock { read($0) }
    }

    // MARK: -

    private func serve() {
        state.withLock { state in
            state.socket.readErrors { _ in }
            while case .datagrams = state.socket.receive(into: state.inbox) {
                var datagrams: [[UInt8]] = []
                state.inbox.forEachSegment { span in datagrams.append(span.indices.map { span[$0] })
                }
                let source = state.inbox.source
                for datagram in datagrams.flatMap({ answer($0, from: source.port, &state) }) {
                    _ = state.socket.send(
                        datagram.span, segmentSize: max(datagram.count, 1), to: source)
                }
            }
        }
    }

    private func answer(
        _ datagram: [UInt8], from port: UInt16, _ state: inout State
    ) -> [[UInt8]] {
        state.datagrams += 1
        if behavior.loses > 0, state.datagrams % behavior.loses == 0 { return [] }
        for record in DatagramContents(datagram.span).records {
            if record.alert?.level == .fatal { state.alerts += 1 }
            var input = state.fragments[port] ?? ServerFlightInput()
            let message = input.take(record, datagram)
            state.fragments[port] = message == nil ? input : nil
            guard let (body, sequence) = message, let hello = ClientHello(body: body) else {
                continue
            }
            state.hellos += 1
            state.ports.insert(port)
            guard datagram.count <= behavior.longest, state.hellos <= behavior.mostHellos
            else { continue }
            var writer = state.writers[port] ?? RecordWriter()
            let answer = reply(to: hello, sequence, &writer, &state)
            state.writers[port] = writer
            guard let mutate = behavior.mutate else { return answer }
            return answer.map(mutate)
        }
        return []
    }

    private func reply(
        to hello: ClientHello, _ sequence: UInt16, _ writer: inout RecordWriter,
        _ state: inout State
    ) -> [[UInt8]] {
        if behavior.asksForCookie, hello.cookie.isEmpty {
            return writer.datagrams(
                of: .helloVerifyRequest,
                body: WireWriter.bytes {
                    $0.number(0xFEFF, 2)
                    $0.vector([UInt8](repeating: 5, count: 16), 1)
                }, sequence: 0)
        }
        let isComplete = behavior.needs.map { type in
            hello.extensions.contains { $0.type == type }
        }
        guard isComplete != false, !hello.suites.contains(where: behavior.failsFor.contains),
            let (version, suite, random) = choose(hello)
        else {
            return behavior.refusesByAlert
                ? [writer.datagram(of: Alert(level: .fatal, code: 40), version: 0xFEFD)] : []
        }
        guard let messages = flight(hello, version, suite, random) else {
            return behavior.refusesByAlert
                ? [writer.datagram(of: Alert(level: .fatal, code: 40), version: 0xFEFD)] : []
        }
        state.accepted += 1
        var datagrams: [[UInt8]] = []
        for _ in 0..<(hello.cookie.isEmpty ? behavior.copies : 1) {
            for (index, message) in messages.enumerated() {
                datagrams += writer.datagrams(
                    of: HandshakeMessage(type: message.0), body: message.1,
                    sequence: sequence + UInt16(index), version: version, fragment: 1_000)
            }
        }
        return datagrams
    }

    private func choose(_ hello: ClientHello) -> (UInt16, UInt16, [UInt8])? {
        let listed = hello.extensions.first { $0.type == HelloExtension.supportedVersions }
        if let listed {
            guard listed.body.count >= 3, behavior.versions.contains(0xFEFC) else { return nil }
            return (0xFEFC, 0x1301, Self.retryRequest)
        }
        // The lower the number, the higher the version.
        guard let version = behavior.versions.filter({ $0 >= hello.version && $0 != 0xFEFC }).min()
        else { return nil }
        if let suite = behavior.always { return (version, suite, ClientHello.randomBytes()) }
        func isUsable(_ code: UInt16) -> Bool {
            version == 0xFEFD || RegisteredSuite.named(code)?.isNew == false
        }
        let first = behavior.hasOwnOrder ? behavior.suites : hello.suites
        let second = behavior.hasOwnOrder ? hello.suites : behavior.suites
        return first.first { second.contains($0) && isUsable($0) }
            .map { (version, $0, ClientHello.randomBytes()) }
    }

    private func flight(
        _ hello: ClientHello, _ version: UInt16, _ code: UInt16, _ random: [UInt8]
    ) -> [(UInt8, [UInt8])]? {
        func offered(_ type: UInt16) -> [UInt16] {
            var reader = WireReader(hello.extensions.first { $0.type == type }?.body ?? [])
            return reader.shorts() ?? []
        }
        var extensions = hello.extensions.filter { behavior.extensions.contains($0.type) }
            .map { HelloExtension(type: $0.type, body: Self.answers[$0.type] ?? []) }
        if version == 0xFEFC { extensions = [HelloExtension(type: 43, body: [0xFE, 0xFC])] }
        if let profile = behavior.profiles.first(where: offered(HelloExtension.srtp).contains) {
            extensions.append(.srtp([profile]))
        }
        var messages = [
            (
                UInt8(2),
                WireWriter.bytes { writer in
                    writer.number(version == 0xFEFC ? 0xFEFD : version, 2)
                    writer.append(random)
                    writer.vector([], 1)
                    writer.number(code, 2)
                    writer.number(0, 1)
                    let list = WireWriter.bytes { list in
                        for each in extensions {
                            list.number(each.type, 2)
                            list.vector(each.body, 2)
                        }
                    }
                    writer.vector(list, 2)
                }
            )
        ]
        if version == 0xFEFC { return messages }
        if !behavior.chain.isEmpty {
            let list = WireWriter.bytes { list in
                for each in behavior.chain { list.vector(each, 3) }
            }
            messages.append((11, WireWriter.bytes { $0.vector(list, 3) }))
        }
        if let suite = RegisteredSuite.named(code), suite.exchange == .ellipticCurve {
            guard
                let group = behavior.groups.first(
                    where: offered(HelloExtension.supportedGroups).contains)
            else { return nil }
            var scheme: UInt16?
            if suite.isSigned, version == 0xFEFD {
                scheme = behavior.schemes.first(
                    where: offered(HelloExtension.signatureSchemes).contains)
                guard scheme != nil else { return nil }
            }
            messages.append(
                (
                    12,
                    WireWriter.bytes { writer in
                        if suite.usesPreSharedKey { writer.vector([], 2) }
                        writer.number(3, 1)
                        writer.number(group, 2)
                        writer.vector([UInt8](repeating: 4, count: 32), 1)
                        if let scheme {
                            writer.number(scheme, 2)
                            writer.vector([UInt8](repeating: 6, count: 64), 2)
                        }
                    }
                ))
        }
        return messages + [(14, [])]
    }

    private static let answers: [UInt16: [UInt8]] = [
        HelloExtension.renegotiationInfo: [0], HelloExtension.heartbeat: [1],
        HelloExtension.recordSizeLimit: [0x10, 0], HelloExtension.connectionID: [2, 7, 7],
        HelloExtension.serverCertificateType: [2], HelloExtension.applicationProtocols: [],
    ]

    /// The SHA-256 digest of `HelloRetryRequest`.
    private static let retryRequest = Digest(.sha256, of: Array("HelloRetryRequest".utf8)).bytes
}

/// The fragments of a hello.
struct ServerFlightInput {
    private var body: [UInt8] = []
    private var missing: Int?

    /// Takes a record; a message that is whole, and its number. Fragments come in order here.
    mutating func take(
        _ record: DatagramContents.Record, _ datagram: [UInt8]
    ) -> ([UInt8], UInt16)? {
        guard let fragment = record.fragments.first else { return nil }
        if fragment.offset == 0 { body = [] }
        guard fragment.offset == body.count else { return nil }
        let start = record.offset + 25
        body += datagram[start..<start + fragment.length]
        return body.count == fragment.total ? (body, fragment.sequence) : nil
    }
}
