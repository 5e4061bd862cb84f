import Foundation
import TestSupport
import Testing

/// The examples of the pages of `bench`, `fingerprint`, `priority`, `probe` and `scan`.
extension ManualExampleTests {
    static let bench = [
        Play("See what this machine can do") { scene in try await scene.measure(0) },
        Play("A server, which prints") { scene in
            let server = try await scene.serve(0, port: 4433)
            try await scene.measure(1, pin: scene.pin(of: server))
        },
        Play("How quickly a peer answers") { scene in
            let server = try await scene.serve("dtlscat bench --server 4433", port: 4433)
            let text = try await scene.run(0, pin: scene.pin(of: server)).text
            #expect(text.contains("p50"), "\(text)")
        },
        Play("How many clients a server takes on") { scene in
            try await scene.certify()
            let server = try await scene.serve(
                "dtlscat bench --server --cert srv.pem 4433", port: 4433)
            let text = try await scene.run(0).text
            #expect(text.contains("handshakes"), "\(text)")
            _ = try await scene.end(server)
        },
        Play("What is lost when the sender") { scene in try await scene.measure(0) },
        Play("What DTLS costs over plain UDP") { scene in
            #expect(try await scene.run(0).text.contains("UDP"))
            let text = try await scene.run(1).text
            #expect(text.contains("AES-128-GCM") && text.contains("CHACHA20-POLY1305"), "\(text)")
        },
        Play("Fail in a script") { scene in
            try await scene.shareKey()
            let server = try await scene.serve(
                "dtlscat bench --server --psk-file k 4433", port: 4433)
            let line = try scene.line(0)
            // How much a busy machine carries is not what is tested.
            let outcome = try await scene.stage.run(line, on: .client)
            #expect([0, 10].contains(outcome.status), "\(outcome.errors)")
            #expect(outcome.text.contains("bits/s") || outcome.text.contains("bit/s"))
            _ = try await scene.end(server)
        },
    ]

    static let fingerprint = [
        Play("In cron", hosts: ["gw"]) { scene in
            try await scene.certify("gw")
            try await scene.stage.set(
                "dtlscat fingerprint --format pin srv.pem > pins", on: .server)
            try scene.stage.copy("pins")
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 3391", port: 3391)
            #expect(try await scene.run(0).text == "")
            _ = try await scene.end(server)
        },
        Play("Pin what is there now", hosts: ["gw"]) { scene in
            try await scene.certify("gw")
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 3391", port: 3391)
            try await scene.run(0, input: .text("hello"))
            #expect(try await scene.end(server).text == "hello")
        },
    ]

    static let priority = [
        Play("What does the profile for CoAP offer", hosts: ["gw"]) { scene in
            try await scene.stage.set("dtlscat keygen psk -Q -o key", on: .client)
            let text = try await scene.run(0).text
            #expect(text.contains("AES-128-CCM-8") && text.contains("openssl s_client"), "\(text)")
        },
        Play("What is in a string") { scene in
            let text = try await scene.run(0).text
            #expect(text.contains("DTLS 1.2"), "\(text)")
        },
    ]

    static let probe = [
        Play("Wait until a server is up", hosts: ["gw"]) { scene in
            try await scene.shareKey()
            let loop = try scene.start(0, on: .client)
            let server = try await scene.serve("dtlscat listen -k --psk-file k 4433", port: 4433)
            #expect(try await loop.outcome().status == 0)
            _ = try await scene.end(server)
        },
        Play("Watch how long handshakes take", hosts: ["gw.lab"]) { scene in
            try await scene.certify("gw.lab")
            try await scene.stage.set("mv ca.pem lab.pem", on: .client)
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 4433", port: 4433)
            let probe = try scene.start(0, on: .client)
            try await probe.line(with: "ms", on: .output)
            let outcome = try await scene.end(probe, on: .client)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("min/avg/max"))
            _ = try await scene.end(server)
        },
        Play("Find the MTU of a tunnel", hosts: ["gw"]) { scene in
            try await scene.shareKey()
            let server = try await scene.serve("dtlscat listen -k --psk-file k 4433", port: 4433)
            // The second line has the variable of the first.
            let lines = "set -e\n\(try scene.line(0))\n\(try scene.line(1))\necho $mtu >&2"
            let outcome = try await scene.stage.run(lines, on: .client, input: .text("hello"))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.hasSuffix("1500\n"), "\(outcome.errors)")
            #expect(try await scene.end(server).text == "hello")
        },
    ]

    static let scan = [
        Play("What does this port speak", hosts: ["turn"]) { scene in
            let server = try await scene.serve("dtlscat listen -k 5349", port: 5349)
            let text = try await scene.run(0).text
            #expect(text.contains("DTLS 1.2") && text.contains("x25519"), "\(text)")
            _ = try await scene.end(server)
        },
        Play("Is it as it has to be", hosts: ["turn"]) { scene in
            try await scene.certify("turn")
            let server = try await scene.serve("dtlscat listen -k --cert srv.pem 5349", port: 5349)
            try await scene.run(0)
            _ = try await scene.end(server)
        },
        Play("Which suites does a listener take") { scene in
            let server = try await scene.serve("dtlscat listen -k 4433", port: 4433)
            let text = try await scene.run(0).text
            #expect(text.contains("ECDHE-ECDSA-AES256-GCM-SHA384"), "\(text)")
            _ = try await scene.end(server)
        },
    ]
}

extension Scene {
    /// Runs a measurement until it has told of its first interval.
    func measure(_ index: Int, pin: String = "") async throws {
        let program = try start(index, on: .client, pin: pin)
        // On a busy machine an interval is a little longer than it is to be.
        try await program.line(with: "0.0-", on: .output)
        let outcome = try await end(program, on: .client)
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }
}
