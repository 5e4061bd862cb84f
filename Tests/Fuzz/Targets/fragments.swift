// libFuzzer: -max_len=4096
@testable import DTLS

/// Handshake messages in fragments: a whole one comes together whatever the cuts, the order and the
/// copies; any datagrams at all lead to records that the filter takes, and to no more memory than allowed.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    if script.flag() { comesTogether(&script) } else { takesAnything(&script) }
}

private func comesTogether(_ script: inout Script) {
    let order = script.vector()
    let sizes = script.vector().map { Int($0) + 1 }
    let body = script.rest()
    guard !body.isEmpty, !sizes.isEmpty else { return }
    var pieces: [Range<Int>] = []
    var offset = 0
    while offset < body.count {
        let end = min(offset + sizes[pieces.count % sizes.count], body.count)
        pieces.append(offset..<end)
        offset = end
    }
    // Those of the order, then all, so that each comes once at least.
    let row = order.map { Int($0) % pieces.count } + Array(pieces.indices)
    var fragments = HandshakeFragments(limit: 131_072)
    var seen = Set<Int>()
    var whole: [UInt8]?
    var number: UInt64 = 0
    for index in row {
        let datagram = record(body, pieces[index], total: body.count, message: 0, number: number)
        number += 1
        seen.insert(index)
        switch fragments.take(datagram.span, at: 0) {
        case .pass:
            // The first piece decides: a message of which it is too small a part is left to GnuTLS.
            check(
                pieces.count == 1 || pieces[row[0]].count * 640 < body.count || pieces.count > 640,
                "a piece is passed on")
            return
        case .hold: continue
        case .replace(let records):
            check(seen.count == pieces.count, "\(seen.count) of \(pieces.count) are enough")
            let bytes = joined(records, total: body.count)
            if whole == nil {
                whole = bytes
                check(bytes == body, "another message than was cut")
            } else {
                check(!bytes.isEmpty, "nothing comes again")
            }
        }
    }
    check(whole != nil, "\(row.count) fragments, and no message")
}

private func takesAnything(_ script: inout Script) {
    var fragments = HandshakeFragments(limit: 4_096)
    while !script.isAtEnd {
        var datagram = script.longVector()
        if script.flag() {
            let total = script.short()
            let offset = script.short()
            datagram = record(
                datagram, 0..<datagram.count, total: total, at: offset,
                message: UInt8(script.number(0...7)), number: UInt64(script.byte()))
        }
        guard RecordFilter.examine(datagram.span, isEstablished: false) != nil else { continue }
        for start in RecordFilter.starts(datagram.span) {
            guard case .replace(let records) = fragments.take(datagram.span, at: start) else {
                continue
            }
            check(records.count <= 640, "\(records.count) records")
            for record in records {
                check(
                    RecordFilter.examine(record.span, isEstablished: false)?.contentType == 22,
                    "a record that the filter drops")
                check(record.count <= 8_192 + 25, "a record of \(record.count)")
            }
        }
    }
}

/// The bytes of records that follow each other in one message.
private func joined(_ records: [[UInt8]], total: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: UInt64?
    for record in records {
        let contents = DatagramContents(record.span)
        check(contents.records.count == 1 && contents.rest == 0, "no record")
        guard let fragment = contents.records[0].fragments.first else { fatalError("no fragment") }
        check(fragment.total == total, "a message of \(fragment.total)")
        if let last { check(contents.records[0].number > last, "numbers that do not count up") }
        last = contents.records[0].number
        bytes += record[25...]
    }
    return bytes
}

private func record(
    _ body: [UInt8], _ part: Range<Int>, total: Int, at offset: Int? = nil, message: UInt8,
    number: UInt64
) -> [UInt8] {
    let count = part.count
    return [22, 0xFE, 0xFD, 0, 0] + bytes(number, 6) + bytes(UInt64(count + 12), 2)
        + [11] + bytes(UInt64(total), 3) + [0, message]
        + bytes(UInt64(offset ?? part.lowerBound), 3) + bytes(UInt64(count), 3) + body[part]
}

private func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64(count - 1 - $0))) }
}
