import Foundation
import Glibc
import TestSupport
import Testing

/// Who may look into the program's memory. Root may, so it is run as somebody else.
@Suite(.timeLimit(.minutes(10))) struct PrivateMemoryTests {
    private let folder = try! Folder()

    @Test func `nobody but root may read the memory and environment of a listener`() async throws {
        let listener = try await start([])
        #expect(try owner("/proc/\(listener.pid)") == user)
        for name in ["environ", "mem", "maps", "auxv"] {
            #expect(try owner("/proc/\(listener.pid)/\(name)") == 0, "\(name)")
        }
    }

    @Test func `a listener that is ended by a fault leaves no core`() async throws {
        let listener = try await start([], shell: "ulimit -c unlimited")
        // It dumps core; threads of Dispatch do not block it, and Swift's runtime does not take it.
        listener.signal(SIGSYS)
        let outcome = try await listener.outcome()
        #expect(outcome.status == 128 + SIGSYS)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.contains("core") }, "\(left)")
    }

    @Test func `a command of a listener is its user's own, with the limits that it was given`()
        async throws
    {
        let listener = try await start(
            ["-c", "stat -c %u /proc/self/environ; ulimit -c"], shell: "ulimit -c 4096")
        let target = try await listener.line(with: "connect with: ").split(separator: " ")
        let client = try await DTLSCat.run(
            ["connect"] + target.suffix(4).map(String.init))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.text == "\(user)\n4096\n")
    }

    /// A listener of ``user``, which works in the folder.
    private func start(_ options: [String], shell: String = ":") async throws -> Program {
        var words = [DTLSCat.path]
        if geteuid() == 0 {
            // Nobody else may reach where it was built.
            let copy = folder.file("dtlscat")
            try FileManager.default.copyItem(atPath: DTLSCat.path, toPath: copy)
            #expect(unsafe chown(folder.path, user, user) == 0)
            words = ["setpriv", "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", copy]
        }
        let listener = try Program(
            "sh",
            ["-c", "cd \(folder.path) && \(shell) && exec \"$0\" \"$@\""] + words
                + ["listen", "-v"] + options + ["127.0.0.1", "0"])
        if options.isEmpty { try await listener.line(with: "listening on ") }
        return listener
    }

    private let user: uid_t = geteuid() == 0 ? 65_534 : geteuid()

    private func owner(_ path: String) throws -> uid_t {
        var status = Glibc.stat()
        guard unsafe stat(path, &status) == 0 else { throw TestFailure("no \(path)") }
        return status.st_uid
    }
}
