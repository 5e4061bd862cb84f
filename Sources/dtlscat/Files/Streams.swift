import Endpoint
import Relay
import Sockets
import SystemPackage

/// The standard streams, or the files that stand in for them.
struct Streams {
    private let input: StandardInput?
    private let output: StandardOutput?
    private let dump: HexDump?
    private let file: FileDescriptor?

    /// Opens what the options name.
    init(
        _ data: DataOptions, service: RelayConfiguration.Service = .pipe
    ) throws(Failure) {
        file = try data.output.map { path throws(Failure) in try Self.create(path) }
        let dumpFile = try data.hexDump.map { path throws(Failure) in try Self.create(path) }
        dump = dumpFile.map { HexDump(StandardOutput($0)) }
        let isPipe = service == .pipe
        input = data.recvOnly || !isPipe ? nil : StandardInput(.standardInput)
        output = data.sendOnly || !isPipe ? nil : StandardOutput(file ?? .standardOutput)
    }

    /// Joins them to an endpoint until it ends.
    func relay(
        _ endpoint: any Endpoint, _ configuration: RelayConfiguration,
        _ reporter: SessionReporter
    ) throws(Failure) -> RelayOutcome {
        do throws(SocketError) {
            let signals = try Signals([.interrupt, .terminate])
            endpoint.tap = reporter.tap
            let outcome = try Relay(
                endpoint, input: input, output: output, dump: dump, signals: signals,
                configuration: configuration, reporter: reporter
            ).run()
            // An error that the kernel has put off, such as a full disk, is told by close.
            if let file { try? file.close() }
            return outcome
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    private static func create(_ path: String) throws(Failure) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
        } catch {
            throw .usage("cannot write \(path): \(error)")
        }
    }
}
