import Foundation
import TestSupport
import Testing

/// The examples of dtlscat-keygen(1) and dtlscat-hosts(1).
extension ManualExampleTests {
    static let keygen = [
        Play("One key for both sides") { scene in
            try await scene.run(0, on: .server)
            try scene.stage.copy("k")
            let server = try await scene.serve(1, port: 4433)
            try await scene.stage.set(
                "echo hi | dtlscat connect --psk-file k host 4433", on: .client)
            #expect(try await server.outcome().text == "hi\n")
        },
        Play("A key for each device") { scene in
            try await scene.stage.set("dtlscat keygen psk -Q -o devices.psk", on: .server)
            try await scene.run(0, on: .server)
            try await scene.run(1, on: .server)
            let server = try await scene.serve(
                "dtlscat listen --psk-db devices.psk 4433", port: 4433)
            try scene.stage.copy("pump-7.psk")
            try await scene.stage.set(
                "echo hi | dtlscat connect --psk-file pump-7.psk host 4433", on: .client)
            #expect(try await server.outcome().text == "hi\n")
        },
        Play("An authority, a server", hosts: ["gw.example"]) { scene in
            try await scene.run(0, on: .server)
            try await scene.run(1, on: .server)
            for file in ["ca.pem", "alice.pem"] { try scene.stage.copy(file) }
            let server = try await scene.serve(2, port: 4433)
            try await scene.run(3, input: .text("hello"))
            #expect(try await server.outcome().text == "hello")
        },
        Play("A key that never leaves", hosts: ["gw.example"]) { scene in
            try await scene.stage.set("dtlscat keygen cert -Q --ca -o ca.pem", on: .server)
            try await scene.run(0, on: .server)
            try await scene.run(1, on: .server)
            let server = try await scene.serve(2, port: 4433)
            try scene.stage.copy("ca.pem")
            try await scene.stage.set(
                "echo hi | dtlscat connect --ca ca.pem gw.example 4433", on: .client)
            #expect(try await server.outcome().text == "hi\n")
        },
    ]

    static let hosts = [
        Play("Remember the keys of a network", hosts: ["sensor1", "sensor2"]) { scene in
            try scene.stage.clientFolder.write("sensor1\nsensor2\n", to: "sensors.txt")
            let server = try await scene.serve("dtlscat listen -k 5684", port: 5684)
            try await scene.run(0)
            let list = try await scene.stage.set("dtlscat hosts list", on: .client)
            #expect(list.contains("sensor1:5684") && list.contains("sensor2:5684"))
            _ = try await scene.end(server)
        },
        Play("See from cron whether a key", hosts: ["gw.example"]) { scene in
            let line = "dtlscat listen -k 3391"
            let server = try await scene.serve(line, port: 3391)
            #expect(try await scene.run(0).text == "")
            _ = try await scene.end(server)
            // It has made another key.
            let other = try await scene.serve(line, port: 3391)
            #expect(try await scene.run(0).text == "gw has another key\n")
            _ = try await scene.end(other)
        },
        Play("Take the new key of a server", hosts: ["gw.example"]) { scene in
            let server = try await scene.serve("dtlscat listen -k 3391", port: 3391)
            let pin = "pin-sha256:" + String(repeating: "A", count: 43) + "="
            try await scene.stage.set(
                "echo gw.example:3391 \(pin) 2026-01-02 | dtlscat hosts import -", on: .client)
            try await scene.run(0)
            try await scene.meetAtTerminal(1)
            let list = try await scene.stage.set("dtlscat hosts list", on: .client)
            #expect(list.contains("gw.example:3391") && !list.contains(pin))
            _ = try await scene.end(server)
        },
    ]
}
