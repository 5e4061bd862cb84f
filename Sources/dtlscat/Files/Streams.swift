import Endpoint
import Relay
import Sockets
import SystemPackage

/// The standard streams, or the files that stand in for them.
struct Streams {
    private let input: StandardInput?
    private let output: StandardOutput?
    private let files: ClientFiles?
    private let dump: HexDump?
    private let file: FileDescriptor?

    /// Opens what the options name.
    ///
    /// - Parameters:
    ///   - servesMany: whether the name of the output may be one for each client.
    ///   - numbers: the numbers of the clients for such names.
    init(
        _ data: DataOptions, service: RelayConfiguration.Service = .pipe, servesMany: Bool = false,
        numbers: StrideTo<Int> = stride(from: 1, to: .max, by: 1)
    ) throws(Failure) {
        let name = try servesMany ? data.output.flatMap(ClientFileName.init) : nil
        files = name.map { Self.files($0, numbers) }
        file =
            name != nil
            ? nil : try data.output.map { path throws(Failure) in try Self.create(path) }
        let dumpFile = try data.hexDump.map { path throws(Failure) in try Self.create(path) }
        dump = dumpFile.map { HexDump(StandardOutput($0)) }
        let isPipe = service == .pipe
        input = data.recvOnly || !isPipe ? nil : StandardInput(.standardInput)
        output =
            data.sendOnly || !isPipe || files != nil ? nil : StandardOutput(file ?? .standardOutput)
    }

    /// Joins them to an endpoint until it ends.
    func relay(
        _ endpoint: any Endpoint, _ configuration: RelayConfiguration,
        _ reporter: SessionReporter
    ) throws(Failure) -> RelayOutcome {
        let upkeep = reporter.upkeep
        do throws(SocketError) {
            let signals = try Signals(upkeep?.signals ?? Upkeep.endingSignals)
            let relay = relay(endpoint, configuration, signals, reporter)
            relay.onSignal = upkeep?.answer
            relay.heart = upkeep?.heart
            let progress = reporter.console.isLive ? Progress(relay, reporter.console) : nil
            relay.display = progress?.display
            defer { progress?.finish() }
            let outcome = try relay.run()
            // An error that the kernel has put off, such as a full disk, is told by close.
            if let file { try? file.close() }
            return outcome
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    /// A relay of them and an endpoint, which has not begun.
    func relay(
        _ endpoint: any Endpoint, _ configuration: RelayConfiguration, _ signals: Signals,
        _ reporter: SessionReporter
    ) -> Relay {
        endpoint.tap = reporter.tap
        return Relay(
            endpoint, input: input, output: output, files: files, dump: dump, signals: signals,
            configuration: configuration, reporter: reporter)
    }

    private static func files(_ name: ClientFileName, _ numbers: StrideTo<Int>) -> ClientFiles {
        raiseDescriptorLimit()
        var numbers = numbers.makeIterator()
        return ClientFiles { association in
            name.path(for: association, number: numbers.next() ?? 0)
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
