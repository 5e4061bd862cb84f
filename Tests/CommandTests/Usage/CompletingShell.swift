import Foundation
import TestSupport
import Testing

/// A shell that has loaded the completions, in which command lines are typed and the tab key is hit.
///
/// bash and zsh run with their own line editors, so that what is typed is taken apart as it is for a
/// user; fish answers for a line by itself.
enum CompletingShell: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case bash, zsh, fish

    var testDescription: String { rawValue }

    /// What came of one line.
    struct Answer: Sendable {
        /// What was typed.
        let typed: String

        /// What the shell offers, as it names it.
        var offers: [String] = []

        /// What the line has become; as it was in fish, which is not asked.
        var line = ""

        /// Whether `word` is offered in the place of the word that was typed: the shell may leave out
        /// what stands before a character at which it takes words apart.
        func offers(_ word: String) -> Bool {
            let last = typed.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
            let heads = last.indices.filter { ":=@/".contains(last[$0]) }.map { last[...$0] }
            let wanted = Self.bare(word)
            return offers.contains { offer in
                Self.bare(offer) == wanted || heads.contains { Self.bare($0 + offer) == wanted }
            }
        }

        /// Without what marks a folder, which not all shells write.
        private static func bare(_ word: String) -> Substring {
            word.hasSuffix("/") ? word.dropLast() : word[...]
        }
    }

    /// Types each line and hits the tab key, in `folder`, with `dtlscat` on the path.
    func complete(_ lines: [String], in folder: Folder) async throws -> [Answer] {
        var answers: [Answer] = []
        // Few at a time: a shell takes a while for each where the machine is busy.
        for start in stride(from: 0, to: lines.count, by: 16) {
            answers += try await run(Array(lines[start..<min(start + 16, lines.count)]), in: folder)
        }
        return answers
    }

    /// Types the lines into one shell.
    private func run(_ lines: [String], in folder: Folder) async throws -> [Answer] {
        let bin = folder.file("bin")
        if !FileManager.default.fileExists(atPath: bin) {
            try FileManager.default.createDirectory(
                atPath: bin, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: bin + "/dtlscat", withDestinationPath: DTLSCat.path)
        }
        let answers = folder.file("\(rawValue).answers")
        try? FileManager.default.removeItem(atPath: answers)
        let script = try folder.write(text, to: "\(rawValue).script")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let environment = [
            "PATH": "\(bin):\(path)", "HOME": folder.path, "INPUTRC": "/dev/null",
            "XDG_STATE_HOME": folder.file("state"), "COMPLETIONS": Self.completions,
            "ANSWERS": answers, "FOLDER": folder.path, "TERM": "xterm",
        ]
        let arguments: [String]
        var input = Program.Input.none
        switch self {
        case .bash:
            arguments = ["--rcfile", script, "-i"]
            input = .text(lines.map { $0 + "\t\u{18}\u{18}" }.joined() + "exit\n")
        case .zsh: arguments = ["-f", script] + lines
        case .fish: arguments = ["--no-config", script] + lines
        }
        let outcome = try await Program(
            rawValue, arguments, environment: environment, input: input
        ).outcome()
        try #require(outcome.status == 0, "\(outcome.errors)")
        return try Self.read(String(contentsOfFile: answers, encoding: .utf8), lines)
    }

    private static func read(_ text: String, _ lines: [String]) throws -> [Answer] {
        var answers: [Answer] = []
        var offers: [String] = []
        for line in text.split(separator: "\n") {
            guard line.hasPrefix("=") else {
                if line != "+" { offers.append(String(line.dropFirst().filter { $0 != "\\" })) }
                continue
            }
            guard answers.count < lines.count else {
                throw TestFailure("too many answers: \(text)")
            }
            answers.append(
                Answer(typed: lines[answers.count], offers: offers, line: String(line.dropFirst())))
            offers = []
        }
        guard answers.count == lines.count else {
            throw TestFailure("answers are missing: \(text)")
        }
        return answers
    }

    private static let completions = Repository.root.appendingPathComponent("completions").path

    /// What the shell runs: it writes `+` and each offer, then `=` and the line.
    private var text: String {
        switch self {
        case .bash:
            """
            PS1=
            cd "$FOLDER"
            bind 'set bell-style none'
            source "$COMPLETIONS/dtlscat.bash"
            look() {
                _dtlscat "$@"
                printf '+%s\\n' "${COMPREPLY[@]}" >> "$ANSWERS"
            }
            complete -o filenames -F look dtlscat ./dtlscat
            tell() {
                printf '=%s\\n' "$READLINE_LINE" >> "$ANSWERS"
                READLINE_LINE=
                READLINE_POINT=0
            }
            bind -x '"\\C-x\\C-x": tell'

            """
        case .zsh:
            #"""
            zmodload zsh/zpty
            zpty shell 'zsh -f -i'
            zpty -w shell 'PROMPT= RPROMPT= PS2=; stty -echo; cd $FOLDER'
            zpty -w shell 'setopt nobeep; LISTMAX=10000; bindkey "^I" complete-word'
            zpty -w shell 'fpath=($COMPLETIONS $fpath); autoload -Uz compinit; compinit -u -D'
            zpty -w shell 'source $FOLDER/zsh.look'
            cat > $FOLDER/zsh.look <<'END'
            compadd() {
                # Some calls only ask what would match.
                if [[ "${(j: :)@[1,(i)(-|--)]}" = *-(O|A|D)\ * ]]; then
                    builtin compadd "$@"
                    return
                fi
                local -a matches
                builtin compadd -A matches "$@"
                print -rl -- +${^matches} >> $ANSWERS
                builtin compadd "$@"
            }
            tell() {
                print -r -- "=$BUFFER" >> $ANSWERS
                BUFFER=
                zle -I
                print "DO""NE"
            }
            zle -N tell
            bindkey '^X^X' tell
            print "REA""DY"
            END
            zpty -r shell seen '*READY*'
            for line in "$@"; do
                zpty -w -n shell "$line"$'\t\C-x\C-x'
                zpty -r shell seen '*DONE*'
            done
            zpty -d shell

            """#
        case .fish:
            """
            cd $FOLDER
            source $COMPLETIONS/dtlscat.fish
            for line in $argv
                for offer in (complete -C $line | string split -f 1 \\t)
                    echo "+$offer" >> $ANSWERS
                end
                echo "=$line" >> $ANSWERS
            end

            """
        }
    }
}
