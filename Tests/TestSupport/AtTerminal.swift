/// A program at a terminal of its own, which types what it is told to.
///
/// The terminal is the program's controlling one; its standard streams are those of the test.
package struct AtTerminal: Sendable {
    /// How it has ended.
    package let outcome: Program.Outcome

    /// What stood on the terminal.
    package let transcript: String

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - answers: a line each time that it asks; `^D` ends the terminal's input.
    ///   - aside: a shell command that is done before the first answer.
    package static func run(
        _ executable: String, _ arguments: [String], answers: [String], aside: String = "",
        environment: [String: String] = [:], input: Program.Input = .none
    ) async throws -> AtTerminal {
        let folder = try Folder()
        let script = try folder.write(Self.script, to: "terminal.py")
        let outcome = try await Program(
            "python3",
            [script, folder.file("transcript"), answers.joined(separator: "\n"), aside, executable]
                + arguments,
            environment: environment, input: input
        ).outcome()
        return AtTerminal(outcome: outcome, transcript: try folder.text("transcript"))
    }

    private static let script = """
        import fcntl, os, select, subprocess, sys, termios

        answers, aside, command = sys.argv[2].split("\\n"), sys.argv[3], sys.argv[4:]
        master, slave = os.openpty()
        child = os.fork()
        if child == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            os.execv(command[0], command)
        end = os.pidfd_open(child)
        seen = b""
        with open(sys.argv[1], "wb") as transcript:
            while True:
                ready, _, _ = select.select([master, end], [], [])
                if master in ready:
                    text = os.read(master, 4096)
                    transcript.write(text)
                    transcript.flush()
                    seen += text
                    if seen.endswith((b"its pin) ", b"has to have: ")) and answers:
                        seen = b""
                        if aside:
                            subprocess.run(aside, shell=True, check=True, stdout=2)
                            aside = ""
                        answer = answers.pop(0)
                        os.write(master, b"\\x04" if answer == "^D" else answer.encode() + b"\\n")
                elif end in ready:
                    break
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
}
