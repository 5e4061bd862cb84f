import Sockets
import Testing

@Suite(.timeLimit(.minutes(10))) struct ResolverTests {
    private func resolve(
        _ host: String, _ service: String, family: SocketAddress.Family? = nil,
        numericOnly: Bool = true, passive: Bool = false
    ) throws(ResolverError) -> [SocketAddress] {
        try Resolver.resolve(
            host: host, service: service, family: family, numericOnly: numericOnly,
            passive: passive)
    }

    @Test func `numbers need no network`() throws {
        #expect(try resolve("::1", "4433") == [SocketAddress(host: "::1", port: 4433)!])
        #expect(try resolve("127.0.0.1", "5684").map(\.description) == ["127.0.0.1:5684"])
    }

    @Test(arguments: [("coaps", 5_684), ("turns", 5_349), ("syslog-tls", 6_514), ("domain-s", 853)])
    func `services of DTLS have names that the system need not know`(
        name: String, port: UInt16
    ) throws {
        #expect(try resolve("127.0.0.1", name).map(\.port) == [port])
    }

    @Test func `a service has a name`() throws {
        #expect(try resolve("127.0.0.1", "domain").map(\.port) == [53])
    }

    @Test func `a name has every address once`() throws {
        let addresses = try resolve("localhost", "1", numericOnly: false)
        #expect(addresses.contains(SocketAddress(host: "127.0.0.1", port: 1)!))
        #expect(Set(addresses).count == addresses.count)
    }

    @Test func `no host is every address of this machine for a listener`() throws {
        let addresses = try resolve("", "0", passive: true)
        #expect(addresses.contains(.any(.v4, port: 0)))
    }

    @Test(arguments: [
        ("127.0.0.1", "65536", "port out of range (0 to 65535): 65536"),
        ("127.0.0.1", "no-such-service", "no such service: no-such-service"),
        ("127.0.0.1", "-1", "no such service: -1"),
        ("127.0.0.1", "", "no port given"),
        ("127.0.0.1", "0", "nothing can be sent to port 0"),
        ("", "1", "no host given"),
        ("localhost", "1", "not a numeric address: localhost"),
    ])
    func `what makes no sense is a usage error`(host: String, service: String, text: String) {
        let error = #expect(throws: ResolverError.self) { _ = try resolve(host, service) }
        #expect(error?.description == text)
        #expect(error?.isUsage == true)
    }

    @Test func `an address of the other family is a usage error`() {
        let error = #expect(throws: ResolverError.self) {
            _ = try resolve("127.0.0.1", "1", family: .v6, numericOnly: false)
        }
        #expect(error?.description == "not an IPv6 address: 127.0.0.1")
        #expect(error?.isUsage == true)
    }

    @Test func `a name that is not found is the network's matter`() {
        let error = #expect(throws: ResolverError.self) {
            _ = try resolve("no-such-host.invalid", "1", numericOnly: false)
        }
        #expect(error?.isUsage == false)
        #expect(error?.description.hasSuffix(": no-such-host.invalid") == true)
    }
}
