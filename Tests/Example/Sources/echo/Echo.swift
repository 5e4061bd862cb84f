import DTLS
import EchoExample
import Glibc

/// `echo serve` says its port and pin; `echo say PORT PIN WORD` says what comes back.
@main struct Echo {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            print("echo: \(error)")
            exit(1)
        }
    }

    private static func run(_ words: [String]) throws {
        switch words.first {
        case "serve":
            let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
            let server = try EchoServer(identity: identity)
            print(server.port, Pin.publicKey(of: identity.chain[0]))
            fflush(nil)
            while true { try server.turn() }
        case "say" where words.count == 4:
            let address = Address(host: "127.0.0.1", port: UInt16(words[1]) ?? 0)
            let client = try EchoClient(server: address, pin: Pin(words[2]))
            try client.connect()
            print(String(decoding: try client.echo(Array(words[3].utf8)), as: UTF8.self))
            try client.close()
        default:
            print("usage: echo serve | echo say PORT PIN WORD")
            exit(2)
        }
    }
}
