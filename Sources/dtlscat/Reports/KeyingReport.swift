import DTLS
import Endpoint

/// What was agreed on with a peer for another protocol.
struct KeyingReport {
    private let lines: [String]
    private let warnings: [String]

    init(_ association: Association, _ wanted: KeyingOptions?) {
        let session = association.session
        var warnings: [String] = []
        if session.lacksApplicationProtocol {
            warnings.append("\(association.name) has chosen no application protocol")
        }
        if wanted?.srtp != nil, session.srtpProfile == nil {
            warnings.append("\(association.name) agrees on none of the SRTP profiles")
        }
        let exports = wanted?.export ?? []
        if !exports.isEmpty, !session.parameters.extendedMasterSecret {
            warnings.append(
                "\(association.name) has no extended master secret, without which exported keying "
                    + "material is not safe (RFC 7627, 5.4)")
        }
        self.warnings = warnings
        lines = exports.map { export in
            "dtlscat: \(association.name): keying material \(export.label): "
                + (session.exportText(export) ?? "none")
        }
    }

    /// Tells it; the keying material even with `-Q`, since it was asked for.
    func tell(_ console: Console) {
        for warning in warnings { console.warn(warning) }
        for line in lines { console.write(line) }
    }
}

extension Session {
    /// Keying material in hexadecimal; `nil` where there is none.
    func exportText(_ wanted: KeyExport) -> String? {
        guard let bytes = try? export(wanted) else { return nil }
        return bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
