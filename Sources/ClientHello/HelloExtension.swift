/// An extension of a ClientHello or ServerHello (RFC 5246 section 7.4.1.4).
package struct HelloExtension: Sendable, Hashable {
    /// Its number in the registry of IANA.
    package let type: UInt16

    /// What is in it.
    package let body: [UInt8]

    /// An extension of these bytes.
    package init(type: UInt16, body: [UInt8]) {
        self.type = type
        self.body = body
    }

    /// Reads a list of extensions behind its length; what is cut off is left out, and nothing is no
    /// list. 64 at most.
    static func list(_ reader: inout WireReader) -> [HelloExtension] {
        guard var inner = reader.vector(2).map({ WireReader($0) }) else { return [] }
        var list: [HelloExtension] = []
        while list.count < 64, let type = inner.short(), let body = inner.vector(2) {
            list.append(HelloExtension(type: type, body: body))
        }
        return list
    }

    /// Writes a list of them behind its length.
    static func write(_ list: [HelloExtension], to writer: inout WireWriter) {
        let bytes = WireWriter.bytes { inner in
            for each in list {
                inner.number(each.type, 2)
                inner.vector(each.body, 2)
            }
        }
        writer.vector(bytes, 2)
    }
}

/// Numbers of extensions.
extension HelloExtension {
    /// RFC 6066 section 3.
    package static let serverName: UInt16 = 0
    /// RFC 6066 section 8.
    package static let statusRequest: UInt16 = 5
    /// RFC 8422 section 5.1.1.
    package static let supportedGroups: UInt16 = 10
    /// RFC 8422 section 5.1.2.
    package static let pointFormats: UInt16 = 11
    /// RFC 5054 section 2.8.1.
    package static let password: UInt16 = 12
    /// RFC 5246 section 7.4.1.4.1.
    package static let signatureSchemes: UInt16 = 13
    /// RFC 5764 section 4.1.1.
    package static let srtp: UInt16 = 14
    /// RFC 6520 section 2.
    package static let heartbeat: UInt16 = 15
    /// RFC 7301 section 3.1.
    package static let applicationProtocols: UInt16 = 16
    /// RFC 7250 section 3.
    package static let serverCertificateType: UInt16 = 20
    /// RFC 7685 section 3.
    package static let padding: UInt16 = 21
    /// RFC 7366 section 2.
    package static let encryptThenMAC: UInt16 = 22
    /// RFC 7627 section 5.1.
    package static let extendedMasterSecret: UInt16 = 23
    /// RFC 8449 section 4.
    package static let recordSizeLimit: UInt16 = 28
    /// RFC 5077 section 3.2.
    package static let sessionTicket: UInt16 = 35
    /// RFC 8446 section 4.2.1.
    package static let supportedVersions: UInt16 = 43
    /// RFC 8446 section 4.2.8.
    package static let keyShare: UInt16 = 51
    /// RFC 9146 section 3.
    package static let connectionID: UInt16 = 54
    /// RFC 5746 section 3.2.
    package static let renegotiationInfo: UInt16 = 0xFF01
}

/// What a client says in them.
extension HelloExtension {
    /// The name of the host that is asked for, in ASCII.
    package static func serverName(_ name: String) -> HelloExtension {
        let entry = WireWriter.bytes { writer in
            writer.number(0, 1)
            writer.vector(Array(name.utf8.prefix(255)), 2)
        }
        return HelloExtension(type: serverName, body: WireWriter.bytes { $0.vector(entry, 2) })
    }

    /// Groups, the best first.
    package static func groups(_ groups: [NamedGroup]) -> HelloExtension {
        HelloExtension(
            type: supportedGroups, body: WireWriter.bytes { $0.shorts(groups.map(\.code)) })
    }

    /// Points of curves, uncompressed.
    package static let uncompressedPoints = HelloExtension(type: pointFormats, body: [1, 0])

    /// Signature schemes, the best first.
    package static func signatures(_ schemes: [SignatureScheme]) -> HelloExtension {
        HelloExtension(
            type: signatureSchemes, body: WireWriter.bytes { $0.shorts(schemes.map(\.code)) })
    }

    /// Profiles of SRTP by their numbers, the best first, without a key identifier.
    package static func srtp(_ profiles: [UInt16]) -> HelloExtension {
        HelloExtension(
            type: srtp,
            body: WireWriter.bytes { writer in
                writer.shorts(profiles)
                writer.number(0, 1)
            })
    }

    /// That heartbeats may be sent to us.
    package static let heartbeats = HelloExtension(type: heartbeat, body: [1])

    /// Application protocols, the best first.
    package static func protocols(_ names: [String]) -> HelloExtension {
        let list = WireWriter.bytes { writer in
            for name in names { writer.vector(Array(name.utf8.prefix(255)), 1) }
        }
        return HelloExtension(
            type: applicationProtocols, body: WireWriter.bytes { $0.vector(list, 2) })
    }

    /// What will do for a certificate: one of X.509, or else a key alone.
    package static let anyCertificate = HelloExtension(
        type: serverCertificateType, body: [2, 0, 2])

    /// That a raw public key will do for a certificate, and nothing else.
    package static let rawPublicKey = HelloExtension(type: serverCertificateType, body: [1, 2])

    /// That the server may staple what an authority says of its certificate.
    package static let stapledStatus = HelloExtension(type: statusRequest, body: [1, 0, 0, 0, 0])

    /// The largest record to send to us, in bytes.
    package static func recordSizeLimit(_ size: UInt16) -> HelloExtension {
        HelloExtension(type: recordSizeLimit, body: WireWriter.bytes { $0.number(size, 2) })
    }

    /// Nothing but `count` zeros.
    package static func padding(_ count: Int) -> HelloExtension {
        HelloExtension(type: padding, body: [UInt8](repeating: 0, count: count))
    }

    /// That it is the session's first handshake.
    package static let firstHandshake = HelloExtension(type: renegotiationInfo, body: [0])

    /// One of no bytes: extended master secret, encrypt-then-MAC, an empty session ticket.
    package static func empty(_ type: UInt16) -> HelloExtension {
        HelloExtension(type: type, body: [])
    }

    /// Versions on the wire, the best first.
    package static func versions(_ versions: [UInt16]) -> HelloExtension {
        HelloExtension(
            type: supportedVersions, body: WireWriter.bytes { $0.shorts(versions, 1) })
    }

    /// A share of a key on X25519, for which any 32 bytes will do (RFC 7748 section 5).
    package static func keyShare(_ share: [UInt8]) -> HelloExtension {
        let entry = WireWriter.bytes { writer in
            writer.number(NamedGroup.x25519.code, 2)
            writer.vector(share, 2)
        }
        return HelloExtension(type: keyShare, body: WireWriter.bytes { $0.vector(entry, 2) })
    }

    /// That connection identifiers are welcome, and that none is needed towards us.
    package static let connectionIdentifier = HelloExtension(type: connectionID, body: [0])

    /// The name of somebody with a password.
    package static func user(_ name: String) -> HelloExtension {
        HelloExtension(
            type: password, body: WireWriter.bytes { $0.vector(Array(name.utf8.prefix(255)), 1) })
    }
}
