import Foundation
import Glibc
import TestSupport
import Testing

/// SIGHUP: a listener reads its keys and certificates again, and goes on.
@Suite(.timeLimit(.minutes(10))) struct RereadingTests {
    private let folder = try! Folder()

    @Test func `new clients see the new certificate, and old sessions go on`() async throws {
        let certificates = try await Shared.certificates
        let (first, second) = try await (
            certificates.server, certificates.make("renewed", .rsa)
        )
        let mine = try put(first)
        let listener = try await Listener(["-k", "--framing", "line"] + mine.options)
        let old = try DTLSCat.start(
            ["connect", "-v", "--pin", try await certificates.pin(first), listener.address]
                + [listener.port], input: .open)
        try await old.line(with: "verified by pin")
        _ = try put(second)
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        let new = try await DTLSCat.run(
            ["connect", "--pin", try await certificates.pin(second), listener.address]
                + [listener.port], input: .text("from the new one\n"))
        #expect(new.status == 0, "\(new.errors)")
        try await listener.program.line(with: "from the new one", on: .output)
        let late = try await DTLSCat.run(
            ["connect", "--pin", try await certificates.pin(first), listener.address]
                + [listener.port])
        #expect(late.status == 5, "\(late.errors)")
        old.write("from the old one\n")
        try await listener.program.line(with: "from the old one", on: .output)
        old.closeInput()
        #expect(try await old.outcome().status == 0)
    }

    @Test func `what cannot be used is told, and the old stays`() async throws {
        let certificates = try await Shared.certificates
        let mine = try put(certificates.server)
        let pin = try await certificates.pin(certificates.server)
        let listener = try await Listener(["-k"] + mine.options)
        let connect = {
            try await DTLSCat.run(["connect", "--pin", pin, listener.address, listener.port])
        }
        let strange = try await certificates.make("strange")
        let damage: [(file: String, contents: Data, reason: String)] = [
            ("cert", Data("nothing\n".utf8), "no certificate in \(mine.cert)"),
            ("key", try contents(strange.key), "is not that of the certificate"),
            ("key", Data(), "no private key in \(mine.key)"),
        ]
        for (file, contents, reason) in damage {
            _ = try put(certificates.server)
            try folder.write(contents, to: file)
            listener.program.signal(SIGHUP)
            let line = try await listener.program.line(with: "warning")
            #expect(line.contains(reason) && line.contains("from before stay"), "\(line)")
            #expect(try await connect().status == 0)
        }
        try FileManager.default.removeItem(atPath: mine.key)
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "cannot read \(mine.key)")
        _ = try put(certificates.server)
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        #expect(try await connect().status == 0)
    }

    @Test func `a certificate made for the run keeps its pin`() async throws {
        let listener = try await Listener(["-k"])
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        let outcome = try await listener.connect(input: .text("still the same\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `authorities, pins and revocation lists of clients are read again`() async throws {
        let certificates = try await Shared.certificates
        let pins = try folder.write(
            try await certificates.pin(certificates.server) + "\n", to: "pins")
        let authority = try folder.write(try contents(certificates.authority.cert), to: "ca")
        let listener = try await Listener(
            ["-k", "--client-ca", authority, "--client-pin", "@\(pins)"]
                + certificates.server.options)
        let connect = {
            try await DTLSCat.run(
                ["connect", "--ca", certificates.authority.cert] + certificates.client.options
                    + ["--name", "localhost", listener.address, listener.port])
        }
        #expect(try await connect().status != 0)
        try folder.write(try await certificates.pin(certificates.client) + "\n", to: "pins")
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        let known = try await connect()
        #expect(known.status == 0, "\(known.errors)")
        try folder.write(try contents(certificates.stranger.cert), to: "ca")
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        #expect(try await connect().status != 0)
    }

    @Test func `pre-shared keys are read again, but not from a pipe`() async throws {
        let (old, new) = (
            try Shared.key(folder, key: "01020304050607080910111213141516"),
            try Shared.key(folder, key: "c0ffee0123456789c0ffee0123456789")
        )
        let mine = try folder.write(
            try folder.text((old as NSString).lastPathComponent), to: "mine")
        for (argument, input, good) in [
            (mine, Program.Input.none, new),
            ("fd:0", .text(try folder.text((old as NSString).lastPathComponent)), old),
        ] {
            let listener = try await Listener(
                ["-k", "--recv-only", "--psk-file", argument], input: input)
            try folder.write(try folder.text((new as NSString).lastPathComponent), to: "mine")
            listener.program.signal(SIGHUP)
            try await listener.program.line(with: "reread keys and certificates")
            for key in [old, new] {
                let outcome = try await DTLSCat.run(
                    ["connect", "-w", "5s", "--psk-file", key, listener.address, listener.port])
                #expect((outcome.status == 0) == (key == good), "\(argument): \(outcome.errors)")
            }
        }
    }

    @Test func `a ticket key that is gone is told of`() async throws {
        let tickets = folder.file("tickets")
        let listener = try await Listener(["-k", "--ticket-key-file", tickets])
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        try FileManager.default.removeItem(atPath: tickets)
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "\(tickets) is gone")
    }

    @Test func `the password of a raw public key can come through a pipe`() async throws {
        let certificates = try await Shared.certificates
        try await certificates.openssl([
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256",
            "-pass", "pass:sesame", "-out", folder.file("made"),
        ])
        let key = try folder.write(try folder.read("made"), to: "rpk")
        let listener = try await Listener(
            ["-k", "--recv-only", "--rpk", key, "--key-pass-file", "fd:0"],
            input: .text("sesame\n"))
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
    }

    // MARK: What ends by it

    @Test func `a listener for one client ends, and says goodbye to it`() async throws {
        let listener = try await Listener(input: .open)
        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        try await listener.program.line(with: "round trips")
        listener.program.signal(SIGHUP)
        #expect(try await listener.program.outcome().status == 129)
        client.closeInput()
        #expect(try await client.outcome().status == 0)
    }

    @Test(arguments: [[], ["--echo", "--workers", "2"]])
    func `a terminal that closes ends what runs there`(_ options: [String]) async throws {
        let script = try folder.write(Self.terminal, to: "terminal.py")
        let outcome = try await Program(
            "python3", [script, DTLSCat.path, "listen", "-k", "-v"] + options + ["127.0.0.1", "0"]
        ).outcome()
        #expect(outcome.status == 129, "\(outcome.errors)")
    }

    @Test func `nothing ends under nohup`() async throws {
        let program = try Program(
            "nohup", [DTLSCat.path, "listen", "-v", "127.0.0.1", "0"], input: .open)
        try await program.line(with: "listening on")
        program.signal(SIGHUP)
        try await program.line(with: "reread keys and certificates")
        program.signal(SIGTERM)
        #expect(try await program.outcome().status == 143)
    }

    // MARK: -

    /// Puts a certificate and its key where the listener's are.
    private func put(_ pair: Certificates.Pair) throws -> Certificates.Pair {
        Certificates.Pair(
            cert: try folder.write(try contents(pair.cert), to: "cert"),
            key: try folder.write(try contents(pair.key), to: "key"))
    }

    private func contents(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// Runs a program with a terminal for its input, which closes as soon as it listens.
    private static let terminal = """
        import fcntl, os, sys, termios

        master, slave = os.openpty()
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            os.dup2(slave, 0)
            os.dup2(tell, 2)
            os.closerange(3, 256)
            os.execv(sys.argv[1], sys.argv[1:])
        os.close(slave)
        os.close(tell)
        text = b""
        while b"listening on" not in text:
            more = os.read(told, 4096)
            if not more:
                break
            text += more
        os.write(2, text)
        os.close(master)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
}
