import DTLS
import Foundation
import Glibc
import Sockets
import Synchronization
import TestSupport
import Testing

@testable import Endpoint

/// A listener among those who mean harm, while a hundred honest clients talk to it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileLoadTests {
    private let folder = try! Folder()

    private func listener(_ options: [String] = []) async throws -> Listener {
        let key = try folder.write("stage:07070707070707070707070707070707\n", to: "key")
        return try await Listener(["-k", "--echo", "--psk-file", key] + options)
    }

    /// Has a hundred honest clients talk to a listener, and calls `harm` for each message that has come
    /// back; the listener's memory stays within bounds.
    private func expectEcho(
        _ listener: Listener, rounds: Int = 20, _ harm: () throws -> Void
    ) throws {
        let crowd = try Crowd(100, port: listener.port, session: Stage.session(.client))
        try crowd.talk(rounds: rounds, harm)
        #expect(try residentMegabytes(listener.program.pid) < 150)
    }

    private func residentMegabytes(_ pid: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
        return try #require(Int(line.filter(\.isNumber))) / 1_024
    }

    /// Sockets at this many addresses.
    private func strangers(_ count: Int, _ listener: Listener) throws -> [Stranger] {
        try (0..<count).map {
            try Stranger("127.\($0 % 200 + 1).\($0 % 7).\($0 % 250 + 2)", toPort: listener.port)
        }
    }

    @Test func `a hundred thousand hellos from many sources cost the honest nothing`()
        async throws
    {
        let listener = try await listener()
        let strangers = try strangers(200, listener)
        var number = 0
        // At most three hundred wait to be read, which any socket's buffer takes.
        try expectEcho(listener, rounds: 34) {
            for _ in 0..<30 {
                strangers[number % 200].send(ForgedHello(UInt64(number)).datagram)
                number += 1
            }
        }
        #expect(number >= 100_000)
        #expect(try residentMegabytes(listener.program.pid) < 60, "nothing is kept for them")
    }

    @Test func `a flood of hellos as fast as they leave is outlived`() async throws {
        let listener = try await listener()
        let before = try residentMegabytes(listener.program.pid)
        let strangers = try strangers(50, listener)
        let hellos = (0..<50).map { ForgedHello($0).datagram }
        for number in 0..<100_000 { strangers[number % 50].send(hellos[number % 50]) }
        #expect(try residentMegabytes(listener.program.pid) < before + 16)
        // Its hello may be among those that are dropped, and comes again.
        let key = folder.file("key")
        let client = try await DTLSCat.run(
            ["connect", "-w", "120s", "--psk-file", key, "127.0.0.1", listener.port],
            input: .text("still there?\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text == "still there?\n")
    }

    @Test func `garbage at full speed costs the honest nothing`() async throws {
        let listener = try await listener()
        let isOver = Atomic(false)
        let port = listener.port
        let sent = Atomic(0)
        let thread = Thread {
            guard
                let strangers = try? (0..<20).map({ number in
                    try Stranger("127.0.\(number).9", toPort: port)
                })
            else { return }
            let samples = (1..<500).map { [UInt8](noise($0 * 3, seed: UInt64($0))) }
            while !isOver.load(ordering: .relaxed) {
                let count = sent.wrappingAdd(1, ordering: .relaxed).newValue
                strangers[count % 20].send(samples[count % samples.count])
            }
        }
        thread.start()
        defer { isOver.store(true, ordering: .relaxed) }
        try expectEcho(listener) {}
        #expect(sent.load(ordering: .relaxed) > 0)
    }

    @Test func `what looks like records of clients that are not there costs the honest nothing`()
        async throws
    {
        let listener = try await listener()
        let strangers = try strangers(20, listener)
        var number = 0
        try expectEcho(listener) {
            for type in [20, 21, 22, 23, 24] as [UInt8] {
                for epoch in [0, 1] as [UInt8] {
                    let record = [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 9, 0, 40]
                    strangers[number % 20].send(
                        record + [UInt8](noise(number % 80, seed: UInt64(number + 1))))
                    number += 1
                }
            }
        }
        #expect(number == 20_000)
        #expect(strangers.allSatisfy { $0.answers().isEmpty })
    }

    @Test func `hundreds of handshakes that do not go on cost the honest nothing`() async throws {
        let listener = try await listener()
        let slow = try strangers(600, listener)
        var number = 0
        try expectEcho(listener) {
            guard number < slow.count else { return }
            let stranger = slow[number]
            number += 1
            let hello = ForgedHello(UInt64(number))
            stranger.send(hello.datagram)
            let second = try stranger.answer().lazy.compactMap { hello.with(cookieOf: $0) }.first
            stranger.send(try #require(second).datagram)
        }
        #expect(number == 600)
        // As many as there may be from one address, and more: those who come after them are served.
        let crowd = try (0..<300).map { _ in try Stranger("127.0.0.1", toPort: listener.port) }
        for (number, stranger) in crowd.enumerated() {
            let hello = ForgedHello(UInt64(1_000 + number))
            stranger.send(hello.datagram)
            let second = try stranger.answer().lazy.compactMap { hello.with(cookieOf: $0) }.first
            stranger.send(try #require(second).datagram)
        }
        let key = folder.file("key")
        let client = try await DTLSCat.run(
            ["connect", "-w", "120s", "--psk-file", key, "127.0.0.1", listener.port],
            input: .text("me too\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text == "me too\n")
        try await listener.program.line(with: "is not let in")
    }

    @Test func `clients that never read cost the honest nothing`() async throws {
        let listener = try await listener()
        let port = try #require(UInt16(listener.port))
        let address = try #require(SocketAddress(host: "127.0.0.1", port: port))
        let configuration = EndpointConfiguration(session: try Stage.session(.client))
        let deaf = (0..<20).map { _ in
            ClientEndpoint(addresses: [address], configuration: configuration)
        }
        let loop = EventLoop()
        for client in deaf {
            client.start(now: .now)
            while client.dataMTU == nil {
                let token = loop.add(try #require(client.socket).descriptor)
                loop.setInterest(token, read: true, write: false)
                try loop.wait(until: Deadline.now.advanced(by: .seconds(1)))
                loop.remove(token)
                while client.receive(now: .now) {}
                client.expire(now: .now)
            }
        }
        var number = 0
        try expectEcho(listener) {
            // What they want to hear comes to nobody.
            let client = deaf[number % deaf.count]
            number += 1
            for _ in 0..<5 { client.send([UInt8](repeating: 1, count: 1_000).span, now: .now) }
            client.flush(now: .now)
        }
    }
}
