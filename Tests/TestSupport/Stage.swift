import Foundation
import Glibc

/// Two machines side by side, on which commands run as a page prints them: with its host names,
/// its ports and its files, and without meeting those of another test.
///
/// Each machine is a network namespace with a loopback device and an Ethernet link to the other;
/// the two share their processes and a table of hosts, which nobody outside sees. All that was
/// started there is gone when nobody holds the stage any more.
package final class Stage: Sendable {
    /// Where a command runs.
    package enum Machine: String, Sendable {
        /// 192.0.2.7, which all names stand for.
        case server

        /// 192.0.2.1.
        case client
    }

    /// The folder that commands of the server run in, which is its home as well.
    package let serverFolder: Folder

    /// The folder that commands of the client run in, which is its home as well.
    package let clientFolder: Folder

    private let house: Folder
    private let holder: Program
    private let holderPid: Int32

    /// Builds a stage.
    ///
    /// - Parameter hosts: the names that stand for the server, on both machines.
    package init(hosts: [String]) async throws {
        house = try Folder()
        serverFolder = try Folder()
        clientFolder = try Folder()
        let bin = house.file("bin")
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: bin + "/dtlscat", withDestinationPath: DTLSCat.path)
        let table = try house.write(
            "127.0.0.1 localhost\n::1 localhost\n192.0.2.7 \(hosts.joined(separator: " "))\n",
            to: "hosts", mode: 0o644)
        // A user who is not root is root in a user namespace of his own.
        let rights = getuid() == 0 ? [] : ["--map-root-user"]
        holder = try Program(
            "unshare",
            rights + [
                "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
                "bash", "-c", Self.build, "bash", table,
            ], input: .open, limit: .seconds(540))
        try await holder.text("built", on: .output)
        holderPid = try Self.child(of: holder)
    }

    /// Ends with its input, and takes all that runs on the stage with it.
    private static let build = """
        set -e
        mount --bind "$1" /etc/hosts
        mount -t tmpfs tmpfs /run
        ip link set lo up
        ip netns add client
        ip -n client link set lo up
        ip link add v0 type veth peer name v0 netns client
        ip addr add 192.0.2.7/24 dev v0
        ip link set v0 up
        ip -n client addr add 192.0.2.1/24 dev v0
        ip -n client link set v0 up
        echo built
        exec cat > /dev/null
        """

    private static func child(of program: Program) throws -> Int32 {
        let children = try String(
            contentsOfFile: "/proc/\(program.pid)/task/\(program.pid)/children", encoding: .utf8)
        guard let pid = children.split(separator: " ").first.flatMap({ Int32($0) }) else {
            throw TestFailure("\(program.pid) has no child")
        }
        return pid
    }

    /// The folder of a machine.
    package func folder(of machine: Machine) -> Folder {
        machine == .server ? serverFolder : clientFolder
    }

    /// Starts a command line, as a user of the machine would who wants to know of a failure in the
    /// middle of a pipeline.
    package func start(
        _ line: String, on machine: Machine, environment: [String: String] = [:],
        input: Program.Input = .none, output: Program.Output = .collected
    ) throws -> Program {
        let home = folder(of: machine).path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try Program(
            "nsenter",
            ["--target", "\(holderPid)", "--net", "--mount", "--pid", "--wd=\(home)"]
                + (getuid() == 0 ? [] : ["--user", "--preserve-credentials"])
                + (machine == .server ? [] : ["ip", "netns", "exec", "client"])
                + ["bash", "-o", "pipefail", "-c", line],
            environment: [
                "PATH": "\(house.path)/bin:\(path):/usr/sbin:/sbin", "HOME": home,
                "XDG_STATE_HOME": home + "/.local/state",
            ].merging(environment) { $1 }, input: input, output: output)
    }

    /// Runs a command line to its end.
    package func run(
        _ line: String, on machine: Machine, environment: [String: String] = [:],
        input: Program.Input = .none
    ) async throws -> Program.Outcome {
        try await start(line, on: machine, environment: environment, input: input).outcome()
    }

    /// Runs a command line that has to succeed: what is set up before the first line that counts.
    @discardableResult
    package func set(_ line: String, on machine: Machine) async throws -> String {
        let outcome = try await run("set -e\n" + line, on: machine)
        guard outcome.status == 0 else {
            throw TestFailure("\(line): status \(outcome.status)\n\(outcome.errors)")
        }
        return outcome.text
    }

    /// Copies a file from one machine's folder into the other's, as a user would by ssh.
    package func copy(_ name: String, from machine: Machine = .server) throws {
        let other = folder(of: machine == .server ? .client : .server)
        try other.write(try folder(of: machine).read(name), to: name)
    }

    /// Waits until a service has the port of a machine.
    package func listens(_ port: Int, on machine: Machine = .server) async throws {
        try await set(
            "until ss -Hlun 'sport = :\(port)' | grep -q . || ss -Hltn 'sport = :\(port)' "
                + "| grep -q .; do :; done", on: machine)
    }

    /// Sends a signal to a command that is no pipeline: to the child of what has entered the stage.
    package func signal(_ number: Int32, _ program: Program) throws {
        kill(try Self.child(of: program), number)
    }

    /// Sends SIGTERM to each dtlscat of a machine.
    package func endPrograms(on machine: Machine) async throws {
        try await set(
            """
            for process in /proc/[0-9]*; do
                [ "$(cat $process/comm 2>/dev/null)" = dtlscat ] || continue
                [ "$(readlink $process/ns/net)" = "$(readlink /proc/self/ns/net)" ] || continue
                kill -TERM "${process#/proc/}"
            done
            """, on: machine)
    }
}
