import Sockets
import Testing

@Suite struct AddressBlockTests {
    private func address(_ host: String) -> SocketAddress { SocketAddress(host: host, port: 9)! }

    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"), ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
        // Bits behind the prefix do not count.
        ("192.0.2.7/24", "192.0.2.1", "192.0.1.7"), ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"),
        ("0.0.0.0/0", "203.0.113.1", "2001:db8::1"), ("128.0.0.0/1", "255.0.0.1", "127.0.0.1"),
        ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"), ("::1", "::1", "::2"),
        ("2001:db8::/64", "2001:db8::ffff:0:0:1", "2001:db8:0:1::"),
        ("2001:db8::8000/113", "2001:db8::ffff", "2001:db8::7fff"),
        ("::/0", "2001:db8::1", "192.0.2.1"),
        ("::ffff:192.0.2.0/120", "192.0.2.9", "192.0.3.9"),
        ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.2"),
        ("192.0.2.1", "::ffff:192.0.2.1", "::1"),
    ])
    func `a block holds what begins as it does, and nothing of the other family`(
        text: String, inside: String, outside: String
    ) throws {
        let block = try #require(AddressBlock(text))
        #expect(block.contains(address(inside)))
        #expect(!block.contains(address(outside)))
        let set = AddressSet([try #require(AddressBlock("198.51.100.0/24")), block])
        #expect(set.contains(address(inside)))
        #expect(!set.contains(address(outside)))
        #expect(set.contains(address("198.51.100.3")))
    }

    @Test(arguments: [
        "", "/", "/8", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+8", "192.0.2/24",
        "192.0.2.0/8/8", "192.0.2.0/ 8", "::/129", "fe80::1%lo", "example.org", "192.0.2.0/٣",
        "192.0.2.0/99999999999999999999",
    ])
    func `what is no block is none`(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test func `a source is one address of IPv4, and half of one of IPv6`() {
        func source(_ host: String) -> AddressBlock { AddressBlock(sourceOf: address(host)) }
        #expect(source("192.0.2.1") != source("192.0.2.2"))
        #expect(source("192.0.2.1") == source("::ffff:192.0.2.1"))
        #expect(source("2001:db8::1") == source("2001:db8::ffff:0:0:1"))
        #expect(source("2001:db8::1") != source("2001:db8:0:1::1"))
        #expect("\(source("192.0.2.1"))" == "192.0.2.1")
        #expect("\(source("2001:db8::1"))" == "2001:db8::/64")
        #expect("\(AddressBlock("192.0.2.9/24")!)" == "192.0.2.0/24")
    }

    @Test func `an empty set holds nobody`() {
        #expect(AddressSet().isEmpty && !AddressSet().contains(address("::1")))
    }
}
