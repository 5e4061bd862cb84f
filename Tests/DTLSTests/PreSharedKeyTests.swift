import Testing

@testable import DTLS

@Suite struct PreSharedKeyTests {
    @Test("A key has 1 to 64 bytes, an identity at most 128")
    func sizes() throws {
        #expect(throws: SecretError.self) { try PreSharedKey(identity: [1], key: []) }
        #expect(throws: SecretError.self) {
            try PreSharedKey(identity: [1], key: Wire.zeros(65))
        }
        #expect(throws: SecretError.self) {
            try PreSharedKey(identity: Wire.zeros(129), key: [1])
        }
        let largest = try PreSharedKey(identity: Wire.zeros(128), key: Wire.zeros(64))
        #expect(largest.key.count == 64)
        #expect(try PreSharedKey(identity: [], key: [1]).identity.isEmpty)
    }

    @Test("A key in an argument is text, hexadecimal or base64")
    func argument() throws {
        #expect(try PreSharedKey.key(argument: "text:hex:00") == Array("hex:00".utf8))
        #expect(try PreSharedKey.key(argument: "hex:00fFa1") == [0, 255, 161])
        #expect(try PreSharedKey.key(argument: "base64:AP+h") == [0, 255, 161])
    }

    @Test(
        "Any other argument is refused, and not repeated",
        arguments: ["secret", "hex:0", "hex:0g", "base64:*", "", "HEX:00"])
    func badArgument(text: String) {
        let error = #expect(throws: SecretError.self) { try PreSharedKey.key(argument: text) }
        if !text.isEmpty { #expect(error?.description.contains(text) == false) }
    }

    @Test("An identity is text, or hexadecimal after hex:")
    func identity() throws {
        #expect(try PreSharedKey.identity("zoë") == Array("zoë".utf8))
        #expect(try PreSharedKey.identity("hex:0001") == [0, 1])
        #expect(throws: SecretError.self) { try PreSharedKey.identity("hex:001") }
    }

    @Test("A key file holds digits, identity:digits or #hexidentity:digits")
    func file() throws {
        func read(_ text: String) throws -> (identity: [UInt8]?, key: [UInt8]) {
            try PreSharedKey.file(Array(text.utf8))
        }
        #expect(try read(" 00ff \n\n").key == [0, 255])
        #expect(try read("00ff").identity == nil)
        let named = try read("alice:00ff\n")
        #expect(named.identity == Array("alice".utf8) && named.key == [0, 255])
        let colon = try read("coap://x:y:00ff\r\n")
        #expect(colon.identity == Array("coap://x:y".utf8))
        let hexadecimal = try read("#00ff:0102")
        #expect(hexadecimal.identity == [0, 255] && hexadecimal.key == [1, 2])
    }

    @Test(
        "Any other file is refused, and not repeated",
        arguments: ["", "\n", "xyzzy", "00ff\n00ff", "a:xyzzy", "#zz:00", "a:"])
    func badFile(text: String) {
        let error = #expect(throws: SecretError.self) {
            try PreSharedKey.file(Array(text.utf8))
        }
        #expect(error?.description.contains("xyzzy") == false)
    }

    @Test("A key is never printed")
    func secrecy() throws {
        let key: [UInt8] = [222, 173, 190, 239]
        let entry = try PreSharedKey(identity: [1], key: key)
        for text in Printed(entry).texts {
            #expect(!text.contains("222") && !text.contains("dead"))
        }
        let database = PreSharedKeyDatabase(entry)
        for text in Printed(database).texts {
            #expect(!text.contains("222") && !text.contains("dead"))
        }
        var configuration = Credentials.Configuration(role: .server)
        configuration.preSharedKey = entry
        configuration.preSharedKeys = database
        for text in Printed(configuration).texts {
            #expect(!text.contains("222") && !text.contains("dead"))
        }
    }
}

@Suite struct PreSharedKeyDatabaseTests {
    @Test("Each line is an entry; blank lines and comments are none")
    func entries() throws {
        let text = """
            # a comment: with a colon
            #comment

            alice:00ff
            #0102:0304
            bob:with:colons:05
            """
        let database = try PreSharedKeyDatabase(text)
        #expect(database.count == 3)
        #expect(database.key(for: Array("alice".utf8)) == [0, 255])
        #expect(database.key(for: [1, 2]) == [3, 4])
        #expect(database.key(for: Array("bob:with:colons".utf8)) == [5])
        #expect(database.key(for: Array("mallory".utf8)) == nil)
    }

    @Test("Lines may end as they do on Windows")
    func carriageReturns() throws {
        let database = try PreSharedKeyDatabase("alice:00ff\r\n\r\nbob:01\r\n")
        #expect(database.count == 2)
        #expect(database.key(for: Array("bob".utf8)) == [1])
    }

    @Test("A bad line is told by its number, and not repeated")
    func badLine() {
        let error = #expect(throws: SecretError.self) {
            try PreSharedKeyDatabase("alice:00ff\n\nbob:xyzzy\n")
        }
        #expect(error?.description.hasPrefix("line 3: ") == true)
        #expect(error?.description.contains("xyzzy") == false)
    }

    @Test("A database without a key is refused")
    func empty() {
        #expect(throws: SecretError.self) { try PreSharedKeyDatabase("# nothing\n") }
    }
}

/// A value in every form in which it may reach a log by accident.
struct Printed {
    let texts: [String]

    init(_ value: some Any) {
        var dumped = ""
        dump(value, to: &dumped)
        texts = ["\(value)", String(describing: value), String(reflecting: value), dumped]
    }
}
