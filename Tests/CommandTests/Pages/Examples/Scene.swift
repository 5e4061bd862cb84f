import Foundation
import Synchronization
import TestSupport
import Testing

/// An example of a page on a stage: its command lines, which are all to be run.
final class Scene: Sendable {
    /// Where they run.
    let stage: Stage

    private let commands: [String]
    private let unused: Mutex<Set<Int>>

    init(_ commands: [String], hosts: [String]) async throws {
        self.commands = commands
        unused = Mutex(Set(commands.indices))
        stage = try await Stage(hosts: hosts)
    }

    /// The lines that were not asked for.
    var left: [String] { unused.withLock { $0.sorted() }.map { commands[$0] } }

    /// A command line as it is printed, but for the dots in a pin.
    func line(_ index: Int, pin: String = "") throws -> String {
        try #require(commands.indices.contains(index), "there are \(commands.count) lines")
        unused.withLock { _ = $0.remove(index) }
        return commands[index].replacing("pin-sha256:...", with: pin)
    }

    /// Starts a line that goes on until it is ended.
    func start(
        _ index: Int, on machine: Stage.Machine = .server, pin: String = "",
        input: Program.Input = .none
    ) throws -> Program {
        try stage.start(
            try line(index, pin: pin), on: machine, environment: environment, input: input)
    }

    /// Starts a line that is a server, and waits until it has its port.
    func serve(_ index: Int, port: Int) async throws -> Program {
        let program = try start(index)
        try await stage.listens(port)
        return program
    }

    /// Starts a server that the page does not print.
    func serve(_ line: String, port: Int) async throws -> Program {
        let program = try stage.start(line, on: .server)
        try await stage.listens(port)
        return program
    }

    /// Runs a line to its end, which has to be a good one.
    @discardableResult
    func run(
        _ index: Int, on machine: Stage.Machine = .client, pin: String = "",
        input: Program.Input = .none, status: Int32 = 0
    ) async throws -> Program.Outcome {
        let line = try line(index, pin: pin)
        let outcome = try await stage.run(
            line, on: machine, environment: environment, input: input)
        #expect(outcome.status == status, "\(line)\n\(outcome.text)\(outcome.errors)")
        return outcome
    }

    /// What the machines have in their environment: the system trusts the authority in `ca.pem`
    /// where there is one.
    private var environment: [String: String] {
        FileManager.default.fileExists(atPath: stage.clientFolder.file("ca.pem"))
            ? ["SSL_CERT_FILE": "ca.pem"] : [:]
    }

    // MARK: - What is there before

    /// The pin that a server has printed.
    func pin(of program: Program) async throws -> String {
        let line = try await program.line(with: "pin-sha256:")
        return try #require(
            line.split(separator: " ").first { $0.hasPrefix("pin-sha256:") }.map(String.init))
    }

    /// A pre-shared key in the file `name` on both machines.
    func shareKey(_ name: String = "k") async throws {
        try await stage.set("dtlscat keygen psk -Q -o \(name)", on: .server)
        try stage.copy(name)
        try stage.clientFolder.restrict(name)
    }

    /// An authority in `ca.pem`, which both machines have; a certificate of the server for `name`;
    /// and one of the client in `me.pem`.
    func certify(_ name: String = "host", in file: String = "srv.pem") async throws {
        try await stage.set(
            """
            dtlscat keygen cert -Q --new-ca ca.pem --name \(name) -o \(file)
            dtlscat keygen cert -Q --client --subject me --signed-by ca.pem -o me.pem
            """, on: .server)
        for file in ["ca.pem", "me.pem"] { try stage.copy(file) }
    }

    /// A folder `photos` with a file in it on the client.
    func takePhotos() async throws {
        try await stage.set("mkdir photos; seq 20000 > photos/1", on: .client)
    }

    /// Ends what runs on a machine, and returns how a program of it has ended.
    func end(_ program: Program, on machine: Stage.Machine = .server) async throws
        -> Program.Outcome
    {
        try await stage.endPrograms(on: machine)
        return try await program.outcome()
    }
}

extension Folder {
    /// Makes a file one for its owner alone.
    func restrict(_ name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: file(name))
    }
}
