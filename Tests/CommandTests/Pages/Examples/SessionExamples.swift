import Foundation
import TestSupport
import Testing

/// The examples of dtlscat(1), dtlscat-connect(1) and dtlscat-listen(1).
extension ManualExampleTests {
    static let program = [
        Play("A server with a certificate", "Its client") { scene in
            try await scene.takePhotos()
            let server = try await scene.serve(0, port: 4433)
            try await scene.run(1, pin: scene.pin(of: server))
            #expect(try await server.outcome().status == 0)
            #expect(
                try await scene.stage.set("tar tf photos.tar", on: .server).contains("photos/1"))
        },
        Play("A key that both sides share") { scene in
            try await scene.run(0)
            #expect(try scene.stage.clientFolder.mode("k") == 0o600)
        },
    ]

    static let connect = [
        Play("Send a folder") { scene in
            try await scene.shareKey()
            try await scene.takePhotos()
            let server = try await scene.serve(
                "dtlscat listen --psk-file k 4444 | tar x", port: 4444)
            try await scene.run(0)
            #expect(try await server.outcome().status == 0)
            #expect(try scene.stage.serverFolder.text("photos/1").hasSuffix("20000\n"))
        },
        Play("Accept one server by the pin") { scene in
            let server = try await scene.serve("dtlscat listen 4433", port: 4433)
            try await scene.run(0, pin: scene.pin(of: server), input: .text("hello"))
            #expect(try await server.outcome().text == "hello")
        },
        Play("Be asked about a server once") { scene in
            let server = try await scene.serve("dtlscat listen -k 4433", port: 4433)
            try await scene.meetAtTerminal(0)
            _ = try await scene.end(server)
            let known = ".local/state/dtlscat/known_hosts"
            #expect(try scene.stage.clientFolder.text(known).hasPrefix("host:4433 pin-sha256:"))
        },
        Play("See who a server is") { scene in
            try await scene.certify()
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 4433", port: 4433)
            let outcome = try await scene.run(0)
            #expect(outcome.errors.contains("host"))
            #expect(outcome.errors.contains("pin-sha256:"))
            _ = try await scene.end(server)
        },
        Play("Ask a CoAP server") { scene in
            // 73 65 63 72 65 74 is "secret".
            try scene.stage.clientFolder.write("Client_identity:736563726574\n", to: "k")
            let server = try await scene.serve(
                "coap-server-gnutls -A 192.0.2.7 -p 5683 -k secret", port: 5684)
            // The path </time>, of which the server tells.
            #expect(try await scene.run(0).text.contains("3c2f74696d653e"))
            withExtendedLifetime(server) {}
        },
        Play("Take the keys for SRTP") { scene in
            try await scene.certify()
            try await scene.stage.set(
                "(echo v=0; dtlscat fingerprint --format sdp srv.pem) > offer.sdp", on: .server)
            try scene.stage.copy("offer.sdp")
            let server = try await scene.serve(
                "dtlscat listen --profile webrtc --srtp SRTP_AES128_CM_HMAC_SHA1_80 "
                    + "--cert srv.pem 50000", port: 50000)
            let outcome = try await scene.run(0)
            #expect(outcome.errors.contains("SRTP_AES128_CM_HMAC_SHA1_80"))
            #expect(outcome.errors.contains("EXTRACTOR-dtls_srtp"))
            #expect(try await server.outcome().status == 0)
        },
        Play("Look at what is in the datagrams") { scene in
            try await scene.certify()
            let server = try await scene.serve("dtlscat listen --cert srv.pem 4433", port: 4433)
            try await scene.run(0, input: .text("good morning"))
            #expect(try await scene.run(1).text.contains("good morning"))
            #expect(try await server.outcome().status == 0)
        },
        Play("Ask a sensor often", hosts: ["sensor"]) { scene in
            try await scene.shareKey()
            try await scene.stage.set("mkdir .cache", on: .client)
            let server = try await scene.serve(
                "dtlscat listen -k --echo -v --psk-file k 5684", port: 5684)
            for _ in 1...2 { #expect(try await scene.run(0).text == "read\n") }
            #expect(try await scene.end(server).errors.contains("resumed"))
        },
        Play("Send a log for good", hosts: ["loghost"]) { scene in
            try await scene.shareKey()
            try scene.stage.clientFolder.write("one\n", to: "app.log")
            let server = try await scene.serve(
                "dtlscat listen -k --psk-file k --framing line 6514", port: 6514)
            let client = try scene.start(0, on: .client)
            try await server.text("one\n")
            try await scene.stage.set("echo two >> app.log", on: .client)
            try await server.text("two\n")
            withExtendedLifetime(client) {}
        },
        Play("Check from cron", hosts: ["gw"]) { scene in
            try await scene.certify("gw")
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 3391", port: 3391)
            let outcome = try await scene.run(0)
            #expect(outcome.text + outcome.errors == "")
            _ = try await scene.end(server)
        },
    ]

    static let listen = [
        Play("Receive a folder") { scene in
            try await scene.shareKey()
            try await scene.takePhotos()
            let server = try await scene.serve(0, port: 4444)
            try await scene.stage.set(
                "tar cf - photos | dtlscat connect --psk-file k host 4444", on: .client)
            #expect(try await server.outcome().status == 0)
            #expect(try scene.stage.serverFolder.text("photos/1").hasSuffix("20000\n"))
        },
        Play("Collect log lines") { scene in
            try await scene.certify()
            let server = try await scene.serve(0, port: 6514)
            try await scene.stage.set(
                "seq 3 | dtlscat connect --ca ca.pem --cert me.pem --framing line host 6514",
                on: .client)
            #expect(try await scene.end(server).status == 143)
            #expect(try scene.stage.serverFolder.text("remote.log") == "1\n2\n3\n")
        },
        Play("Take messages from many devices") { scene in
            try await scene.shareKey("devices.psk")
            let server = try await scene.serve(0, port: 4433)
            try await scene.stage.set(
                "echo 21.5 | dtlscat connect --psk-file devices.psk --framing line host 4433",
                on: .client)
            let line = try await server.line(with: "21.5", on: .output)
            #expect(line.contains(#""from":"192.0.2.1:"#))
            #expect(try await scene.end(server).status == 143)
        },
        Play("Serve from several machines") { scene in
            try await scene.certify()
            let line = "echo hi | dtlscat connect -v --ca ca.pem --session-file s host 4433"
            var errors = ""
            for _ in 1...2 {
                let server = try await scene.serve(0, port: 4433)
                errors = try await scene.stage.run(line, on: .client).errors
                #expect(try await scene.end(server).status == 143)
            }
            #expect(errors.contains("resumed"), "\(errors)")
            for file in ["tickets", "cookies"] {
                #expect(try scene.stage.serverFolder.mode(file) == 0o600)
            }
        },
        Play("Serve one network alone") { scene in
            try await scene.shareKey("devices.psk")
            let server = try await scene.serve(0, port: 4433)
            try await scene.stage.set(
                "echo hi | dtlscat connect --psk-file devices.psk host 4433", on: .client)
            // This machine's own loopback is another network.
            let other = try await scene.stage.run(
                "echo hi | dtlscat connect -w 2s --psk-file devices.psk 127.0.0.1 4433", on: .server
            )
            #expect(other.status == 3)
            #expect(try await scene.end(server).text == "hi\n")
        },
        Play("Answer each client by a program") { scene in
            try await scene.shareKey("devices.psk")
            try await scene.stage.set("mkdir log", on: .server)
            let dates = try await scene.serve(0, port: 4433)
            let logs = try await scene.serve(1, port: 4434)
            let connect = "dtlscat connect --psk-file devices.psk --framing line host"
            let answer = try await scene.stage.set("echo when | \(connect) 4433", on: .client)
            #expect(answer.contains(":"))
            try await scene.stage.set("echo 21.5 | \(connect) 4434", on: .client)
            #expect(try await scene.end(logs).status == 143)
            #expect(try await dates.outcome().status == 143)
            #expect(try await scene.stage.set("cat log/*", on: .server) == "21.5\n")
        },
        Play("Try a client against an echo") { scene in
            let server = try await scene.serve(0, port: 4433)
            let answer = try await scene.stage.set(
                "echo hi | dtlscat connect --insecure 127.0.0.1 4433", on: .server)
            #expect(answer == "hi\n")
            #expect(try await scene.end(server).status == 143)
        },
    ]
}

extension Scene {
    /// Runs a line at a terminal, and says yes to the server.
    func meetAtTerminal(_ index: Int) async throws {
        let line = try line(index)
        let terminal = try stage.start(
            "script -qec '\(line)' /dev/null", on: .client, input: .open)
        try await terminal.text("its pin)")
        terminal.write("yes\n")
        try await stage.set(
            "until grep -q : .local/state/dtlscat/known_hosts; do :; done 2>/dev/null", on: .client)
        terminal.closeInput()
        let outcome = try await terminal.outcome()
        #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    }
}
