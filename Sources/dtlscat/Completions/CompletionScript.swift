import ArgumentParser

/// A shell's completions: the script that the argument parser makes, which knows subcommands and
/// their options, and around it what it does not know of a command line.
///
/// That is: the aliases, and the subcommand that may be left out (`dtlscat -l 4433`,
/// `dtlscat --pin … HOST PORT`); `--option=value`; `help`, behind which subcommands stand; in bash,
/// words with `:`, `=` and `@` in them, which bash takes apart; and in zsh, answers with `:`.
enum CompletionScript {
    /// Puts it around the parser's script; what is no such script stays as it is.
    static func complete(_ script: String) -> String {
        if script.hasPrefix("#!/bin/bash") { return bash(script) }
        if script.hasPrefix("#compdef") { return zsh(script) }
        if script.hasPrefix("function __dtlscat_") { return fish(script) }
        return script
    }

    // MARK: -

    private static func bash(_ script: String) -> String {
        let own = """

            # What the program answers is no file's name, of which bash would quote some characters.
            __dtlscat_add_completions() {
                [[ "${1}" = -W ]] && compopt +o filenames 2>/dev/null
                __dtlscat_add_words "${@}"
            }

            # Puts words together that bash has taken apart, and the subcommand in that may be left
            # out; then takes off the answers what stands before the part that bash replaces.
            _dtlscat() {
                local rest="${COMP_LINE:0:COMP_POINT}" word blank
                local -a words=()
                local -i index
                for ((index = 0; index <= COMP_CWORD; index++)); do
                    blank="${rest%%[![:blank:]]*}"
                    rest="${rest#"${blank}"}"
                    word="${COMP_WORDS[index]}"
                    ((index == COMP_CWORD)) && word="${rest}"
                    rest="${rest#"${word}"}"
                    if ((index == 0)) || [[ -n "${blank}" ]]; then
                        words+=("${word}")
                    else
                        words[${#words[@]} - 1]+="${word}"
                    fi
                done

                local cur="${words[${#words[@]} - 1]}"
                if [[ "${cur}" = --*=* ]]; then
                    words[${#words[@]} - 1]="${cur%%=*}"
                    cur="${cur#*=}"
                    words+=("${cur}")
                fi
                local -i count="${#words[@]}"

                case "${words[1]}" in
                help)
                    ((count > 2)) && words=("${words[0]}" "${words[@]:2}")
                    ;;
            \(aliases { alias, name in
                """
                    \(alias))
                        ((count > 2)) && words[1]=\(name)
                        ;;

