/// Which of `dtlscat`'s streams is a terminal, while the other goes to a file.
package enum TerminalStream: String, Sendable {
    case output, errors

    /// Starts `dtlscat`; what stands on the terminal is the standard output of what is returned, once
    /// it ends.
    ///
    /// - Parameters:
    ///   - folder: where the other stream goes, into the file `other`.
    ///   - environment: what to add to the environment of the test.
    package func start(
        _ arguments: [String], in folder: Folder, environment: [String: String] = [:],
        input: Program.Input = .none
    ) throws -> Program {
        let script = try folder.write(Self.script, to: "terminal.py")
        return try Program(
            "python3", [script, rawValue, folder.file("other"), DTLSCat.path] + arguments,
            environment: environment, input: input)
    }

    private static let script = """
        import os, subprocess, sys

        master, slave = os.openpty()
        with open(sys.argv[2], "wb") as other:
            streams = (slave, other) if sys.argv[1] == "output" else (other, slave)
            child = subprocess.Popen(sys.argv[3:], stdout=streams[0], stderr=streams[1])
        os.close(slave)
        seen = b""
        try:
            while data := os.read(master, 4096):
                seen += data
        except OSError:
            pass
        sys.stdout.buffer.write(seen)
        sys.exit(child.wait())
        """
}
