import TestSupport
import Testing

/// What is said of a command line that is not as it has to be.
@Suite(.timeLimit(.minutes(10))) struct SuggestionTests {
    /// Runs the program and expects status 2 with these lines, and nothing on standard output.
    private func expect(
        _ typed: String, _ lines: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await DTLSCat.run(typed.split(separator: " ").map(String.init))
        #expect(outcome.status == 2, sourceLocation: sourceLocation)
        #expect(
            outcome.errors == lines.map { "dtlscat: \($0)\n" }.joined(), "\(typed)",
            sourceLocation: sourceLocation)
        #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        ("conect", "connect"), ("conect host 4433", "connect"), ("scna host 443", "scan"),
        ("prob example.org -c 3", "probe"), ("lsten --help", "listen"),
        ("fingerprnt a.pem", "fingerprint"),
        ("keygn psk", "keygen"), ("forw udp:1 dtls:h:1", "forward"), ("bnech --local", "bench"),
        ("help conect", "connect"), ("hepl", "help"),
    ])
    func `a first word that is nearly a subcommand is asked about`(
        typed: String, meant: String
    ) async throws {
        let words = typed.split(separator: " ")
        let word = words.first == "help" ? words[1] : words[0]
        try await expect(
            typed,
            [
                "there is no subcommand '\(word)'",
                "hint: did you mean '\(meant)'? dtlscat help lists them",
            ])
    }

    @Test func `a subcommand of a subcommand is asked about too`() async throws {
        for typed in ["hosts frget", "help hosts frget"] {
            try await expect(
                typed,
                [
                    "there is no subcommand 'hosts frget'",
                    "hint: did you mean 'hosts forget'? there are list, forget, import and scan",
                ])
        }
    }

    @Test func `a word alone that is near to nothing is no subcommand`() async throws {
        try await expect(
            "xylophone",
            [
                "there is no subcommand 'xylophone'",
                "hint: dtlscat help lists them; dtlscat HOST PORT connects",
            ])
        try await expect(
            "help connect me", ["connect has no subcommands"])
    }

    @Test func `a host with a name like a subcommand's is a host`() async throws {
        let outcome = try await DTLSCat.run(["scna.invalid", "443"])
        #expect(outcome.status == 1, "\(outcome.errors)")
        let numeric = try await DTLSCat.run(["host", "443", "-n"])
        #expect(!numeric.errors.contains("subcommand"), "\(numeric.errors)")
    }

    @Test(arguments: [
        ("connect --framming line h 1", "--framming", "did you mean '--framing'?"),
        ("connect --framing=line --insecur h 1", "--insecur", "did you mean '--insecure'?"),
        ("--insecrue h 1", "--insecrue", "did you mean '--insecure'?"),
        ("connect --verbose h 1", "--verbose", "that is -v here"),
        ("connect --timeout 3 h 1", "--timeout", "that is --wait here"),
        (
            "connect --psk-db f h 1", "--psk-db",
            "--psk-db is an option of listen, forward and bench"
        ),
        ("connect --allow 10.0.0.0/8 h 1", "--allow", "--allow is an option of listen and forward"),
        ("scan --port 3 h", "--port", "--port is an option of hosts scan"),
        ("connect --colour never h 1", "--colour", "did you mean '--color'?"),
        ("connect --xylophone h 1", "--xylophone", "dtlscat connect --help lists what there is"),
        ("connect -Z h 1", "-Z", "dtlscat connect --help lists what there is"),
        ("--vers", "--vers", "did you mean '--version'?"),
    ])
    func `an option that does not exist here is told, with what was probably meant`(
        typed: String, option: String, hint: String
    ) async throws {
        try await expect(typed, ["unknown option '\(option)'", "hint: \(hint)"])
    }

    @Test func `a value that an option cannot have is told, with those that it can`() async throws {
        try await expect(
            "connect --framing lin h 1",
            [
                "--framing takes stream, line, nul, len16, len32, whole, hex or jsonl, not 'lin'",
                "hint: did you mean 'line'?",
            ])
        try await expect("connect --df maybe h 1", ["--df takes yes or no, not 'maybe'"])
        try await expect("connect --dscp a h 1", ["--dscp takes a whole number, not 'a'"])
        try await expect(
            "connect -w soon h 1",
            [
                "-w takes a time, not 'soon'",
                "hint: a time is a number with ms, s, m, h or d behind it, or inf: 500ms",
            ])
        try await expect(
            "connect -w5 h 1",
            ["-w takes a time, not 'h'", "hint: a space goes before its value: -w 5"])
        try await expect(
            "impair --both loss=x 1 h:1",
            ["--both: at position 1 of \"loss=x\": x is no share, such as 10% or 0.1"])
    }

    @Test func `values and words that are missing or too many are told`() async throws {
        try await expect(
            "connect --framing",
            [
                "--framing needs a value",
                "hint: stream, line, nul, len16, len32, whole, hex or jsonl",
            ])
        try await expect(
            "connect",
            ["HOST and PORT are missing", "hint: dtlscat connect [options] HOST PORT"])
        try await expect(
            "impair 1", ["TARGET is missing", "hint: dtlscat impair [options] LISTEN TARGET"])
        try await expect("connect --json=x h 1", ["--json takes no value, and has 'x'"])
        try await expect(
            "connect h 1 2",
            ["unexpected word '2'", "hint: dtlscat connect [options] HOST PORT"])
        try await expect(
            "connect h 1 2 3",
            ["unexpected words '2' and '3'", "hint: dtlscat connect [options] HOST PORT"])
        try await expect(
            "--generate-completion-script tcsh",
            [
                "there are no completions for 'tcsh'",
                "hint: --generate-completion-script takes bash, zsh or fish",
            ])
    }

    @Test func `what is typed cannot write on the terminal`() async throws {
        let outcome = try await DTLSCat.run(["connect", "--\u{1B}[2J", "h", "1"])
        #expect(outcome.status == 2)
        #expect(!outcome.errors.contains("\u{1B}"), "\(outcome.errors.debugDescription)")
    }
}
