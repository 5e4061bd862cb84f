import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct FramingCommandTests {
    /// What a listener writes of what a client was given.
    private func carry(
        _ input: Data, _ framing: [String], to listenerFraming: [String]
    ) async throws -> Data {
        let listener = try await Listener(listenerFraming)
        let client = try await listener.connect(framing, input: .bytes(input))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        return server.output
    }

    @Test func `lines stay lines, and the last needs no line feed`() async throws {
        let output = try await carry(
            Data("one\ntwo\nthree".utf8), ["--framing", "line"], to: ["--framing", "line"])
        #expect(String(decoding: output, as: UTF8.self) == "one\ntwo\nthree\n")
    }

    @Test func `hexadecimal lines are bytes on the way`() async throws {
        let output = try await carry(
            Data("48 65:6c6c6f # a greeting\n00ff\n".utf8), ["--framing", "hex"],
            to: ["--out-framing", "len16"])
        #expect(output == Data([0, 5]) + Data("Hello".utf8) + Data([0, 2, 0, 255]))
    }

    @Test func `messages after their length arrive as lines of hexadecimal digits`() async throws {
        let output = try await carry(
            Data([0, 3, 1, 2, 3, 0, 1, 10]), ["--framing", "len16"], to: ["--framing", "hex"])
        #expect(String(decoding: output, as: UTF8.self) == "010203\n0a\n")
    }

    @Test func `messages come as JSON that names their sender`() async throws {
        let output = try await carry(
            Data(#"{"text":"a \"quoted\" word"}"#.utf8 + [10] + #"{"hex":"00ff"}"#.utf8 + [10]),
            ["--framing", "jsonl"], to: ["--framing", "jsonl"])
        let lines = output.split(separator: 10)
        try #require(lines.count == 2)
        let first = try #require(
            JSONSerialization.jsonObject(with: lines[0]) as? [String: Any])
        #expect(first["text"] as? String == "a \"quoted\" word")
        #expect((first["from"] as? String)?.hasPrefix("127.0.0.1:") == true, "\(first)")
        let second = try #require(
            JSONSerialization.jsonObject(with: lines[1]) as? [String: Any])
        #expect((second["hex"] ?? second["base64"]) != nil, "\(second)")
    }

    @Test func `zero bytes end messages with -0`() async throws {
        let output = try await carry(Data("a\nb\0c\0".utf8), ["-0"], to: ["--framing", "hex"])
        #expect(String(decoding: output, as: UTF8.self) == "610a62\n63\n")
    }

    @Test func `whole input is one message`() async throws {
        let output = try await carry(
            Data("a\nb\nc\n".utf8), ["--framing", "whole"], to: ["--framing", "hex"])
        #expect(String(decoding: output, as: UTF8.self) == "610a620a630a\n")
    }

    @Test func `input that is not what its framing says is status 8`() async throws {
        let listener = try await Listener(["-k"])
        for (framing, text) in [("hex", "zz\n"), ("jsonl", "not JSON\n"), ("len16", "\u{0}")] {
            let client = try await listener.connect(
                ["--framing", framing], input: .text(text))
            #expect(client.status == 8, "\(framing): \(client.errors)")
            #expect(client.errors.contains("standard input: "), "\(client.errors)")
        }
    }
}
