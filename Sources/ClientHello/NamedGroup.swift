/// A group for a Diffie-Hellman exchange, by its number in the registry of IANA (RFC 8422, RFC 7919).
package struct NamedGroup: Sendable, Hashable, CustomStringConvertible {
    /// The number on the wire.
    package let code: UInt16

    /// A group of a number.
    package init(_ code: UInt16) { self.code = code }

    package static let x25519 = NamedGroup(29)

    /// The curves, in the order in which to offer them.
    package static let curves = [29, 23, 30, 24, 25].map { NamedGroup($0) } + old

    /// Curves that are hardly used: Brainpool's, SM2's, and those that RFC 8422 has done away with.
    private static let old =
        ([26, 27, 28, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 22] + Array(1...21)).map {
            NamedGroup($0)
        }

    /// The groups of numbers, in the order in which to offer them.
    package static let finiteFields = (256...260).map { NamedGroup($0) }

    /// Its name in the registry.
    package var description: String {
        Self.names[code] ?? "group 0x" + String(code, radix: 16)
    }

    private static let names: [UInt16: String] = {
        var names: [UInt16: String] = [
            29: "x25519", 30: "x448", 31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13",
            33: "brainpoolP512r1tls13", 41: "curveSM2", 256: "ffdhe2048", 257: "ffdhe3072",
            258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192",
        ]
        let first = """
            sect163k1 sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 \
            sect283k1 sect283r1 sect409k1 sect409r1 sect571k1 sect571r1 secp160k1 secp160r1 \
            secp160r2 secp192k1 secp192r1 secp224k1 secp224r1 secp256k1 secp256r1 secp384r1 \
            secp521r1 brainpoolP256r1 brainpoolP384r1 brainpoolP512r1
            """
        for (index, name) in first.split(separator: " ").enumerated() {
            names[UInt16(index + 1)] = String(name)
        }
        for (index, name) in "ABCD".enumerated() { names[UInt16(34 + index)] = "GC256\(name)" }
        for (index, name) in "ABC".enumerated() { names[UInt16(38 + index)] = "GC512\(name)" }
        return names
    }()
}
