package import DTLS

/// What a server answers a ClientHello with, up to ServerHelloDone, as far as it is in the clear
/// (RFC 6347 section 4.2.4).
///
/// Nothing of it is authenticated, and any bytes will do. Messages over 64 KiB, and more than 16
/// messages or 128 KiB of them, are left out.
package struct ServerFlight: Sendable {
    private var assembly = MessageAssembly()

    /// The first alert that has come, or the first fatal one.
    package private(set) var alert: Alert?

    /// Nothing has come yet.
    package init() {}

    /// Takes the payload of a datagram; false where nothing of it is a record in the clear.
    @discardableResult
    package mutating func take(_ datagram: Span<UInt8>) -> Bool {
        let bytes = datagram.indices.map { datagram[$0] }
        var isClear = false
        for record in DatagramContents(datagram).records where record.epoch == 0 {
            isClear = true
            if alert?.level != .fatal, let found = record.alert {
                alert = found.level == .fatal ? found : alert ?? found
            }
            // Behind the record's header, each message behind its own.
            var offset = record.offset + 13
            for fragment in record.fragments {
                let start = offset + 12
                offset = start + fragment.length
                assembly.take(fragment, bytes[start..<offset])
            }
        }
        return isClear
    }

    /// The cookie that a HelloVerifyRequest asks for.
    package var cookie: [UInt8]? {
        guard let body = body(of: .helloVerifyRequest) else { return nil }
        var reader = WireReader(body)
        _ = reader.number(2)
        return reader.vector(1)
    }

    /// Forgets the HelloVerifyRequest, so that another one is seen.
    package mutating func forgetRequest() {
        assembly.forget(type: HandshakeMessage.helloVerifyRequest.type)
    }

    /// What the server has chosen.
    package var hello: ServerHello? {
        body(of: HandshakeMessage(type: 2)).flatMap { ServerHello(body: $0) }
    }

    /// Its certificates in DER, its own first; 16 at most. Empty where it shows a raw public key.
    package var certificates: [[UInt8]] {
        guard hello?.showsRawPublicKey != true, let body = body(of: HandshakeMessage(type: 11))
        else { return [] }
        var outer = WireReader(body)
        guard var list = outer.vector(3).map({ WireReader($0) }) else { return [] }
        var certificates: [[UInt8]] = []
        while certificates.count < 16, let certificate = list.vector(3) {
            certificates.append(certificate)
        }
        return certificates
    }

    /// The public key that it shows without a certificate, in DER (RFC 7250 section 3).
    package var rawPublicKey: [UInt8]? {
        guard hello?.showsRawPublicKey == true, let body = body(of: HandshakeMessage(type: 11))
        else { return nil }
        var reader = WireReader(body)
        return reader.vector(3)
    }

    /// Its part of a Diffie-Hellman exchange; `nil` before it has come, and where there is none.
    package var keyExchange: ServerKeyExchange? {
        guard let hello, let suite = RegisteredSuite.named(hello.suite),
            let body = body(of: HandshakeMessage(type: 12))
        else { return nil }
        return ServerKeyExchange(body: body, suite: suite, version: hello.version)
    }

    /// What kinds of signatures it wants of clients, 64 at most; `nil` where it asks for no
    /// certificate.
    package var requestedSchemes: [SignatureScheme]? {
        guard let hello, let body = body(of: .certificateRequest) else { return nil }
        var reader = WireReader(body)
        _ = reader.vector(1)
        guard hello.version == 0xFEFD else { return [] }
        return reader.shorts()?.prefix(64).map { SignatureScheme($0) } ?? []
    }

    /// Whether it staples what an authority says of its certificate.
    package var hasStatus: Bool { body(of: HandshakeMessage(type: 22)) != nil }

    /// Whether all of it has come: to ServerHelloDone, or to the hello that DTLS 1.3 has nothing
    /// readable behind.
    package var isComplete: Bool {
        body(of: .serverHelloDone) != nil && hello != nil || hello?.version == 0xFEFC
    }

    /// Whether nothing has come that can be read.
    package var isEmpty: Bool { assembly.messages.isEmpty && alert == nil }

    private func body(of message: HandshakeMessage) -> [UInt8]? {
        assembly.messages.filter { $0.value.type == message.type }
            .min { $0.key < $1.key }?.value.body
    }
}
