import Sockets
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: ["127.0.0.1", "0.0.0.0", "255.1.2.3", "::", "::1", "2001:db8::5"])
    func `a numeric address is written as it was read`(host: String) throws {
        let address = try #require(SocketAddress(host: host, port: 4433))
        #expect(address.host == host)
        #expect(address.port == 4433)
    }

    @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.256", "[::1]", "::1%", "fe80::1%nowhere"])
    func `what is no numeric address is none`(host: String) {
        #expect(SocketAddress(host: host, port: 1) == nil)
    }

    @Test func `the description has brackets around IPv6 alone`() {
        #expect("\(SocketAddress(host: "127.0.0.1", port: 4433)!)" == "127.0.0.1:4433")
        #expect("\(SocketAddress(host: "::1", port: 4433)!)" == "[::1]:4433")
    }

    @Test func `an IPv4-mapped address is the IPv4 one`() {
        let mapped = SocketAddress(host: "::ffff:192.0.2.1", port: 7)!
        let plain = SocketAddress(host: "192.0.2.1", port: 7)!
        #expect(mapped == plain)
        #expect(mapped.hashValue == plain.hashValue)
        #expect(mapped.family == .v4)
        #expect(mapped.description == "192.0.2.1:7")
        #expect(mapped.identity == plain.identity)
    }

    @Test func `a link-local address keeps its interface`() {
        let address = SocketAddress(host: "fe80::1%lo", port: 7)!
        #expect(address.host == "fe80::1%lo")
        #expect(address == SocketAddress(host: "fe80::1%1", port: 7))
        #expect(address != SocketAddress(host: "fe80::1%2", port: 7))
    }

    @Test func `loopback and wildcard are told apart`() {
        #expect(SocketAddress(host: "127.9.9.9", port: 1)!.isLoopback)
        #expect(SocketAddress(host: "::1", port: 1)!.isLoopback)
        #expect(!SocketAddress(host: "128.0.0.1", port: 1)!.isLoopback)
        #expect(SocketAddress.any(.v4, port: 1).isWildcard)
        #expect(SocketAddress.any(.v6, port: 1).isWildcard)
        #expect(SocketAddress.any(.v4, port: 1) != SocketAddress.any(.v6, port: 1))
        #expect(!SocketAddress(host: "::1", port: 1)!.isWildcard)
    }

    @Test func `the identity is address, port and interface in network order`() {
        let address = SocketAddress(host: "2001:db8::102", port: 0x1151)!
        let host: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
        #expect(address.identity == host + [0x11, 0x51, 0, 0, 0, 0])
    }

    @Test func `identities differ where address, port or interface do`() {
        let addresses = [
            ("127.0.0.1", 1), ("127.0.0.1", 2), ("127.0.0.2", 1), ("127.0.0.1", 256),
            ("::1", 1), ("::127.0.0.1", 1), ("fe80::1%lo", 1), ("fe80::1", 1),
        ].map { SocketAddress(host: $0.0, port: $0.1)! }
        #expect(Set(addresses.map(\.identity)).count == addresses.count)
        #expect(Set(addresses).count == addresses.count)
        for address in addresses {
            #expect(SocketAddress(host: address.host, port: address.port) == address)
        }
    }

    @Test func `an address takes 24 bytes`() {
        #expect(MemoryLayout<SocketAddress>.size <= 24)
    }
}
