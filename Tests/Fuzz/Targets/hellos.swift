// libFuzzer: -max_len=1024
@testable import ClientHello
@testable import DTLS
@testable import Endpoint

/// Those who read a hello: what it offers, its limit, what is written down of a handshake; and one that is
/// read and written is the same.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let isWhole = script.flag()
    let bytes = script.rest()
    // The body alone, or a whole datagram.
    let datagram = isWhole ? bytes : wrapped(bytes)
    let body = isWhole ? Array(bytes.dropFirst(25)) : bytes

    if let offer = HelloOffer(clientHelloIn: datagram.span) {
        check(offer.suites.count <= 64, "\(offer.suites.count) suites")
        check((1...8).contains(offer.versions.count), "\(offer.versions.count) versions")
        check(offer.text.utf8.count < 1_024, "a text of \(offer.text.utf8.count)")
    }
    _ = HelloOffer.versionChosen(in: datagram.span)
    var evidence = Evidence()
    for _ in 0..<3 { evidence.note(datagram.span) }
    check(evidence.size <= 16 * 128, "\(evidence.size) parts are kept")
    if let gap = evidence.gap { check(gap.received < gap.total, "a gap of nothing") }
    _ = evidence.hasHole

    for isServer in [false, true] {
        if let limit = RecordSizeLimit.read(body, isServerHello: isServer) {
            check((64...65_535).contains(limit), "a limit of \(limit)")
        }
    }
    if let hello = ClientHello(body: body) {
        let again = ClientHello(body: hello.body)
        check(again == hello, "\(hello) is written as \(again as Any)")
    }
    if let hello = ServerHello(body: body) {
        check(hello.extensions.count <= 64, "\(hello.extensions.count) extensions")
        _ = hello.isRetryRequest
        _ = hello.showsRawPublicKey
    }
    for suite in [UInt16(0xC02B), 0xC030, 0x00A8, 0x00AA, 0x009E, 0xC035] {
        guard let suite = RegisteredSuite.named(suite) else { fatalError("no such suite") }
        _ = ServerKeyExchange(body: body, suite: suite, version: 0xFEFD)
    }
}

private func wrapped(_ body: [UInt8]) -> [UInt8] {
    let length = body.count + 12
    return [22, 0xFE, 0xFD] + [UInt8](repeating: 0, count: 8)
        + [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
        + [1, 0, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)]
        + [0, 0, 0, 0, 0]
        + [0, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)]
        + body
}
