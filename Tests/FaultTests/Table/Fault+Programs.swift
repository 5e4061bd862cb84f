import Foundation
import Glibc
import TestSupport

/// What happens to the programs themselves, and to the machine that they run on.
extension Fault {
    static let programs: [Fault] =
        [
            Fault("A20", "no server at all: status 1 at once where the port is closed") { _ in
                let outcome = try await DTLSCat.run(["connect", "127.0.0.1", try freePort()])
                try hold(outcome.status == 1, "\(outcome.status): \(outcome.errors)")
            },
            Fault("P01", "a port that says nothing: status 3 after the time of -w") { _ in
                let port = try SilentPort()
                let outcome = try await DTLSCat.run(
                    ["connect", "-w", "1s", "127.0.0.1", port.number])
                try hold(outcome.status == 3, "\(outcome.status): \(outcome.errors)")
            },
            Fault("A34", "a key that differs: status 7, through loss as well") { seed in
                let folder = try Folder()
                let listener = try await Listener(
                    ["-k", "--psk-file", try folder.write("a:c0ffee0123456789\n", to: "one")])
                let middle = try await BadNetwork(
                    ["--seed", "\(seed)", "--both", "dup=50%"], before: listener)
                let outcome = try await DTLSCat.run(
                    ["connect", "--psk-file", try folder.write("a:0123456789c0ffee\n", to: "two")]
                        + middle.target(listener))
                try hold(outcome.status == 7, "\(outcome.status): \(outcome.errors)")
            },
            Fault(
                "A16", "a client whose address is translated anew ends by its idle time, status 9"
            ) {
                seed in
                let listener = try await Listener(["-k", "--echo"])
                // The handshake takes three, or some more where it is slow; the lines follow at once.
                let middle = try await BadNetwork(
                    ["--seed", "\(seed)", "--rebind-after", "8"], before: listener)
                let client = try DTLSCat.start(
                    ["connect", "-i", "2s", "--framing", "line"] + middle.target(listener),
                    input: .open)
                client.write((0..<30).map { "line \($0)\n" }.joined())
                try await middle.program.line(with: "client 1 comes from port ")
                let outcome = try await client.outcome()
                try hold(outcome.status == 9, "\(outcome.status): \(outcome.errors)")
                let again = try await listener.connect(input: .text("new\n"))
                try hold(again.text == "new\n", again.errors)
            },
            Fault("A29", "few descriptors are enough for many clients", seeds: 1) { _ in
                let listener = try await Listener(["-k", "--echo"], shell: "ulimit -n 8")
                let clients = try (0..<12).map { _ in
                    try DTLSCat.start(["connect"] + listener.target, input: .open)
                }
                for client in clients {
                    client.write("all of us\n")
                    try await client.text("all of us\n")
                }
            },
            Fault("P07", "a full disk behind the output is status 8, said once") { _ in
                let folder = try Folder()
                // By a link, so that nothing can put a file in the place of the device.
                try FileManager.default.createSymbolicLink(
                    atPath: folder.file("full"), withDestinationPath: "/dev/full")
                let listener = try await Listener(["-k"], output: .file(folder.file("full")))
                _ = try await listener.connect(input: .text("lost\n"))
                let outcome = try await listener.program.outcome()
                try hold(outcome.status == 8, "\(outcome.status): \(outcome.errors)")
                let lines = outcome.errors.split(separator: "\n")
                try hold(lines.count { $0.contains("no space left") } == 1, outcome.errors)
            },
            Fault("P02", "a client stopped in a session and woken goes on") { _ in
                try await expectEcho { client, _ in
                    client.signal(SIGSTOP)
                    client.write("while it is stopped\n")
                    client.signal(SIGCONT)
                    try await client.text("while it is stopped\n")
                }
            },
            Fault("P03", "a listener stopped in a session and woken goes on") { _ in
                try await expectEcho { client, listener in
                    listener.program.signal(SIGSTOP)
                    client.write("while it is stopped\n")
                    listener.program.signal(SIGCONT)
                    try await client.text("while it is stopped\n")
                }
            },
            Fault("P04", "a client killed and started again at the same port is served") { _ in
                let listener = try await Listener(["-k", "--echo"])
                let port = try freePort()
                for number in 1...2 {
                    let client = try DTLSCat.start(
                        ["connect", "-p", port] + listener.target, input: .open)
                    client.write("number \(number)\n")
                    try await client.text("number \(number)\n")
                    client.signal(SIGKILL)
                    _ = try await client.outcome()
                }
            },
            Fault("P05", "a listener whose output is closed ends, and says nothing") { _ in
                let listener = try await Listener(output: .closed)
                _ = try await listener.connect(input: .text("nobody reads this\n"))
                let outcome = try await listener.program.outcome()
                try hold(outcome.status == 141, "\(outcome.status): \(outcome.errors)")
            },
            Fault(
                "A40", "a child that ignores its end ends with the listener's other clients served"
            ) { _ in
                let listener = try await Listener(
                    ["-k", "-i", "2s", "-c", "trap '' TERM; cat"])
                let client = try DTLSCat.start(
                    ["connect"] + listener.target, input: .open)
                client.write("up\n")
                try await client.text("up\n")
                client.signal(SIGKILL)
                let other = try await listener.connect(input: .text("other\n"))
                try hold(other.text == "other\n", other.errors)
                listener.program.signal(SIGTERM)
                try hold(try await listener.program.outcome().status == 143, "status")
            },
        ]
        + [0, 25, 255, 70_000, -1].map { mtu in
            Fault("A32-\(mtu)", "--mtu \(mtu) is a wrong option, status 2", cases: 1) { _ in
                let outcome = try await DTLSCat.run(["connect", "--mtu=\(mtu)", "127.0.0.1", "9"])
                try hold(outcome.status == 2, "\(outcome.status): \(outcome.errors)")
            }
        }

    /// A client that an echo answers, before and after something.
    private static func expectEcho(
        _ body: (_ client: Program, _ listener: Listener) async throws -> Void
    ) async throws {
        let listener = try await Listener(["-k", "--echo"])
        let client = try DTLSCat.start(["connect"] + listener.target, input: .open)
        client.write("before\n")
        try await client.text("before\n")
        try await body(client, listener)
        client.write("after\n")
        try await client.text("after\n")
        client.closeInput()
        try hold(try await client.outcome().status == 0, client.errorsSoFar)
    }
}
