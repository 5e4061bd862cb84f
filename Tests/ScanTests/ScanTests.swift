import ClientHello
import DTLS
import Foundation
import Sockets
import SystemPackage
import TestSupport
import Testing

@testable import Scan

@Suite(.serialized, .timeLimit(.minutes(10))) struct ScanTests {
    /// Scans without a pace: the server is on this machine, and the test's own.
    private func scan(
        _ server: FakeServer, _ change: (inout ScanConfiguration) -> Void = { _ in }
    ) throws -> ScanReport {
        var configuration = ScanConfiguration(address: server.address)
        configuration.pace = .zero
        change(&configuration)
        return try Scan(configuration).run()
    }

    @Test(arguments: [true, false])
    func `the table is what the server was told to speak`(hasOwnOrder: Bool) throws {
        var behavior = FakeServer.Behavior()
        // The last three are not spoken by GnuTLS.
        behavior.suites = [0xC02C, 0x009C, 0xC02B, 0xC060, 0x0096, 0x0007]
        behavior.hasOwnOrder = hasOwnOrder
        behavior.groups = [24, 29, 23]
        behavior.schemes = [0x0503, 0x0403, 0x0203]
        behavior.versions = [0xFEFD, 0xFEFF]
        behavior.profiles = [7, 1]
        let report = try scan(try FakeServer(behavior))
        #expect(report.versions == [.dtls10: true, .dtls12: true, .dtls13: false])
        let lists = try #require(report.suites)
        #expect(lists.map(\.version) == [.dtls12, .dtls10])
        let found = lists[0].suites.map(\.code)
        if hasOwnOrder {
            #expect(found == behavior.suites)
            #expect(lists[1].suites.map(\.code) == [0x0096, 0x0007])
        }
        #expect(Set(found) == Set(behavior.suites))
        #expect(lists.allSatisfy { $0.hasOwnOrder == hasOwnOrder })
        #expect(
            report.groups?.groups == behavior.groups.map { .named(NamedGroup($0)) })
        #expect(report.groups?.hasOwnOrder == true)
        #expect(report.schemes?.map(\.code) == behavior.schemes)
        #expect(report.extensions?.srtpProfiles == behavior.profiles)
        #expect(report.extensions?.extendedMasterSecret == true)
        #expect(report.extensions?.renegotiationInfo == false)
        #expect(report.cookie.isAsked == true)
        #expect(!report.isCut)
    }

    @Test func `DTLS 1.3 and what else GnuTLS does not speak is found`() throws {
        var behavior = FakeServer.Behavior()
        behavior.versions = [0xFEFC, 0xFEFD]
        behavior.extensions = [
            HelloExtension.connectionID, HelloExtension.heartbeat,
            HelloExtension.recordSizeLimit, HelloExtension.renegotiationInfo,
        ]
        let report = try scan(try FakeServer(behavior))
        #expect(report.versions == [.dtls10: false, .dtls12: true, .dtls13: true])
        #expect(report.extensions?.connectionID == true)
        #expect(report.extensions?.heartbeat == true)
        #expect(report.extensions?.recordSizeLimit == 4_096)
        #expect(report.extensions?.extendedMasterSecret == false)
    }

    @Test func `a server that refuses without a word is no different`() throws {
        var behavior = FakeServer.Behavior()
        behavior.refusesByAlert = false
        behavior.suites = [0xC02B, 0xC0AE]
        let server = try FakeServer(behavior)
        let report = try scan(server) { $0.parts = [.versions, .ciphers] }
        #expect(report.suites?.first?.suites.map(\.code) == behavior.suites)
        #expect(report.versions == [.dtls10: false, .dtls12: true, .dtls13: false])
        // Nothing is sent to one that may have forgotten; on a busy machine a hello comes twice.
        #expect(server.alerts > 0 && server.alerts <= server.accepted)
    }

    @Test func `every handshake that was begun is broken off`() throws {
        let server = try FakeServer(FakeServer.Behavior())
        let report = try scan(server)
        // The first hello of the cookie's observation has no answer that anything was begun by.
        #expect(server.alerts == server.accepted)
        #expect(server.accepted > 10)
        #expect(report.exchanges < 60)
        #expect(server.ports == 1)
    }

    @Test func `what comes to a hello without a cookie is counted`() throws {
        var behavior = FakeServer.Behavior()
        behavior.asksForCookie = false
        behavior.copies = 3
        behavior.chain = [[UInt8](repeating: 1, count: 2_000)]
        let report = try scan(try FakeServer(behavior)) { $0.parts = [.amplification] }
        #expect(report.cookie.isAsked == false)
        let answer = try #require(report.cookie.answerSize)
        #expect(answer > 3 * 2_000 && answer < 3 * 2_500)
        let hello = try #require(report.cookie.helloSize)
        #expect(hello < 200)
        #expect(report.cookie.amplification == Double(answer) / Double(hello))
    }

    @Test func `an alert is no answer to measure`() throws {
        var behavior = FakeServer.Behavior()
        behavior.asksForCookie = false
        behavior.needs = HelloExtension.extendedMasterSecret
        behavior.chain = [[UInt8](repeating: 1, count: 2_000)]
        let report = try scan(try FakeServer(behavior)) { $0.parts = [.amplification] }
        #expect(report.cookie.answerSize ?? 0 > 2_000)
    }

    @Test(arguments: [[], [[UInt8](repeating: 1, count: 200)]])
    func `a certificate that cannot be read is missing`(chain: [[UInt8]]) throws {
        var behavior = FakeServer.Behavior()
        behavior.chain = chain
        let report = try scan(try FakeServer(behavior)) { $0.parts = [.certificates] }
        #expect(report.lacksCertificate && report.chains.isEmpty)
        behavior.suites = [0xC0A8]
        let other = try scan(try FakeServer(behavior)) { $0.parts = [.certificates] }
        #expect(!other.lacksCertificate)
    }

    @Test func `what could not be looked at is not among the parts`() throws {
        var behavior = FakeServer.Behavior()
        #expect(try scan(try FakeServer(behavior)).parts == Set(ScanConfiguration.Part.allCases))
        behavior.versions = [0xFEFC]
        #expect(try scan(try FakeServer(behavior)).parts == [.versions])
    }

    @Test func `a fast scan asks for each kind where a server fails for one`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC0A8, 0x008C]
        behavior.failsFor = [0xC009]
        behavior.versions = [0xFEFD, 0xFEFF]
        let report = try scan(try FakeServer(behavior)) {
            $0.isFast = true
            $0.parts = [.versions, .ciphers]
        }
        let lists = try #require(report.suites)
        #expect(lists.map(\.version) == [.dtls12, .dtls10])
        #expect(Set(lists[0].suites.map(\.code)) == [0xC0A8, 0x008C])
        #expect(lists[1].suites.map(\.code) == [0x008C])
    }

    @Test func `DTLS 1.0 is found by suites that 1.2 was not found by`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC0A8, 0x002F]
        behavior.failsFor = [0xC009]
        behavior.versions = [0xFEFD, 0xFEFF]
        let report = try scan(try FakeServer(behavior)) { $0.parts = [.versions] }
        #expect(report.versions[.dtls10] == true)
    }

    @Test func `datagrams that are lost change nothing`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC02C, 0xC02B, 0x009C, 0x0096]
        behavior.loses = 5
        let report = try scan(try FakeServer(behavior)) {
            $0.parts = [.versions, .ciphers, .groups]
            $0.retransmit = .milliseconds(200)
        }
        #expect(report.suites?.first?.suites.map(\.code) == behavior.suites)
        #expect(report.groups?.groups == [.named(.x25519)])
    }

    @Test func `a server that cannot read a long hello is asked in parts`() throws {
        var behavior = FakeServer.Behavior()
        behavior.longest = 700
        behavior.suites = [0xC02B, 0xC0A8]
        let report = try scan(try FakeServer(behavior)) {
            $0.parts = [.versions, .ciphers]
            $0.wait = .seconds(3)
            $0.retransmit = .milliseconds(200)
        }
        #expect(Set(report.suites?.first?.suites.map(\.code) ?? []) == Set(behavior.suites))
    }

    @Test func `a server that fails for a kind of suite is asked for each kind`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC0A8, 0x00A8]
        behavior.failsFor = [0xC02B]
        behavior.extensions.insert(HelloExtension.renegotiationInfo)
        let report = try scan(try FakeServer(behavior))
        #expect(report.suites?.first?.suites.map(\.code) == behavior.suites)
        #expect(report.extensions?.renegotiationInfo == true)
    }

    @Test func `jobs are ports of their own`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC02C, 0xC02B]
        let server = try FakeServer(behavior)
        let report = try scan(server) { $0.jobs = 4 }
        #expect(report.suites?.first?.suites.map(\.code) == behavior.suites)
        #expect(server.ports > 1 && server.ports <= 4)
    }

    @Test func `a fast scan finds one suite of each kind`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC02B, 0xC02C, 0x002F, 0x0035, 0x000A, 0x0001, 0x0034]
        behavior.schemes = [0x0403, 0x0203]
        let server = try FakeServer(behavior)
        let report = try scan(server) {
            $0.isFast = true
            $0.parts = [.versions, .ciphers, .groups]
        }
        #expect(
            report.suites?.first?.suites.map(\.code) == [0xC02B, 0x0001, 0x0034, 0x000A, 0x002F])
        #expect(report.schemes?.map(\.code) == [0x0203])
        #expect(report.exchanges < 15)
    }

    @Test func `it stops at its bound, whatever is answered`() throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = RegisteredSuite.all.map(\.code)
        let server = try FakeServer(behavior)
        let report = try scan(server) { $0.mostExchanges = 30 }
        #expect(report.isCut)
        #expect(report.exchanges == 30)
    }

    @Test func `a server that chooses what was not offered is left alone soon`() throws {
        var behavior = FakeServer.Behavior()
        behavior.always = 0xC0FE
        let report = try scan(try FakeServer(behavior))
        #expect(report.suites?.first?.suites.isEmpty == true)
        #expect(report.exchanges < 60)
    }

    @Test func `silence is an end`() throws {
        var behavior = FakeServer.Behavior()
        behavior.longest = 0
        let server = try FakeServer(behavior)
        #expect(throws: ScanError.noAnswer) {
            try scan(server) { $0.wait = .milliseconds(500) }
        }
        #expect(server.hellos < 10)
    }

    @Test(arguments: [true, false], [true, false])
    func `a server that goes silent on the way has not been scanned`(
        asksForCookie: Bool, refusesByAlert: Bool
    ) throws {
        var behavior = FakeServer.Behavior()
        behavior.asksForCookie = asksForCookie
        behavior.refusesByAlert = refusesByAlert
        // All but what confirms that it is still there.
        behavior.mostHellos = asksForCookie ? 6 : 3
        let report = try scan(try FakeServer(behavior)) { $0.parts = [.versions] }
        #expect(report.versions[.dtls12] == true)
        #expect(report.isCut)
    }

    @Test func `a port that nobody listens at is told at once`() throws {
        let port = try #require(UInt16(try freePort()))
        let address = try #require(SocketAddress(host: "127.0.0.1", port: port))
        #expect(throws: ScanError.unreachable(.connectionRefused)) {
            try Scan(ScanConfiguration(address: address)).run()
        }
    }

    @Test(arguments: 0..<8)
    func `garbled answers end nothing but the scan`(seed: UInt64) throws {
        var behavior = FakeServer.Behavior()
        behavior.suites = [0xC02C, 0xC02B]
        behavior.asksForCookie = seed % 2 == 0
        behavior.mutate = { bytes in
            var bytes = bytes
            var state = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
            for byte in bytes { state = state &* 31 &+ UInt64(byte) }
            state ^= state >> 29
            if state % 3 == 0, !bytes.isEmpty {
                bytes[Int(state / 7 % UInt64(bytes.count))] ^= UInt8(truncatingIfNeeded: state | 1)
            } else if state % 3 == 1 {
                bytes.removeLast(Int(state / 11 % UInt64(bytes.count)))
            }
            return bytes
        }
        let server = try FakeServer(behavior)
        var configuration = ScanConfiguration(address: server.address)
        configuration.pace = .zero
        configuration.wait = .milliseconds(900)
        configuration.retransmit = .milliseconds(200)
        configuration.mostTime = .seconds(2)
        // Whatever it finds: it has an end, and no more exchanges than it may have.
        let report = try? Scan(configuration).run()
        #expect(report?.exchanges ?? 0 <= configuration.mostExchanges)
        #expect(server.hellos > 0)
    }
}
