import Foundation
import Glibc
import TestSupport
import Testing

/// What the README says is done here as it says: each block of commands, word for word, on a stage
/// of two machines. Those about what is carried; `ReadmeChecks` has those about what is looked at.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ReadmeTests {
    @Test func `a listener says how to connect, and that line does`() async throws {
        let lines = try Readme.commands("dtlscat", count: 2)
        let stage = try await Stage(hosts: ["server"])
        try takePhotos(stage.clientFolder)
        let listener = try stage.start(lines[0], on: .server)
        let said = try await listener.line(with: "connect with: ")
        // The pin is another each time, and the server has its own name.
        let pin = try #require(said.firstMatch(of: Readme.pin)).output
        let client = try await stage.run(lines[1].replacing(Readme.pin, with: pin), on: .client)
        #expect(client.status == 0, "\(client.errors)")
        #expect(try await listener.outcome().status == 0)
        try await stage.set("mkdir there && tar xf photos.tar -C there", on: .server)
        try expectPhotos(stage.serverFolder.file("there"), stage)

        let words = try #require(said.split(separator: "with: ").last).split(separator: " ")
        let printed = try #require(lines[1].split(separator: " | ").last).split(separator: " ")
        #expect(words.count == printed.count && words[..<3] == printed[..<3])
    }

    @Test func `a folder is copied, and known to have arrived`() async throws {
        let lines = try Readme.commands("Copy a folder, and know that it arrived", count: 3)
        let stage = try await Stage(hosts: ["host"])
        try takePhotos(stage.clientFolder)
        try await stage.set(lines[0], on: .server)
        try stage.copy("k")
        let listener = try stage.start(lines[1], on: .server)
        try await stage.listens(4444)
        let sender = try await stage.run(lines[2], on: .client)
        #expect(sender.status == 0, "\(sender.errors)")
        let received = try await listener.outcome()
        #expect(received.status == 0, "\(received.errors)")
        try expectPhotos(stage.serverFolder.path, stage)
    }

    @Test func `many senders of syslog become one line a message`() async throws {
        let lines = try Readme.commands("Collect syslog from many senders", count: 4)
        let stage = try await Stage(hosts: ["logs"])
        try await stage.set(lines[0], on: .server)
        try await stage.set(lines[1], on: .server)
        try stage.copy("ca.pem")
        try stage.copy("me.pem")
        let listener = try stage.start(lines[2], on: .server)
        try await stage.listens(6514)
        for _ in 0..<3 {
            let sender = try await stage.run(lines[3], on: .client)
            #expect(sender.status == 0, "\(sender.errors)")
        }
        try await stage.endPrograms(on: .server)
        #expect(try await listener.outcome().status == 143)
        let log = try stage.serverFolder.text("remote.log").split(separator: "\n")
        #expect(log.count == 3 && log.allSatisfy { $0.hasSuffix(" hello") }, "\(log)")
    }

    @Test func `a CoAP device answers in hexadecimal`() async throws {
        let lines = try Readme.commands("Poke a CoAP device", count: 1)
        let stage = try await Stage(hosts: ["host"])
        try stage.clientFolder.write("Client_identity:73656372657450534b\n", to: "k")
        let device = try stage.start(
            "exec coap-server-openssl -k secretPSK -A 192.0.2.7", on: .server)
        try await stage.listens(5684)
        let answer = try await stage.run(lines[0], on: .client)
        #expect(answer.status == 0, "\(answer.errors)")
        // An acknowledgement, 2.05 Content, with the number of the message (RFC 7252 3).
        #expect(answer.text.hasPrefix("60450001"), "\(answer.text)")
        try stage.signal(SIGKILL, device)
    }

    @Test func `many devices are heard, and a wrong key is told at once`() async throws {
        let lines = try Readme.commands("Hear many devices, each with a key of its own", count: 2)
        let stage = try await Stage(hosts: ["lab"])
        try stage.clientFolder.write("sensor1:c0ffee0123456789\n", to: "sensor1.psk")
        try stage.serverFolder.write(
            "sensor1:c0ffee0123456789\nsensor2:0123456789c0ffee\n", to: "devices.psk")
        let listener = try stage.start(lines[0], on: .server)
        try await stage.listens(4433)
        for _ in 0..<2 {
            let device = try await stage.run(lines[1], on: .client)
            #expect(device.status == 0, "\(device.errors)")
        }
        try stage.clientFolder.write("sensor1:0000\n", to: "sensor1.psk")
        #expect(try await stage.run(lines[1], on: .client).status == 7)
        try await stage.endPrograms(on: .server)
        let heard = try await listener.outcome()
        #expect(heard.status == 143)
        #expect(heard.text == "21.5\n21.5\n")
    }

    @Test func `a service of UDP is carried to another machine`() async throws {
        let lines = try Readme.commands("Carry a UDP service", count: 2)
        let stage = try await Stage(hosts: ["srv"])
        try await stage.set(
            """
            dtlscat keygen cert --new-ca ca.pem --name srv -o srv.pem
            dtlscat keygen cert --client --subject me --signed-by ca.pem -o me.pem
            dtlscat fingerprint --format pin me.pem > pins
            """, on: .server)
        try stage.copy("ca.pem")
        try stage.copy("me.pem")
        let service = try stage.start(
            """
            exec python3 -c 'import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", 51820))
            while True: m, a = s.recvfrom(65535); s.sendto(m.upper(), a)'
            """, on: .server)
        try await stage.listens(51820)
        let server = try stage.start(lines[0], on: .server)
        try await stage.listens(2815)
        let client = try stage.start(lines[1], on: .client)
        try await stage.listens(51820, on: .client)
        let answer = try await stage.set(
            """
            python3 -c 'import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(60)
            s.sendto(b"a datagram", ("127.0.0.1", 51820)); print(s.recv(65535).decode())'
            """, on: .client)
        #expect(answer == "A DATAGRAM\n")
        try stage.signal(SIGTERM, client)
        try stage.signal(SIGTERM, server)
        #expect(try await client.outcome().status == 143)
        #expect(try await server.outcome().status == 143)
        try stage.signal(SIGKILL, service)
    }

    // MARK: -

    /// A folder of ten files.
    private func takePhotos(_ folder: Folder) throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("photos"), withIntermediateDirectories: true)
        for number in 0..<10 {
            try folder.write(noise(50_000, seed: UInt64(number)), to: "photos/\(number).jpg")
        }
    }

    private func expectPhotos(_ folder: String, _ stage: Stage) throws {
        for number in 0..<10 {
            let name = "photos/\(number).jpg"
            let there = FileManager.default.contents(atPath: folder + "/" + name)
            #expect(try stage.clientFolder.read(name) == there, "\(name)")
        }
    }
}
