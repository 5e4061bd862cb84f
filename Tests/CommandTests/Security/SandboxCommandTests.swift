import Foundation
import Glibc
import TestSupport
import Testing

/// The sandbox, as the subcommands enter it. That all else works in it is shown by all other tests.
@Suite(.timeLimit(.minutes(10))) struct SandboxCommandTests {
    /// What the kernel says of a process.
    private func isConfined(_ program: Program) throws -> Bool {
        let status = try String(
            contentsOfFile: "/proc/\(program.pid)/status", encoding: .utf8)
        return status.contains("\nSeccomp:\t2\n") && status.contains("\nNoNewPrivs:\t1\n")
    }

    @Test func `what reads the datagrams of peers is in the sandbox`() async throws {
        let listener = try await Listener(["--echo", "-k"])
        #expect(try isConfined(listener.program))

        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        client.write("hello\n")
        try await client.text("hello")
        #expect(try isConfined(client))
        client.closeInput()
        #expect(try await client.outcome().status == 0)

        let forward = try DTLSCat.start(
            ["forward"] + listener.target.dropLast(2)
                + ["udp:127.0.0.1:0", "dtls:\(listener.address):\(listener.port)"])
        try await forward.line(with: "forwarding ")
        #expect(try isConfined(forward))

        // A peer that says nothing leaves them time to be looked at; each has one of its own, which
        // hears nothing of those before.
        for command in [
            ["probe", "--insecure"], ["scan"], ["bench", "--insecure"], ["fingerprint"],
            ["hosts", "scan"],
        ] {
            let silent = try UDPPeer()
            let place =
                command == ["hosts", "scan"]
                ? ["127.0.0.1:\(silent.port)"] : ["127.0.0.1", "\(silent.port)"]
            let program = try DTLSCat.start(command + place)
            _ = try await silent.receive()
            #expect(try isConfined(program), "\(command)")
            program.signal(SIGTERM)
        }

        let impair = try DTLSCat.start(
            ["impair", "-v", "127.0.0.1:0", "127.0.0.1:\(try UDPPeer().port)"])
        try await impair.line(with: "listening on ")
        #expect(try isConfined(impair))
    }

    @Test(arguments: [true, false])
    func `a file that was not named is out of reach, though a link leads to it`(
        inSandbox: Bool
    ) async throws {
        let pair = try await Shared.certificates.server
        let (named, other) = (try Folder(), try Folder())
        for folder in [named, other] {
            let text = try [pair.cert, pair.key].map {
                try String(contentsOfFile: $0, encoding: .utf8)
            }
            try folder.write(text.joined(), to: "server")
        }
        let link = named.file("link")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: named.file("server"))
        let listener = try await Listener(
            ["-k", "--cert", link] + (inSandbox ? [] : ["--no-sandbox"]))
        let reread = {
            listener.program.signal(SIGHUP)
            return try await listener.program.line(with: "keys and certificates")
        }
        #expect(try await reread().contains("reread"))
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: other.file("server"))
        let line = try await reread()
        #expect(line.contains("permission denied") == inSandbox, "\(line)")
        #expect(line.contains("reread") != inSandbox, "\(line)")
    }

    /// The system calls of Landlock and seccomp, as a kernel without them answers them.
    @Test(arguments: [(444, "files"), (317, "system calls")])
    func `without what the kernel lacks it goes on, and not where a sandbox was asked for`(
        call: Int, part: String
    ) async throws {
        #if arch(x86_64)
            let client = ["scan", "-v", "127.0.0.1", "\(try UDPPeer().port)"]
            let without = try await Program(
                "python3", ["-c", Self.kernel, "\(call)", DTLSCat.path] + client
            )
            .outcome()
            #expect(without.errors.contains("no full sandbox: "), "\(without.errors)")
            #expect(without.errors.contains("confine what \(part)"), "\(without.errors)")
            #expect(without.status != 2)
            let asked = try await Program(
                "python3", ["-c", Self.kernel, "\(call)", DTLSCat.path] + client + ["--sandbox"]
            ).outcome()
            #expect(asked.status == 2)
            #expect(asked.errors.contains("no full sandbox: "), "\(asked.errors)")
            #expect(asked.errors.contains("hint: without --sandbox"), "\(asked.errors)")
        #endif
    }

    /// Executes a program in a kernel without a system call: its number is loaded, compared, and
    /// answered with ENOSYS.
    private static let kernel = """
        import ctypes, os, struct, sys
        steps = [(0x20, 0, 0, 0), (0x15, 0, 1, int(sys.argv[1])), (0x06, 0, 0, 0x50000 | 38),
                 (0x06, 0, 0, 0x7FFF0000)]
        code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
        program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 4, ctypes.addressof(code)))
        c = ctypes.CDLL(None, use_errno=True)
        assert c.prctl(38, 1, 0, 0, 0) == 0 and c.prctl(22, 2, program) == 0
        os.execv(sys.argv[2], sys.argv[2:])
        """

    @Test func `it is off where it is not wanted, and where a command is run`() async throws {
        for options in [["--no-sandbox"], ["-c", "cat"]] {
            let listener = try await Listener(["-k"] + options)
            #expect(try !isConfined(listener.program), "\(options)")
        }
    }

    @Test func `a sandbox and a command exclude each other`() async throws {
        let outcome = try await DTLSCat.run(["listen", "--sandbox", "-c", "cat", "0"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("in a sandbox no command can be run"))
    }
}
