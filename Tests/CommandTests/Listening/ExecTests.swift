import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct ExecTests {
    @Test func `a program answers its client, and its end closes the session`() async throws {
        let listener = try await Listener(["--exec", "/bin/cat -n", "--framing", "line"])
        let client = try await listener.connect(
            ["--framing", "line"], input: .text("one\ntwo\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text == "     1\tone\n     2\ttwo\n")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
    }

    @Test func `a command that ends first ends the session of a client that says nothing`()
        async throws
    {
        let listener = try await Listener(["-k", "-c", "echo bye; exit 3"])
        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await client.line(with: "bye", on: .output)
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await listener.program.line(with: "the command has ended with status 3")
    }

    @Test func `five megabytes go through a command and come back whole`() async throws {
        let listener = try await Listener(["-k", "--exec", "cat"])
        let client = try await listener.connect(
            ["-q", "60s", "--fail-on-loss"], input: .bytes(Shared.megabytes))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.output == Shared.megabytes)
    }

    @Test func `what a command says in pieces comes as whole lines`() async throws {
        let listener = try await Listener(["-c", "seq 100000", "--framing", "line"])
        let client = try await listener.connect(["--framing", "line", "-q", "60s"])
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text == (1...100_000).map { "\($0)\n" }.joined())
        #expect(try await listener.program.outcome().status == 0)
    }

    @Test func `a listener that was started with SIGCHLD ignored hears of a command's end`()
        async throws
    {
        let listener = try Program(
            "env",
            ["--ignore-signal=CHLD", DTLSCat.path, "listen", "-v", "-c", "exit 3"]
                + ["127.0.0.1", "0"])
        let target = try await listener.line(with: "connect with: ").split(separator: " ")
        let client = try await DTLSCat.run(
            ["connect"] + target.suffix(4).map(String.init))
        #expect(client.status == 0, "\(client.errors)")
        try await listener.line(with: "the command has ended with status 3")
        #expect(try await listener.outcome().status == 0)
    }

    @Test func `what a command did not take is counted, and told when a signal ends it`()
        async throws
    {
        let listener = try await Listener(["-k", "-e", "sleep 1000"])
        let client = try await listener.connect(
            ["--flow", "none", "-b", "100M", "-q", "0"], input: .bytes(Data(count: 8_000_000)))
        #expect(client.status == 0 || client.status == 8, "\(client.errors)")
        try await listener.program.line(with: "messages are dropped, and counted")
        listener.program.signal(SIGTERM)
        let outcome = try await listener.program.outcome()
        #expect(outcome.status == 143)
        #expect(outcome.errors.contains("messages were not delivered"), "\(outcome.errors)")
    }

    @Test func `a command is told who its client is, and no secret`() async throws {
        let folder = try Folder()
        let key = try Shared.key(folder, identity: "lab \u{1b}[31m")
        let listener = try await Listener(
            ["-k", "-c", "env; ls -l /proc/self/fd"],
            environment: [
                "DTLSCAT_PSK_FILE": key, "DTLSCAT_SECRET": "no", "SSLKEYLOGFILE": "/dev/null",
            ])
        let client = try await listener.connect(["--psk-file", key], input: .none)
        #expect(client.status == 0, "\(client.errors)")
        let lines = Set(client.text.split(separator: "\n").map(String.init))
        #expect(lines.contains("DTLSCAT_REMOTE_ADDR=127.0.0.1"))
        #expect(lines.contains("DTLSCAT_LOCAL_PORT=\(listener.port)"))
        #expect(lines.contains("DTLSCAT_VERSION=1.2"))
        #expect(lines.contains("DTLSCAT_PEER_VERIFIED=key"))
        #expect(lines.contains("DTLSCAT_PSK_IDENTITY=hex:6c6162201b5b33316d"))
        #expect(lines.contains("NCAT_PROTO=UDP"))
        let names = ["DTLSCAT_SECRET", "DTLSCAT_PSK_FILE", "SSLKEYLOGFILE", "c0ffee"]
        #expect(names.allSatisfy { !client.text.contains($0) }, "\(client.text)")
        // Standard streams, and the folder that ls reads.
        let descriptors = lines.filter { $0.contains(" -> ") }
        #expect(descriptors.count == 4, "\(descriptors)")
    }

    @Test func `a key in the environment is not to be read from a command`() async throws {
        let listener = try await Listener(
            ["-k", "-c", "tr '\\0' '\\n' < /proc/$PPID/environ; echo end"],
            environment: ["DTLSCAT_PSK": "hex:c0ffee0123456789", "DTLSCAT_PSK_IDENTITY": "lab"])
        let folder = try Folder()
        let key = try Shared.key(folder, identity: "lab")
        let client = try await listener.connect(["--psk-file", key], input: .none)
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text.contains("DTLSCAT_PSK_IDENTITY=lab\n"))
        #expect(client.text.hasSuffix("end\n"))
        #expect(!client.text.contains("c0ffee"), "\(client.text)")
    }

    @Test func `a client whose command cannot start is told that it failed`() async throws {
        let folder = try Folder()
        let command = folder.file("command")
        _ = try folder.write("#!/bin/sh\necho up\n", to: "command", mode: 0o700)
        let listener = try await Listener(["-k", "-e", command])
        try FileManager.default.removeItem(atPath: command)
        let client = try await listener.connect(["-q", "60s"], input: .text("lost\n"))
        #expect(client.status == 9, "\(client.errors)")
        #expect(client.errors.contains("internal_error"))
        try await listener.program.line(with: "cannot start \(command): no such file")
        _ = try folder.write("#!/bin/sh\necho up\n", to: "command", mode: 0o700)
        let next = try await listener.connect(input: .none)
        #expect(next.text == "up\n")
    }

    @Test func `a command that stops reading is told of`() async throws {
        let listener = try await Listener(["-k", "-c", "exec 0<&-; echo up; sleep 1000"])
        let client = try DTLSCat.start(["connect"] + listener.target, input: .open)
        try await client.line(with: "up", on: .output)
        client.write("to nobody\n")
        try await listener.program.line(with: "the command reads no more")
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
    }

    @Test func `a command is told of its client's certificate`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(
            [
                "-k", "-e", "env", "--require-client-cert", "--client-ca",
                certificates.authority.cert,
            ])
        let client = try await listener.connect(
            ["--cert", certificates.client.cert, "--key", certificates.client.key])
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text.contains("DTLSCAT_PEER_VERIFIED=chain\n"))
        #expect(client.text.contains("DTLSCAT_PEER_SUBJECT=CN="))
        #expect(client.text.contains("DTLSCAT_PEER_PIN=pin-sha256:"))
        #expect(client.text.contains("DTLSCAT_PEER_SHA256="))
    }

    @Test func `a vanished client ends the command, though it will not listen`() async throws {
        let listener = try await Listener(
            ["-k", "-i", "2s", "-c", "trap '' TERM; echo up; yes | cat; sleep 1000 & wait"])
        let client = try DTLSCat.start(
            ["connect", "-v"] + listener.target, input: .open, output: .file("/dev/null"))
        try await client.line(with: "verified by pin")
        try await listener.program.line(with: " runs")
        client.signal(SIGSTOP)
        try await listener.program.line(with: "the command was ended by signal")
        client.signal(SIGKILL)
        client.signal(SIGCONT)
        #expect(try children(of: listener.program.pid).isEmpty)
        let other = try await listener.connect(["-q", "0"], input: .none)
        #expect(other.status == 0, "\(other.errors)")
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
    }

    @Test func `two hundred commands run at once, and leave no zombie`() async throws {
        let listener = try await Listener(
            ["-k", "-m", "200", "--exec", "cat", "--framing", "line"], limit: .seconds(500))
        let clients = try await withThrowingTaskGroup(of: Program.self) { group in
            var clients: [Program] = []
            for number in 0..<200 {
                if number >= 20, let client = try await group.next() { clients.append(client) }
                group.addTask {
                    let client = try DTLSCat.start(
                        ["connect", "-w", "120s", "--framing", "line"] + listener.target,
                        input: .open, limit: .seconds(500))
                    client.write("\(number)\n")
                    try await client.line(with: "\(number)", on: .output)
                    return client
                }
            }
            for try await client in group { clients.append(client) }
            return clients
        }
        #expect(try children(of: listener.program.pid).count == 200)
        for client in clients { client.closeInput() }
        for client in clients { #expect(try await client.outcome().status == 0) }
        for _ in clients { try await listener.program.line(with: "the command has ended") }
        #expect(try children(of: listener.program.pid).isEmpty)
    }

    @Test func `what a client has said reaches a command that outlives it`() async throws {
        let folder = try Folder()
        let path = folder.file("kept")
        let listener = try await Listener(["-k", "-c", "cat > \(path); echo done >&2"])
        let client = try await listener.connect(["-q", "0"], input: .bytes(Shared.megabytes))
        #expect(client.status == 0, "\(client.errors)")
        try await listener.program.line(with: "the command has ended")
        #expect(FileManager.default.contents(atPath: path) == Shared.megabytes)
    }

    @Test func `a program that is not there is a wrong option`() async throws {
        for command in ["no-such-program-here", "/etc/passwd", "/tmp", " "] {
            let outcome = try await DTLSCat.run(["listen", "-e", command, "127.0.0.1", "0"])
            #expect(outcome.status == 2, "\(command): \(outcome.errors)")
        }
        let both = try await DTLSCat.run(["listen", "-e", "cat", "-c", "cat", "0"])
        #expect(both.status == 2)
        let useless = try await DTLSCat.run(["listen", "-e", "cat", "-o", "file", "0"])
        #expect(useless.status == 2)
        #expect(useless.errors.contains("--output has no use beside a command"))
    }

    @Test func `SIGTERM lets commands finish what they have read`() async throws {
        let folder = try Folder()
        let path = folder.file("kept")
        let listener = try await Listener(
            [
                "-k", "--framing", "line", "-c",
                "while read -r line; do echo $line >> \(path); echo got; done",
            ])
        let client = try DTLSCat.start(
            ["connect", "--framing", "line"] + listener.target, input: .open)
        client.write("kept\n")
        try await client.line(with: "got", on: .output)
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
        #expect(try await client.outcome().status == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "kept\n")
    }

    /// The numbers of a process's children, zombies among them.
    private func children(of process: Int32) throws -> [String] {
        let path = "/proc/\(process)/task/\(process)/children"
        return try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: " ").map(String.init)
    }
}
