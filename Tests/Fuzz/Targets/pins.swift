// libFuzzer: -max_len=400
@testable import DTLS

/// Pins and fingerprints in every notation: what is read, written and read again is the same.
func fuzz(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let pin = try? Pin(text) {
        check((try? Pin(pin.description)) == pin, "\(pin) is read as something else")
        _ = pin.isWeak
        _ = pin.matches(publicKey: input)
    }
    if let pins = try? Pin.list(text) {
        check(!pins.isEmpty, "a list without a pin")
        // Under their own names they make a list of the same.
        let again = pins.map(\.description).joined(separator: "\n")
        check((try? Pin.list(again)) == pins, "\(again) is read as another list")
    }
    let key = Fingerprint.Key.publicKey(input)
    for algorithm in Digest.Algorithm.allCases {
        let fingerprint = Fingerprint(key, algorithm)
        for notation in Fingerprint.Notation.allCases {
            guard let text = fingerprint.text(notation, ofPublicKey: true) else { continue }
            guard let pin = try? Pin(text) else { fatalError("\(text) is not read") }
            check(pin.matches(publicKey: input), "\(text) does not match its own key")
        }
    }
}