                """
            })\
                \(names.joined(separator: " | ")))
                    ;;
                -*)
                    words=("${words[0]}" connect "${words[@]:1}")
                    ;;
                *)
                    ((count > 2)) && words=("${words[0]}" connect "${words[@]:1}")
                    ;;
                esac

                local IFS=$' \\t\\n'
                COMP_WORDS=("${words[@]}")
                COMP_CWORD=$((${#words[@]} - 1))
                COMP_LINE="${words[*]}"
                COMP_POINT="${#COMP_LINE}"
                local -r whole="${cur#[\\"\\']}"
                __dtlscat_words "${1}" "${whole}" "${words[COMP_CWORD - 1]}"

                local -r before="${whole%"${2}"}"
                COMPREPLY=("${COMPREPLY[@]#"${before}"}")
                if [[ "${#COMPREPLY[@]}" -eq 1 && "${COMPREPLY[0]}" = *[:=,@/] ]]; then
                    compopt -o nospace 2>/dev/null
                fi
            }

            complete -o filenames -F _dtlscat dtlscat

            """
        let parsers = renamed(script, "_dtlscat() {", to: "__dtlscat_words() {")
        return renamed(
            parsers, "__dtlscat_add_completions() {", to: "__dtlscat_add_words() {"
        )
        .replacing("complete -o filenames -F _dtlscat dtlscat", with: "")
            + own.dropFirst()
    }

    private static func zsh(_ script: String) -> String {
        let own = """
            # What the program answers, as it is: a colon has nothing behind it that describes.
            __dtlscat_custom_complete() {
                local -a answers
                answers=("${(@f)"$("${command_name}" "${@}" "${command_line[@]}" 2>/dev/null)"}")
                answers=("${(@)answers:#[[:space:]]#}")
                local -ra open=("${(@M)answers:#*[:=,@/]}") closed=("${(@)answers:#*[:=,@/]}")
                local -i ret=1
                (( ${#open} )) && compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a open && ret=0
                (( ${#closed} )) && compadd -M 'm:{a-zA-Z}={A-Za-z}' -a closed && ret=0
                return "${ret}"
            }

            # Puts the subcommand in that may be left out, and takes --option=value apart.
            _dtlscat() {
                case "${words[2]}" in
                help)
                    if (( CURRENT > 2 )); then
                        words[2]=()
                        (( CURRENT-- ))
                    fi
                    ;;
            \(aliases { alias, name in
                """
                    \(alias))
                        (( CURRENT > 2 )) && words[2]=\(name)
                        ;;

                """
            })\
                \(names.joined(separator: " | ")))
                    ;;
                *)
                    if (( CURRENT > 2 )) || [[ "${words[2]}" = -* ]]; then
                        words[2]=(connect "${words[2]}")
                        (( CURRENT++ ))
                    fi
                    ;;
                esac
                if [[ "${words[CURRENT]}" = --*=* ]] && compset -P 1 '*='; then
                    words[CURRENT]=("${words[CURRENT]%%=*}" "${words[CURRENT]#*=}")
                    (( CURRENT++ ))
                fi
                __dtlscat_words "${@}"
            }

            """
        return renamed(script, "_dtlscat() {", to: "__dtlscat_words() {")
            .replacing(
                "if [[ \"${funcstack[1]}\" = _dtlscat ]]; then",
                with: own + "\nif [[ \"${funcstack[1]}\" = _dtlscat ]]; then")
    }

    private static func fish(_ script: String) -> String {
        let own = """

            # The tokens, with the subcommand that may be left out.
            function __dtlscat_tokens
                switch "$argv"
                case -t
                    __dtlscat_typed_tokens -t
                    return
                case -tC
                    # How far the cursor is; fish 3 does not say so of a token.
                    string length -- "$(commandline -tc)"
                    return
                end
                set -l tokens (__dtlscat_typed_tokens $argv)
                set -l typed (__dtlscat_typed_tokens -pc)
                # Its own name, by whatever path it is called.
                test "$argv" = -pc; and set tokens[1] dtlscat
                switch "$typed[2]"
                case help
                    set -e tokens[2]
            \(aliases { alias, name in
                """
                    case \(alias.replacing(" | ", with: " "))
                        set tokens[2] \(name)

                """
            })\
                case \(names.joined(separator: " "))
                case ''
                    if string match -q -- '-*' (commandline -tc)
                        set tokens $tokens[1] connect $tokens[2..]
                    end
                case '*'
                    set tokens $tokens[1] connect $tokens[2..]
                end
                printf '%s\\n' $tokens
            end

            """
        return renamed(
            script, "function __dtlscat_tokens\n", to: "function __dtlscat_typed_tokens\n"
        )
        .replacing("\ncomplete -c 'dtlscat' -f\n", with: own + "\ncomplete -c 'dtlscat' -f\n")
            + "\n"
    }

    /// Gives the one function that `line` begins another name.
    private static func renamed(_ script: String, _ line: String, to other: String) -> String {
        precondition(script.ranges(of: "\n" + line).count == 1, "no \(line) in the script")
        return script.replacing("\n" + line, with: "\n" + other)
    }

    /// What is no subcommand's short form: subcommands, and what goes without one.
    private static var names: [String] {
        DTLSCat.configuration.subcommands.map { $0._commandName } + ["--version", "-h", "--help"]
    }

    /// Says what to do for each subcommand that has other names.
    private static func aliases(_ branch: (_ alias: String, _ name: String) -> String) -> String {
        DTLSCat.configuration.subcommands.filter { !$0.configuration.aliases.isEmpty }
            .map { command in
                let isListen = command == Listen.self
                let others = command.configuration.aliases + (isListen ? ["-l", "--listen"] : [])
                return branch(others.joined(separator: " | "), command._commandName)
            }
            .joined()
    }
}
