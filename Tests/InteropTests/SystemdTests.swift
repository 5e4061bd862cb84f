import Foundation
import Glibc
import TestSupport
import Testing

/// The protocols of systemd, with its own tools, and the units that are installed.
@Suite(.timeLimit(.minutes(10))) struct SystemdTests {
    private let folder = try! Folder()

    // MARK: Sockets

    @Test(arguments: ["127.0.0.1", "[::]"])
    func `the socket is taken over, with what waits in it`(address: String) async throws {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let listener = try await Self.activate(
            ["\(address):\(port)"], ["-k", "-v"] + certificates.server.options)
        let outcome = try await DTLSCat.run(
            ["connect", "-v"] + Shared.trust + ["127.0.0.1", port], input: .text("hello\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        // The first hello and its cookie have to do: what is sent again comes a second later.
        #expect(!outcome.errors.contains("flight sent again"))
        let line = try await listener.line(with: "listening on ")
        #expect(line.hasSuffix("\(address):\(port) (socket from the service manager)"), "\(line)")
        try await listener.line(with: "hello", on: .output)
        listener.signal(SIGTERM)
        #expect(try await listener.outcome().status == 143)
    }

    @Test func `an address and port that are given have to be its own`() async throws {
        let port = try freePort()
        for arguments in [["127.0.0.1", port], [port], ["0"]] {
            let listener = try await Self.activate(["127.0.0.1:\(port)"], ["-v"] + arguments)
            try await Self.knock("udp", port)
            try await listener.line(with: "(socket from the service manager)")
            listener.signal(SIGTERM)
            #expect(try await listener.outcome().status == 143)
        }
        for arguments in [["127.0.0.2", port], ["127.0.0.1", "1"], ["-6"]] {
            let listener = try await Self.activate(["127.0.0.1:\(port)"], ["-v"] + arguments)
            try await Self.knock("udp", port)
            let outcome = try await listener.outcome()
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("service manager"), "\(outcome.errors)")
        }
    }

    @Test func `several sockets, and one that is no UDP socket, are refused`() async throws {
        let (first, second) = (try freePort(), try freePort())
        let several = try await Self.activate(
            ["127.0.0.1:\(first)", "127.0.0.1:\(second)"], ["-k"], options: ["--fdname=a:b"])
        try await Self.knock("udp", first)
        var outcome = try await several.outcome()
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("passes 2 sockets (a, b)"), "\(outcome.errors)")
        let stream = try await Self.activate(["127.0.0.1:\(first)"], ["-k"], options: [], type: [])
        try await Self.knock("tcp", first)
        outcome = try await stream.outcome()
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains("service manager's socket is of no use"), "\(outcome.errors)")
    }

    @Test func `without a port, and without a socket, there is nothing to listen on`() async throws
    {
        // The socket is meant for another process, which the variables have reached this one through.
        let environment = ["LISTEN_PID": "1", "LISTEN_FDS": "1"]
        let outcome = try await DTLSCat.run(["listen", "-k"], environment: environment)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("no port to listen on"), "\(outcome.errors)")
    }

    // MARK: Messages

    @Test(arguments: [true, false])
    func `the manager hears when it is ready, rereads and ends`(isAbstract: Bool) async throws {
        let name = isAbstract ? "@dtlscat-\(UUID())" : folder.file("manager")
        let manager = try await ServiceManager(at: name)
        let cert = try folder.write(
            try Data(contentsOf: URL(fileURLWithPath: await Shared.certificates.server.cert)),
            to: "cert")
        let listener = try await Listener(
            ["-k", "--cert", cert, "--key", try await Shared.certificates.server.key],
            environment: manager.environment)
        #expect(
            try await manager.message(with: "READY=1")
                == "READY=1|STATUS=listening on 127.0.0.1:\(listener.port)")
        listener.program.signal(SIGHUP)
        let reloading = try await manager.message(with: "RELOADING=1")
        let time = reloading.split(separator: "=").last.flatMap { UInt64($0) }
        #expect(reloading.hasPrefix("RELOADING=1|MONOTONIC_USEC=") && time != nil)
        #expect(try await manager.message(with: "READY=1").contains("STATUS=listening on"))
        try folder.write("nothing", to: "cert")
        listener.program.signal(SIGHUP)
        let status = try await manager.message(with: "STATUS=listening on 127.0.0.1:")
        #expect(status.contains("from before stay: no certificate in \(cert)"), "\(status)")
        listener.program.signal(SIGTERM)
        #expect(try await manager.message(with: "STOPPING=1") == "STOPPING=1")
        #expect(try await listener.program.outcome().status == 143)
    }

    @Test func `signs of life come as often as the manager wants them`() async throws {
        let manager = try await ServiceManager(at: folder.file("manager"))
        for options in [["-k"], ["-k", "-e", "cat"]] {
            let listener = try await Listener(
                options,
                environment: manager.environment.merging(["WATCHDOG_USEC": "20000"]) { $1 })
            _ = try await manager.message(with: "READY=1")
            for _ in 0..<5 { _ = try await manager.message(with: "WATCHDOG=1") }
            listener.program.signal(SIGTERM)
            _ = try await manager.message(with: "STOPPING=1")
        }
        // They are for another process.
        let listener = try await Listener(
            ["-k"],
            environment: manager.environment.merging(
                ["WATCHDOG_USEC": "20000", "WATCHDOG_PID": "1"]
            ) { $1 })
        #expect(try await manager.message(with: "=1").hasPrefix("READY=1"))
        listener.program.signal(SIGTERM)
        #expect(try await manager.message(with: "=1") == "STOPPING=1")
    }

    @Test func `a manager that does not listen keeps nothing from working`() async throws {
        let listener = try await Listener(
            ["-k"], environment: ["NOTIFY_SOCKET": folder.file("nobody"), "WATCHDOG_USEC": "20000"])
        try await listener.program.line(with: "cannot tell the service manager")
        let outcome = try await listener.connect(input: .text("still here\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `commands know nothing of the manager`() async throws {
        let manager = try await ServiceManager(at: folder.file("manager"))
        let port = try freePort()
        let listener = try await Self.activate(
            ["127.0.0.1:\(port)"],
            ["-k", "-v", "-c", "env; ls -l /proc/self/fd"]
                + (try await Shared.certificates).server.options,
            environment: manager.environment.merging(["WATCHDOG_USEC": "1000000"]) { $1 })
        let outcome = try await DTLSCat.run(
            ["connect"] + Shared.trust + ["127.0.0.1", port])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("DTLSCAT_REMOTE_PORT="))
        for name in ["NOTIFY_", "WATCHDOG_", "LISTEN_"] {
            #expect(!outcome.text.contains("\n\(name)") && !outcome.text.hasPrefix(name))
        }
        listener.signal(SIGTERM)
    }

    // MARK: Units

    @Test func `credentials are private though their group bits are set`() async throws {
        // As systemd leaves them: root's, and the service's by an access control list.
        let key = try folder.write("copy:\(Shared.key)\n", to: "key", mode: 0o440)
        let tickets = try folder.write(
            try await Self.ticketKey(), to: "tickets", mode: 0o440)
        let options = ["-k", "--psk-file", key, "--ticket-key-file", tickets]
        let listener = try await Listener(
            options, environment: ["CREDENTIALS_DIRECTORY": folder.path])
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        for directory in [folder.path + "/other", String(folder.path.dropLast())] {
            let refused = try await DTLSCat.run(
                ["listen"] + options + ["127.0.0.1", "0"],
                environment: ["CREDENTIALS_DIRECTORY": directory])
            #expect(refused.status == 2)
            #expect(refused.errors.contains("others can read \(key)"), "\(refused.errors)")
        }
        try folder.write("copy:\(Shared.key)\n", to: "key", mode: 0o444)
        let open = try await DTLSCat.run(
            ["listen"] + options + ["127.0.0.1", "0"],
            environment: ["CREDENTIALS_DIRECTORY": folder.path])
        #expect(open.status == 2)
    }

    /// What a file for `--ticket-key-file` holds.
    private static func ticketKey() async throws -> Data {
        let folder = try Folder()
        let maker = try await Listener(["--ticket-key-file", folder.file("tickets")])
        maker.program.signal(SIGTERM)
        _ = try await maker.program.outcome()
        return try folder.read("tickets")
    }

    @Test func `the units that are installed are right, and shut in`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let install = try await Program(
            "make",
            ["-s", "-C", root, "install", "PREFIX=\(folder.path)", "PROGRAM=\(DTLSCat.path)"]
        ).outcome()
        #expect(install.status == 0, "\(install.errors)")
        let units = folder.file("lib/systemd/system")
        // A colon at the end adds the system's own, such as sockets.target.
        let environment = ["SYSTEMD_UNIT_PATH": units + ":"]
        let verified = try await Program(
            "systemd-analyze",
            ["verify", "--man=no", "dtlscat@4433.service", "dtlscat@4433.socket"],
            environment: environment
        ).outcome()
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(!verified.errors.contains("dtlscat@"), "\(verified.errors)")
        // In tenths: below 2 is what systemd calls OK, and needs nearly everything.
        let secured = try await Program(
            "systemd-analyze",
            ["security", "--offline=true", "--threshold=20", "--no-pager", "dtlscat@4433.service"],
            environment: environment
        ).outcome()
        #expect(secured.status == 0, "\(secured.text)\(secured.errors)")
        let removed = try await Program(
            "make", ["-s", "-C", root, "uninstall", "PREFIX=\(folder.path)"]
        ).outcome()
        #expect(removed.status == 0, "\(removed.errors)")
        let left = try await Program("find", [folder.path, "-type", "f"]).outcome()
        #expect(left.text.isEmpty, "\(left.text)")
    }

    // MARK: -

    /// A listener that begins when the first datagram has come to one of `addresses`.
    private static func activate(
        _ addresses: [String], _ arguments: [String], options: [String] = [],
        type: [String] = ["--datagram"], environment: [String: String] = [:]
    ) async throws -> Program {
        let program = try Program(
            "python3",
            ["-c", Self.script] + type + options
                + addresses.flatMap { ["-l", $0] }
                + environment.flatMap { ["-E", "\($0)=\($1)"] }
                + [DTLSCat.path, "listen"] + arguments)
        for _ in addresses { try await program.line(with: "Listening on") }
        return program
    }

    /// systemd-socket-activate closes every descriptor that it does not know, and by one of those
    /// Foundation learns of a program's end: it needs somebody to keep it, and to pass on SIGTERM.
    private static let script = """
        import signal, subprocess, sys

        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        tool = ["setpriv", "--pdeathsig", "KILL", "systemd-socket-activate"]
        child = subprocess.Popen(tool + sys.argv[1:])
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        sys.exit(child.wait())
        """

    /// Lets a service be started.
    private static func knock(_ network: String, _ port: String) async throws {
        let knock = try await Program(
            "bash", ["-c", "echo knock > /dev/\(network)/127.0.0.1/\(port)"]
        ).outcome()
        #expect(knock.status == 0, "\(knock.errors)")
    }
}
