import Foundation
import Glibc
import TestSupport
import Testing

/// Over a network device, whose queue and MTU are not those of loopback.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: geteuid() == 0, "network namespaces need root"))
struct VethTests {
    private let folder = try! Folder()

    /// Sends a file over a link; what client and listener have said.
    private func send(
        mtu: Int, bytes: Data, listener options: [String]
    ) async throws -> (client: String, listener: String) {
        let file = try folder.write(bytes, to: "in")
        let link = try await VethPair(mtu: mtu)
        let pair = try await Shared.server(.ecdsa)
        do {
            let listener = try link.start(
                link.far,
                ["listen", "-v", "--fail-on-loss"] + options + pair.options
                    + ["10.9.1.2", "4433"], output: .file(folder.file("out")))
            try await listener.line(with: "listening on")
            let client = try link.start(
                link.near, ["connect", "-vv", "--fail-on-loss", "--insecure", "10.9.1.2", "4433"],
                input: .file(file))
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let server = try await listener.outcome()
            #expect(server.status == 0, "\(server.errors)")
            #expect(try folder.read("out") == bytes)
            try await link.remove()
            return (outcome.errors, server.errors)
        } catch {
            try await link.remove()
            throw error
        }
    }

    @Test(arguments: [600, 1_500, 9_000], [[], ["--rcvbuf", "16K"]])
    func `nothing is lost at full speed`(mtu: Int, options: [String]) async throws {
        _ = try await send(mtu: mtu, bytes: noise(20_000_000), listener: options)
    }

    /// The bytes of a message, as the listener has counted them.
    private func messageSize(_ errors: String) throws -> Int {
        let words = errors.split(separator: " ").map { $0.filter { $0.isNumber } }
        let plain = errors.split(separator: " ")
        guard let place = plain.firstIndex(of: "received"), let count = Int(words[place + 1]),
            let bytes = Int(words[place + 2]), count > 0
        else { throw TestFailure("no counts in “\(errors)”") }
        return bytes / count
    }

    @Test func `messages are as large as the link takes`() async throws {
        let bytes = noise(2_000_000)
        let small = try await send(mtu: 1_500, bytes: bytes, listener: [])
        #expect(!small.client.contains("takes 1500 bytes"), "\(small.client)")
        #expect(try (1_200..<1_400).contains(messageSize(small.listener)), "\(small.listener)")
        let large = try await send(mtu: 9_000, bytes: bytes, listener: [])
        #expect(large.client.contains("takes 9000 bytes"), "\(large.client)")
        #expect(try (8_500..<9_000).contains(messageSize(large.listener)), "\(large.listener)")
    }

    /// Challenges to neighbours that are not there wait in the kernel, in the send buffer.
    @Test func `hellos of neighbours that are not there cost the served nothing`() async throws {
        let link = try await VethPair(mtu: 1_500)
        let pair = try await Shared.server(.ecdsa)
        do {
            let listener = try link.start(
                link.far,
                ["listen", "-v", "-k", "--fail-on-loss", "--framing", "line", "--echo"]
                    + pair.options + ["10.9.1.2", "4433"])
            try await listener.line(with: "listening on")
            let client = try link.start(
                link.near,
                ["connect", "--fail-on-loss", "--framing", "line", "--insecure"]
                    + ["10.9.1.2", "4433"], input: .open)
            client.write("before\n")
            try await client.line(with: "before", on: .output)
            let flood = try link.flood(ForgedHello(1).datagram)
            // Three thousand are more than the buffer has room for.
            try await flood.line(with: "sent 3000", on: .output)
            for number in 0..<100 {
                client.write("line \(number)\n")
                try await client.line(with: "line \(number)", on: .output)
            }
            flood.closeInput()
            #expect(try await flood.outcome().status == 0)
            // Whom it may have kept away is let in when it is over.
            let newcomer = try link.start(
                link.near,
                ["connect", "-w", "60s", "--framing", "line", "--insecure", "10.9.1.2", "4433"],
                input: .text("newcomer\n"))
            #expect(try await newcomer.outcome().text == "newcomer\n")
            client.closeInput()
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            listener.signal(SIGTERM)
            _ = try await listener.outcome()
            try await link.remove()
        } catch {
            try await link.remove()
            throw error
        }
    }
}
