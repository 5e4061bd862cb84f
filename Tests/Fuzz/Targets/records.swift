// libFuzzer: -max_len=1024
@testable import DTLS

/// The filter in front of GnuTLS, and the reader of headers for people: what the filter lets through is a
/// row of whole records, which the other reader sees as well.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let isEstablished = script.flag()
    let datagram = script.rest()

    let contents = DatagramContents(datagram.span)
    _ = contents.description
    check(contents.rest >= 0 && contents.records.count <= 64, "\(contents.records.count) records")
    var end = 0
    for record in contents.records {
        check(record.offset == end, "a record at \(record.offset), not \(end)")
        end += 13 + record.length
        for fragment in record.fragments {
            check(fragment.length <= record.length - 12, "a fragment beyond its record")
        }
    }
    check(end + contents.rest == datagram.count, "\(contents.rest) bytes behind \(end)")

    let number = RecordFilter.dataRecord(datagram.span)
    guard let summary = RecordFilter.examine(datagram.span, isEstablished: isEstablished) else {
        check(number == nil, "a record of data that is none")
        return
    }
    if let number {
        check(summary.records == 1 && summary.isProtected, "more than one record of data")
        check(number == summary.sequenceNumber, "\(number) is \(summary.sequenceNumber)")
    }
    let whole = summary.void > 0 ? Array(datagram[..<summary.void]) : datagram
    let starts = RecordFilter.starts(whole.span)
    check(starts.count == summary.records && starts.first == 0, "\(starts.count) starts")
    for (index, start) in starts.enumerated() {
        let end = index + 1 < starts.count ? starts[index + 1] : whole.count
        check(end - start > 13 && end <= whole.count, "\(start)..<\(end) of \(whole.count)")
        let record = Array(whole[start..<end])
        check(
            RecordFilter.examine(record.span, isEstablished: isEstablished)?.records == 1,
            "a record that is not taken alone")
    }
    let seen = DatagramContents(whole.span)
    check(seen.records.count == min(summary.records, 64), "\(seen.records.count) are seen")
    check(seen.records.count == 64 || seen.rest == 0, "a rest of \(seen.rest)")
    if let offset = summary.protectedOffset {
        check(starts.contains(offset), "no record at \(offset)")
        check(!(whole[offset + 3] == 0 && whole[offset + 4] == 0), "one in the clear at \(offset)")
    }
    if summary.isClientHello { check(seen.records[0].fragments[0].message.type == 1, "no hello") }
    var controls = 0
    summary.forEachControl { _ in controls += 1 }
    check(controls <= 4, "\(controls) controls")
}
