import FoundationEssentials

/// Turns reports into JSON that is safe to look at.
enum ReportEncoder {
    /// `report` as JSON and a line feed; keys in order of the alphabet, on one line unless asked for
    /// otherwise.
    ///
    /// The library's encoder leaves alone what a terminal acts on, C1 controls and marks that turn the
    /// direction of writing round, which a peer may have put into the names of a certificate.
    static func encode(_ report: some Encodable, isPretty: Bool = false) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        let text = String(decoding: try encoder.encode(report), as: UTF8.self)
        var result = ""
        for scalar in text.unicodeScalars {
            // The line feeds of a pretty report are its own: those in strings are escaped already.
            if scalar.value == 10 || !Console.isDangerous(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return Array(result.utf8) + [10]
    }
}
