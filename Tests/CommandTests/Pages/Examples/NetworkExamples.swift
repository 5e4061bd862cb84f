import Foundation
import TestSupport
import Testing

/// The examples of dtlscat-forward(1) and dtlscat-impair(1).
extension ManualExampleTests {
    static let forward = [
        Play("A WireGuard server behind DTLS", hosts: ["srv"]) { scene in
            try await scene.certify("srv")
            try await scene.stage.set(
                "dtlscat fingerprint --format pin me.pem > pins", on: .server)
            // What comes to WireGuard's port is sent back.
            let service = try await scene.serve(
                "socat UDP4-RECVFROM:51820,bind=127.0.0.1,fork EXEC:cat", port: 51820)
            let server = try await scene.serve(0, port: 2815)
            let client = try scene.start(1, on: .client)
            try await scene.stage.listens(51820, on: .client)
            let answer = try await scene.stage.set(
                "echo hello | socat -t 9 - UDP4:127.0.0.1:51820 | head -n 1", on: .client)
            #expect(answer == "hello\n")
            #expect(try await scene.end(client, on: .client).status == 143)
            #expect(try await scene.end(server).status == 143)
            withExtendedLifetime(service) {}
        },
        Play("A name server that is asked", hosts: ["ns"]) { scene in
            try await scene.shareKey()
            let service = try await scene.serve(
                "dnsmasq -k -u root --no-resolv --no-hosts --pid-file= --listen-address=127.0.0.1 "
                    + "--bind-interfaces --address=/example.org/192.0.2.99", port: 53)
            let server = try await scene.serve(0, port: 8853)
            let client = try scene.start(1, on: .client)
            try await scene.stage.listens(5300, on: .client)
            #expect(try await scene.run(2).text.contains("192.0.2.99"))
            #expect(try await scene.end(client, on: .client).status == 143)
            #expect(try await scene.end(server).status == 143)
            withExtendedLifetime(service) {}
        },
        Play("A CoAP client that has no DTLS", hosts: ["sensor1"]) { scene in
            try scene.stage.clientFolder.write("Client_identity:736563726574\n", to: "k")
            let server = try await scene.serve(
                "coap-server-gnutls -A 192.0.2.7 -p 5683 -k secret", port: 5684)
            let client = try scene.start(0, on: .client)
            try await scene.stage.listens(5683, on: .client)
            #expect(try await scene.run(1).text.contains("</time>"))
            #expect(try await scene.end(client, on: .client).status == 143)
            withExtendedLifetime(server) {}
        },
    ]

    static let impair = [
        Play("A server that cannot be reached", hosts: ["vpn.example.org"]) { scene in
            try await scene.certify("vpn.example.org")
            let server = try await scene.serve("dtlscat listen --cert srv.pem 4433", port: 4433)
            let relay = try scene.start(0, on: .client)
            try await scene.stage.listens(5000, on: .client)
            try await scene.run(1, input: .text("hello"))
            #expect(try await server.outcome().text == "hello")
            #expect(try await scene.end(relay, on: .client).status == 143)
        },
        Play("A mobile link") { scene in
            try await scene.throughRelay()
        },
        Play("What is lost when") { scene in
            let errors = try await scene.throughRelay()
            #expect(errors.contains("loss") || errors.contains("lost"), "\(errors)")
        },
    ]
}

extension Scene {
    /// Connects through the relay of the first line, and returns what the relay has told.
    @discardableResult
    func throughRelay() async throws -> String {
        try await shareKey()
        try await certify()
        let server = try await serve("dtlscat listen --cert srv.pem 127.0.0.1 4433", port: 4433)
        let relay = try await serve(0, port: 5000)
        try await stage.set("echo hi | dtlscat connect -w 60s --ca ca.pem host 5000", on: .client)
        #expect(try await server.outcome().status == 0)
        let outcome = try await end(relay)
        #expect(outcome.status == 143)
        return outcome.errors
    }
}
