import DTLS
import EchoExample
import Glibc

/// `echo serve` says its port and pin; `echo say PORT PIN WORD` says what comes back.
@main struct Echo {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "serve" {
            let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
            let server = try EchoServer(identity: identity)
            for certificate in identity.chain.prefix(1) {
                print(server.port, Pin.publicKey(of: certificate))
            }
            fflush(nil)
            while true { try server.turn() }
        }
        guard words.count == 4, words.first == "say", let port = UInt16(words[2]) else {
            print("usage: echo serve | echo say PORT PIN WORD")
            exit(2)
        }
        let client = try EchoClient(
            server: Address(host: "127.0.0.1", port: port), pin: Pin(words[3]))
        try client.connect()
        print(String(decoding: try client.echo(Array(words[4].utf8)), as: UTF8.self))
        try client.close()
    }
}
