// libFuzzer: -max_len=200
@testable import DTLS
@testable import Sockets
@testable import dtlscat

/// Addresses, blocks of them, hosts with ports and the ends of a forward as they are typed.
func fuzz(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let address = SocketAddress(host: text, port: 4_433) {
        let again = SocketAddress(host: address.host, port: 4_433)
        check(again == address, "\(text) is written as \(address.host)")
        check(address.identity.count == 22, "an identity of \(address.identity.count) bytes")
        check(address.isWildcard != address.isLoopback || !address.isWildcard, "both")
        let block = AddressBlock(sourceOf: address)
        check(block.contains(address), "\(block) has not \(address)")
        check(AddressSet([block]).contains(address), "a set has not \(address)")
        if let place = try? Target("\(address)", nil) {
            check(place.host == address.host && place.port == "4433", "\(place) is \(address)")
        } else {
            fatalError("\(address) is no target")
        }
    }
    if let block = AddressBlock(text) {
        check(AddressBlock(block.description) == block, "\(text) is written as \(block)")
        let host = text.prefix { $0 != "/" }
        guard let address = SocketAddress(host: String(host), port: 0) else { fatalError("none") }
        check(block.contains(address), "\(block) has not \(host)")
        check(AddressSet([block]).contains(address), "a set of \(block) has not \(host)")
    }
    if let end = try? ForwardEnd(text) {
        check((try? ForwardEnd(end.text)) == end, "\(text) is written as \(end.text)")
    }
    if let name = try? CertificateName(text) {
        check((try? CertificateName(name.description)) == name, "\(text) is \(name)")
    }
    _ = try? CertificateSubject(text)
    if let target = try? Target(text, nil) {
        check(!target.host.isEmpty && !target.port.isEmpty, "no host or port in \(text)")
        // What no resolver takes is not for this to refuse.
        guard !target.port.contains(":"), !target.host.contains(where: { "[]".contains($0) }) else {
            return
        }
        let form = target.host.contains(":") ? "[\(target.host)]" : target.host
        check((try? Target("\(form):\(target.port)", nil)) == target, "\(form):\(target.port)")
    }
}
