import Relay
import Testing

@Suite struct JsonlTests {
    @Test("The message is under text, hex or base64, beside keys that do not matter")
    func keys() throws {
        let text = """
            {"text":"h\u{e9}llo"}
            {"from":"[::1]:4433","bytes":2,"hex":"00 fF"}
             \t\r

            {"nested":{"text":[1,2]},"base64":"AP8="}\r
            { "text" : "" }
            """
        let pieces = try decode(.jsonl, text)
        #expect(pieces == [Piece("h\u{e9}llo"), Piece([0, 255]), Piece([0, 255]), Piece("")])
    }

    @Test("Escapes are what JSON says, surrogate pairs included")
    func escapes() throws {
        let text = #"{"text":"\"\\\/\b\f\n\r\t\u0000\u00e9\u20AC\ud83d\ude00"}"#
        let expected = "\"\\/\u{8}\u{c}\n\r\t\0\u{e9}\u{20ac}\u{1f600}"
        #expect(try decode(.jsonl, text) == [Piece(expected)])
    }

    @Test("A key may be written with escapes")
    func escapedKey() throws {
        #expect(try decode(.jsonl, #"{"t\u0065xt":"a"}"#) == [Piece("a")])
    }

    @Test(
        "An error names the line and what is wrong",
        arguments: [
            ("{\"text\":\"a\"}\n\nno", "line 3: not JSON"),
            ("{\"text\":\"a\"", "line 1: not JSON"),
            ("{\"text\":\"a\"} {\"text\":\"b\"}", "line 1: not JSON"),
            ("{\"text\":\"a\tb\"}", "line 1: not JSON"),
            ("\0{\"text\":\"a\"}", "line 1: not JSON"),
            ("[\"text\"]", "line 1: not a JSON object"),
            ("\"text\"", "line 1: not a JSON object"),
            ("null", "line 1: not a JSON object"),
            ("{}", "line 1: not exactly one of text, hex and base64"),
            (
                "{\"text\":\"a\",\"hex\":\"00\"}",
                "line 1: not exactly one of text, hex and base64"
            ),
            ("{\"text\":1}", "line 1: the value of text is not a string"),
            ("{\"hex\":null}", "line 1: the value of hex is not a string"),
            (#"{"text":"\ud83d"}"#, "line 1: not JSON"),
            (#"{"text":"\x"}"#, "line 1: not JSON"),
            ("{\"hex\":\"0x00\"}", "line 1: in the value of hex: not hex at column 2"),
            ("{\"hex\":\"000\"}", "line 1: in the value of hex: half a byte at column 3"),
            ("{\"base64\":\"AP8\"}", "line 1: the value of base64 is not base64"),
            ("{\"base64\":\"A*8=\"}", "line 1: the value of base64 is not base64"),
        ])
    func errors(text: String, sentence: String) {
        #expect(complaint(.jsonl, about: text) == sentence)
    }

    @Test("Bytes that are not UTF-8 are not JSON")
    func invalidUTF8() {
        let input = Array("{\"text\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        #expect(complaint(.jsonl, about: input) == "line 1: not JSON")
    }

    @Test("Deep nesting is an error and not the end of the process")
    func nesting() {
        let input = [UInt8](repeating: 0x5B, count: 100_000)
        #expect(complaint(.jsonl, about: input) == "line 1: not JSON")
    }

    @Test("Text is written as text, with sender and size in front")
    func encodesText() {
        let line = encode(.jsonl, [Array("h\u{e9}llo".utf8)], sender: "[2001:db8::1]:4433")
        let expected = #"{"from":"[2001:db8::1]:4433","bytes":6,"text":"héllo"}"# + "\n"
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test("What is not UTF-8 is written as base64")
    func encodesBase64() {
        let line = encode(.jsonl, [[0x00, 0xFF]], sender: "192.0.2.1:1")
        let expected = #"{"from":"192.0.2.1:1","bytes":2,"base64":"AP8="}"# + "\n"
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test("No control and no line separator reaches the output")
    func encodesControls() {
        let text = "\"\\\0\n\u{1b}[\u{7f}\u{80}\u{9b}\u{9f}\u{a0}\u{2027}\u{2028}\u{2029}\u{202a}"
        let line = encode(.jsonl, [Array(text.utf8)], sender: "")
        let escaped =
            #"\"\\\u0000\u000a\u001b[\u007f\u0080\u009b\u009f"#
            + "\u{a0}\u{2027}" + #"\u2028\u2029"# + "\u{202a}"
        let expected = #"{"from":"","bytes":27,"text":""# + escaped + "\"}\n"
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test("A sender cannot break out of its string")
    func escapesSender() throws {
        let sender = "[fe80::1%\"\\\n]:1"
        let line = encode(.jsonl, [[0x61]], sender: sender)
        let expected = #"{"from":"[fe80::1%\"\\\u000a]:1","bytes":1,"text":"a"}"# + "\n"
        #expect(String(decoding: line, as: UTF8.self) == expected)
    }

    @Test("The worst message and the worst sender keep to the size that was promised")
    func maximumSize() {
        let sender = String(repeating: "\u{1}", count: 80)
        for byte in [0x00, 0x7F, 0xFF] as [UInt8] {
            let message = [UInt8](repeating: byte, count: 16_384)
            // `encode` does the checking.
            #expect(encode(.jsonl, [message, [], [byte]], sender: sender).count > 16_384)
        }
    }
}
