import DTLS

/// A record or a datagram of a handshake: which way it goes, and what is in it.
struct Step: Hashable, Sendable, CustomStringConvertible {
    let isToServer: Bool
    let name: String

    var description: String { (isToServer ? "the client's " : "the server's ") + name }

    /// What a datagram is, by its records.
    init(_ datagram: [UInt8], isToServer: Bool) {
        self.isToServer = isToServer
        name = Self.records(datagram).map(Self.name).joined(separator: "+")
    }

    /// A step with a name.
    init(_ name: String, isToServer: Bool) {
        self.isToServer = isToServer
        self.name = name
    }

    /// The records of a datagram, with their headers.
    static func records(_ datagram: [UInt8]) -> [[UInt8]] {
        var records: [[UInt8]] = []
        var offset = 0
        while offset + 13 <= datagram.count {
            let length = Int(datagram[offset + 11]) << 8 | Int(datagram[offset + 12])
            let end = min(offset + 13 + length, datagram.count)
            records.append(Array(datagram[offset..<end]))
            offset = end
        }
        return records
    }

    private static func name(_ record: [UInt8]) -> String {
        switch (record[0], record[4]) {
        case (20, _): return "ChangeCipherSpec"
        case (21, _): return "Alert"
        case (22, 0): break
        case (22, _): return "Finished"
        default: return "Data"
        }
        let name = HandshakeMessage(type: record[13]).description
        // Record header, message header, version and random; then a session's name, and the cookie.
        guard record[13] == 1, record.count > 59 else { return name }
        let cookie = 60 + Int(record[59])
        return cookie < record.count && record[cookie] > 0 ? "second \(name)" : name
    }
}
