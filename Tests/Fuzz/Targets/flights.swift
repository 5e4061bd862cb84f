// libFuzzer: -max_len=4096
@testable import ClientHello
@testable import DTLS

/// What a scan reads of a server's first flight: any datagrams, and a message in fragments that come in any
/// order.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    var flight = ServerFlight()
    if script.flag() {
        let order = script.vector()
        let size = script.number(1...200)
        let body = script.rest()
        guard !body.isEmpty else { return }
        var writer = RecordWriter()
        let datagrams = writer.datagrams(
            of: HandshakeMessage(type: 3), body: body, sequence: 0, fragment: size)
        for datagram in order.map({ datagrams[Int($0) % datagrams.count] }) + datagrams {
            check(flight.take(datagram.span), "a record that is none")
        }
        // More gaps than it keeps account of are the sender's fault.
        guard order.isEmpty || datagrams.count <= 64 else { return }
        var reader = WireReader(body.dropFirst(2))
        check(flight.cookie == reader.vector(1), "another cookie than was asked for")
        flight.forgetRequest()
        check(flight.cookie == nil, "a cookie that was forgotten")
    }
    while !script.isAtEnd {
        let datagram = script.longVector()
        flight.take(datagram.span)
        look(at: flight)
    }
}

private func look(at flight: ServerFlight) {
    check(flight.certificates.count <= 16, "\(flight.certificates.count) certificates")
    check((flight.requestedSchemes?.count ?? 0) <= 64, "too many schemes")
    _ = flight.cookie
    _ = flight.keyExchange
    _ = flight.rawPublicKey
    _ = flight.hasStatus
    if flight.isComplete { check(flight.hello != nil && !flight.isEmpty, "all, and no hello") }
}
