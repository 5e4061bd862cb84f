// libFuzzer: -max_len=1024
@testable import DTLS

/// Files and arguments with pre-shared keys, cookie keys, ticket keys and sessions.
func fuzz(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let (identity, key) = try? PreSharedKey.file(input) {
        check(!key.isEmpty, "an empty key")
        check((identity?.count ?? 0) <= 128, "an identity of \(identity?.count ?? 0) bytes")
    }
    if let identity = try? PreSharedKey.identity(text) {
        let again = try? PreSharedKey.identity(PreSharedKey.text(ofIdentity: identity))
        check(again == identity, "\(identity) is written as another")
    }
    _ = try? PreSharedKey.key(argument: text)
    if let database = try? PreSharedKeyDatabase(input) {
        check(database.count > 0, "a database without a key")
        check(
            database.count <= input.split(separator: 10).count, "more keys than lines")
    }
    if let entry = try? PreSharedKey.entry(input[...]) {
        check((1...64).contains(entry.key.count), "a key of \(entry.key.count) bytes")
        let line = line(entry)
        guard let again = try? PreSharedKey.entry(line[...]) else { fatalError("not read again") }
        check(again == entry, "another entry than was written")
        // The same as a file of one line, unless it is a comment there, or the end of another line.
        if !entry.identity.contains(10), let database = try? PreSharedKeyDatabase(line) {
            check(database.key(for: entry.identity) == entry.key, "another key in a database")
        }
    }
    if !input.isEmpty, input.count <= 128 {
        guard let line = try? PreSharedKey.makeLine(identity: input, length: 16),
            let database = try? PreSharedKeyDatabase(line.bytes)
        else { fatalError("a line that was made is not read") }
        check(database.key(for: input)?.count == 16, "a key that was made is not found")
        guard let file = try? PreSharedKey.file(line.bytes) else { fatalError("no file") }
        check(file.identity == input, "a file with another identity")
    }
    if let key = try? CookieKey(file: input) {
        guard let again = try? CookieKey(file: key.fileContents) else { fatalError("no key") }
        check(again.fileContents == key.fileContents, "another cookie key than was written")
    }
    _ = try? TicketKey(file: input)
    if let session = SavedSession(file: input) {
        check(session.fileContents == input, "a session that is written otherwise")
    }
    let session = SavedSession(data: input, purpose: Array(input.prefix(32)))
    let again = SavedSession(file: session.fileContents)
    check((again == nil) == input.isEmpty, "a session that was kept is not read")
    if let again { check(again.data == input, "another session than was kept") }
}

/// An entry with its identity in hexadecimal.
private func line(_ entry: PreSharedKey) -> [UInt8] {
    Array("#\(hexadecimal(entry.identity)):\(hexadecimal(entry.key))".utf8)
}
