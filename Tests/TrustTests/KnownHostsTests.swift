import DTLS
import TestSupport
import Testing
import Trust

@Suite struct KnownHostsTests {
    private let place = Place(host: "example.org", port: 4433)!
    private let first = "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    private let second = "pin-sha256:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="

    private func known(_ text: String) -> KnownHosts { KnownHosts(Array(text.utf8)) }
    private func text(_ known: KnownHosts) -> String {
        String(decoding: known.bytes, as: UTF8.self)
    }

    @Test("A host whose text is read as another has no place")
    func ambiguousHosts() {
        for host in ["a..", "[[a]]", "[a].", "[::1]..", "..", "[[::1]]"] {
            guard let place = Place(host: host, port: 1) else { continue }
            #expect(Place(place.description) == place, "\(host)")
        }
        #expect(Place(host: "a..", port: 1) == nil)
        #expect(Place(host: "a.", port: 1) == Place(host: "a", port: 1))
    }

    @Test func `a line is a place, a pin and a day`() throws {
        let known = known("example.org:4433 \(first) 2026-11-24\n")
        let host = try #require(known.hosts(at: place).first?.host)
        #expect(host.pin == (try Pin(first)))
        #expect(host.since == "2026-11-24")
        #expect(known.damagedLines.isEmpty)
        #expect("\(host)" == "example.org:4433 \(first) 2026-11-24")
    }

    @Test func `what cannot be read is told by its number and kept as it is`() {
        let before = """
            # mine

            example.org:4433 \(first) 2026-11-24
            example.org \(first) 2026-11-24
            b:1\t\(second)   2026-01-02 \u{D}
            c:2 sha256:00 2026-01-02
            d:3 \(first) yesterday
            e:4 \(first) 2026-13-01
            f:5 \(first)
            g:6 \(first) 2026-01-02 more
            h:0 \(first) 2026-01-02
            i:7 sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 2026-01-02

            """
        var known = known(before)
        #expect(known.damagedLines.map(\.number) == [4, 6, 7, 8, 9, 10, 11, 12])
        #expect(known.damagedLines.allSatisfy { !$0.reason.isEmpty })
        #expect(known.hosts.map(\.line) == [3, 5])
        known.add(KnownHost(Place(host: "z", port: 9)!, try! Pin(second), since: "2026-11-24"))
        #expect(text(known) == before + "z:9 \(second) 2026-11-24\n")
    }

    @Test func `bytes that are no text harm no other line`() {
        let damaged: [UInt8] = [0xFF, 0xFE, 0, 0x1B, 0x5B, 10]
        var known = KnownHosts(damaged + Array("example.org:4433 \(first) 2026-11-24\n".utf8))
        #expect(known.damagedLines.map(\.number) == [1])
        #expect(known.hosts(at: place).map(\.line) == [2])
        #expect(known.forget(place) == 1)
        #expect(known.bytes == damaged)
    }

    @Test func `several lines for a place are several keys`() throws {
        let known = known(
            "example.org:4433 \(first) 2026-11-24\nexample.org:4433 \(second) 2026-11-25\n")
        #expect(known.hosts(at: place).map(\.host.pin) == [try Pin(first), try Pin(second)])
        #expect(known.hosts(at: Place(host: "example.org", port: 4434)!).isEmpty)
    }

    @Test(arguments: [
        "example.org:4433", "example.org:4433 pin-sha256:AAAA", "EXAMPLE.ORG:4433 x 2026-11-24",
        "  example.org:4433\tx", "example.org:44", "exam", "\0example.org:4433 x",
        "\u{FEFF}example.org:4433 pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 2026-11-24",
        "example.org:4433\u{A0}x y", "a:1,example.org:4433 x y", "x y z Example.org:4433",
    ]) func `a damaged line about the place is told, a torn one too`(line: String) {
        let known = known("a:1 \(first) 2026-11-24\n\(line)")
        #expect(known.damagedLine(about: place)?.number == 2)
    }

    @Test(arguments: [
        "other.org:4433 x", "example.org:4434 x y", "example.org:44 x y", "# exam",
        "an.example.org:4433 x", "anexample.org:4433 x", "example.org:44331 x",
    ])
    func `a damaged line about another place is none about this one`(line: String) {
        #expect(known("\(line)\n").damagedLine(about: place) == nil)
    }

    @Test func `a line is not glued to one that has lost its end`() {
        var known = known("example.org:4433 pin-sha")
        known.add(KnownHost(Place(host: "b", port: 1)!, try! Pin(first), since: "2026-11-24"))
        #expect(text(known) == "example.org:4433 pin-sha\nb:1 \(first) 2026-11-24\n")
    }

    @Test func `forgetting takes out all lines of the place, and no other`() {
        var known = known(
            """
            # first
            example.org:4433 \(first) 2026-11-24
            example.org:5684 \(first) 2026-11-24
            example.org:4433 torn
            # last

            """)
        #expect(known.forget(place) == 2)
        #expect(text(known) == "# first\nexample.org:5684 \(first) 2026-11-24\n# last\n")
        #expect(known.forget(host: "example.org") == 1)
        #expect(text(known) == "# first\n# last\n")
    }

    @Test(arguments: [
        ("Example.ORG", "example.org:4433"), ("example.org.", "example.org:4433"),
        ("::1", "[::1]:4433"), ("[0:0::1]", "[::1]:4433"), ("2001:DB8::A", "[2001:db8::a]:4433"),
        ("127.0.0.1", "127.0.0.1:4433"),
    ]) func `a host has one spelling`(host: String, line: String) throws {
        let place = try #require(Place(host: host, port: 4433))
        #expect("\(place)" == line)
        #expect(Place(line) == place)
    }

    @Test(arguments: ["", "a b", "a\tb", "a\nb", "#a", "a\u{1B}b", "\u{FEFF}a", "a\u{A0}b"])
    func `a host that no line could hold is none`(host: String) {
        #expect(Place(host: host, port: 1) == nil)
    }

    @Test(arguments: ["a", "a:", ":1", "a:0", "a:65536", "a:b", "::1:4433", "[::1]", "a:-1"])
    func `what is no place is not read as one`(text: String) {
        #expect(Place(text) == nil)
    }
}
