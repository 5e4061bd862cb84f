#!/bin/bash

__dtlscat_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__dtlscat_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__dtlscat_add_words() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__dtlscat_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

__dtlscat_words() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __dtlscat_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    connect|listen|forward|bench|fingerprint|probe|scan|keygen|hosts|priority|impair|help)
        # Offer subcommand argument completions
        "_dtlscat_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'connect listen forward bench fingerprint probe scan keygen hosts priority impair help' -- "${cur}"))
        ;;
    esac
}

_dtlscat_connect() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric -0 -C --crlf --send-only --recv-only --progress --fail-on-loss --reconnect --no-mtu-fallback --tofu --strict-tofu --insecure --self-signed --psk-plain -Q --quiet --json --show-cert --sandbox --no-sandbox --version -h --help)
    repeating_options=(--pin --crl --cert --key --export)
    non_repeating_options=(--interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --framing --in-framing --out-framing --too-large -q --quit-after -b --bitrate --flow --ordered -o --output -x --hex-dump -w --wait -i --idle-timeout --keepalive --retransmit --mtu --data-mtu --record-size --df --ca --name --sni --known-hosts --key-pass-file --rpk --psk-identity --psk-file --psk-key --priority --profile --min-version --max-version --cipher --group --alpn --srtp --session-file --keylog --pcap --save-cert --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-s'|'--source')
        return
        ;;
    '-p'|'--source-port')
        return
        ;;
    '--framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--in-framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--out-framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--too-large')
        __dtlscat_add_completions -W 'split'$'\n''error'$'\n''drop'
        return
        ;;
    '-q'|'--quit-after')
        return
        ;;
    '-b'|'--bitrate')
        return
        ;;
    '--flow')
        __dtlscat_add_completions -W 'auto'$'\n''heartbeat'$'\n''none'
        return
        ;;
    '--ordered')
        return
        ;;
    '-o'|'--output')
        __dtlscat_add_completions -f
        return
        ;;
    '-x'|'--hex-dump')
        __dtlscat_add_completions -f
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '-i'|'--idle-timeout')
        return
        ;;
    '--keepalive')
        return
        ;;
    '--retransmit')
        return
        ;;
    '--mtu')
        return
        ;;
    '--data-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--df')
        __dtlscat_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--name')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --name "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--srtp')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --srtp "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--export')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- --export "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--session-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--keylog')
        __dtlscat_add_completions -f
        return
        ;;
    '--pcap')
        __dtlscat_add_completions -f
        return
        ;;
    '--save-cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion connect -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_listen() {
    repeating_flags=(-v)
    non_repeating_flags=(-k --keep-open --echo --discard --broker --no-cookie -4 -6 -n --numeric -0 -C --crlf --send-only --recv-only --progress --fail-on-loss --no-mtu-fallback --self-signed --require-client-cert --psk-plain --no-tickets -Q --quiet --json --show-cert --sandbox --no-sandbox --version -h --help)
    repeating_options=(--allow --deny --cert --key --client-pin --crl --export)
    non_repeating_options=(-m --max-conns -e --exec -c --sh-exec --workers --rate-limit --cookie-key-file --interface --dscp --rcvbuf --sndbuf --framing --in-framing --out-framing --too-large -q --quit-after -b --bitrate --flow --ordered -o --output -x --hex-dump -w --wait -i --idle-timeout --keepalive --retransmit --mtu --data-mtu --record-size --df --key-pass-file --rpk --client-ca --psk-identity --psk-file --psk-key --psk-db --psk-hint --priority --profile --min-version --max-version --cipher --group --alpn --srtp --ticket-key-file --keylog --pcap --save-cert --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-m'|'--max-conns')
        return
        ;;
    '-e'|'--exec')
        __dtlscat_add_completions -f
        return
        ;;
    '-c'|'--sh-exec')
        return
        ;;
    '--workers')
        return
        ;;
    '--allow')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --allow "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--deny')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --deny "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--cookie-key-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '--framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--in-framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--out-framing')
        __dtlscat_add_completions -W 'stream'$'\n''line'$'\n''nul'$'\n''len16'$'\n''len32'$'\n''whole'$'\n''hex'$'\n''jsonl'
        return
        ;;
    '--too-large')
        __dtlscat_add_completions -W 'split'$'\n''error'$'\n''drop'
        return
        ;;
    '-q'|'--quit-after')
        return
        ;;
    '-b'|'--bitrate')
        return
        ;;
    '--flow')
        __dtlscat_add_completions -W 'auto'$'\n''heartbeat'$'\n''none'
        return
        ;;
    '--ordered')
        return
        ;;
    '-o'|'--output')
        __dtlscat_add_completions -f
        return
        ;;
    '-x'|'--hex-dump')
        __dtlscat_add_completions -f
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '-i'|'--idle-timeout')
        return
        ;;
    '--keepalive')
        return
        ;;
    '--retransmit')
        return
        ;;
    '--mtu')
        return
        ;;
    '--data-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--df')
        __dtlscat_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --client-pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-db')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--srtp')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --srtp "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--export')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- --export "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--ticket-key-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--keylog')
        __dtlscat_add_completions -f
        return
        ;;
    '--pcap')
        __dtlscat_add_completions -f
        return
        ;;
    '--save-cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion listen -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_forward() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric --reconnect --no-mtu-fallback --tofu --strict-tofu --insecure --require-client-cert --no-cookie --self-signed --psk-plain --no-tickets -Q --quiet --json --show-cert --sandbox --no-sandbox --version -h --help)
    repeating_options=(--pin --client-pin --crl --allow --deny --cert --key)
    non_repeating_options=(-m --max-conns -s --source --interface --dscp --rcvbuf --sndbuf -w --wait -i --idle-timeout --keepalive --retransmit --mtu --data-mtu --record-size --df --ca --name --sni --known-hosts --client-ca --rate-limit --cookie-key-file --key-pass-file --rpk --psk-identity --psk-file --psk-key --psk-db --psk-hint --priority --profile --min-version --max-version --cipher --group --alpn --ticket-key-file --keylog --pcap --save-cert --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-m'|'--max-conns')
        return
        ;;
    '-s'|'--source')
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '-i'|'--idle-timeout')
        return
        ;;
    '--keepalive')
        return
        ;;
    '--retransmit')
        return
        ;;
    '--mtu')
        return
        ;;
    '--data-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--df')
        __dtlscat_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--name')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --name "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --client-pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--allow')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --allow "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--deny')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --deny "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--cookie-key-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-db')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--ticket-key-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--keylog')
        __dtlscat_add_completions -f
        return
        ;;
    '--pcap')
        __dtlscat_add_completions -f
        return
        ;;
    '--save-cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion forward -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_bench() {
    repeating_flags=(-v)
    non_repeating_flags=(--server --local -R --reverse --bidir --handshakes --resume --latency --udp-baseline -4 -6 --no-mtu-fallback --tofu --strict-tofu --insecure --self-signed --require-client-cert --psk-plain -Q --quiet --json --sandbox --no-sandbox --version -h --help)
    repeating_options=(--pin --crl --cert --key --client-pin)
    non_repeating_options=(-t --time -n --bytes -l --length -P --parallel -b --bitrate -i --interval -O --omit --concurrency --compare --plot --fail-under --max-loss --interface --dscp --rcvbuf --sndbuf -w --wait --flow --mtu --data-mtu --record-size --df --ca --name --sni --known-hosts --key-pass-file --rpk --client-ca --psk-identity --psk-file --psk-key --psk-db --psk-hint --priority --profile --min-version --max-version --cipher --group --alpn --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-t'|'--time')
        return
        ;;
    '-n'|'--bytes')
        return
        ;;
    '-l'|'--length')
        return
        ;;
    '-P'|'--parallel')
        return
        ;;
    '-b'|'--bitrate')
        return
        ;;
    '-i'|'--interval')
        return
        ;;
    '-O'|'--omit')
        return
        ;;
    '--concurrency')
        return
        ;;
    '--compare')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --compare "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--plot')
        __dtlscat_add_completions -f
        return
        ;;
    '--fail-under')
        return
        ;;
    '--max-loss')
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--flow')
        __dtlscat_add_completions -W 'auto'$'\n''heartbeat'$'\n''none'
        return
        ;;
    '--mtu')
        return
        ;;
    '--data-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--df')
        __dtlscat_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--name')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --name "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--client-pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --client-pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-db')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion bench -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_fingerprint() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric -Q --quiet --json --sandbox --no-sandbox --version -h --help)
    repeating_options=(--check)
    non_repeating_options=(--algorithm --format --what --expires-within -w --wait --sni --mtu --interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --key-pass-file --color)
    __dtlscat_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--algorithm')
        __dtlscat_add_completions -W 'sha1'$'\n''sha256'$'\n''sha384'$'\n''sha512'
        return
        ;;
    '--format')
        __dtlscat_add_completions -W 'hex'$'\n''colon'$'\n''pin'$'\n''sdp'$'\n''tlsa'$'\n''ssh'$'\n''all'
        return
        ;;
    '--what')
        __dtlscat_add_completions -W 'cert'$'\n''spki'$'\n''chain'
        return
        ;;
    '--check')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion fingerprint -- --check "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--expires-within')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion fingerprint -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--mtu')
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion fingerprint -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-s'|'--source')
        return
        ;;
    '-p'|'--source-port')
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion fingerprint -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_probe() {
    repeating_flags=(-v)
    non_repeating_flags=(--mtu -4 -6 -n --numeric --tofu --strict-tofu --insecure --self-signed --psk-plain -Q --quiet -z --json --show-cert --sandbox --no-sandbox --version -h --help)
    repeating_options=(--pin --crl --cert --key)
    non_repeating_options=(-c --count -i --interval -w --wait --retransmit --link-mtu --record-size --interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --ca --name --sni --known-hosts --key-pass-file --rpk --psk-identity --psk-file --psk-key --priority --profile --min-version --max-version --cipher --group --alpn --keylog --pcap --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-c'|'--count')
        return
        ;;
    '-i'|'--interval')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--retransmit')
        return
        ;;
    '--link-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-s'|'--source')
        return
        ;;
    '-p'|'--source-port')
        return
        ;;
    '--ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--name')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --name "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--keylog')
        __dtlscat_add_completions -f
        return
        ;;
    '--pcap')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion probe -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_scan() {
    repeating_flags=(-v)
    non_repeating_flags=(--versions --ciphers --groups --extensions --fast -4 -6 -n --numeric -Q --quiet --json --sandbox --no-sandbox --version -h --help)
    repeating_options=()
    non_repeating_options=(--fail-on --jobs -w --wait --retransmit --sni --interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--fail-on')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion scan -- --fail-on "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--jobs')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--retransmit')
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion scan -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion scan -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '-s'|'--source')
        return
        ;;
    '-p'|'--source-port')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion scan -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion scan -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_keygen() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dtlscat_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    psk|cert|rpk)
        # Offer subcommand argument completions
        "_dtlscat_keygen_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'psk cert rpk' -- "${cur}"))
        ;;
    esac
}

_dtlscat_keygen_psk() {
    repeating_flags=()
    non_repeating_flags=(--force -Q --quiet --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--identity --length -o --output --color)
    __dtlscat_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion keygen psk -- --identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--length')
        return
        ;;
    '-o'|'--output')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_keygen_cert() {
    repeating_flags=()
    non_repeating_flags=(--server --client --ca --csr --force -Q --quiet --json --version -h --help)
    repeating_options=(--name)
    non_repeating_options=(--subject --days --type --new-ca --signed-by --sign-key --key-pass-file --sign-csr --key-out -o --output --color)
    __dtlscat_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--name')
        return
        ;;
    '--subject')
        return
        ;;
    '--days')
        return
        ;;
    '--type')
        __dtlscat_add_completions -W 'ecdsa'$'\n''ecdsa-p384'$'\n''ed25519'$'\n''rsa'$'\n''rsa-3072'$'\n''rsa-4096'
        return
        ;;
    '--new-ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--signed-by')
        __dtlscat_add_completions -f
        return
        ;;
    '--sign-key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--sign-csr')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-out')
        __dtlscat_add_completions -f
        return
        ;;
    '-o'|'--output')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_keygen_rpk() {
    repeating_flags=()
    non_repeating_flags=(--force -Q --quiet --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--type --public-out -o --output --color)
    __dtlscat_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--type')
        __dtlscat_add_completions -W 'ecdsa'$'\n''ecdsa-p384'$'\n''ed25519'$'\n''rsa'$'\n''rsa-3072'$'\n''rsa-4096'
        return
        ;;
    '--public-out')
        __dtlscat_add_completions -f
        return
        ;;
    '-o'|'--output')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_hosts() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __dtlscat_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|forget|import|scan)
        # Offer subcommand argument completions
        "_dtlscat_hosts_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list forget import scan' -- "${cur}"))
        ;;
    esac
}

_dtlscat_hosts_list() {
    repeating_flags=()
    non_repeating_flags=(-Q --quiet --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--known-hosts --color)
    __dtlscat_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_hosts_forget() {
    repeating_flags=()
    non_repeating_flags=(-Q --quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(--known-hosts --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion hosts forget -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion hosts forget -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_hosts_import() {
    repeating_flags=()
    non_repeating_flags=(--replace -Q --quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(--known-hosts --color)
    __dtlscat_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -f
        return
        ;;
    esac
}

_dtlscat_hosts_scan() {
    repeating_flags=()
    non_repeating_flags=(-n --numeric -4 -6 -Q --quiet --sandbox --no-sandbox --version -h --help)
    repeating_options=()
    non_repeating_options=(-f -p --port -w --wait --sni --color)
    __dtlscat_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-f')
        __dtlscat_add_completions -f
        return
        ;;
    '-p'|'--port')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion hosts scan -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion hosts scan -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_priority() {
    repeating_flags=(-v)
    non_repeating_flags=(--no-mtu-fallback --tofu --strict-tofu --insecure --self-signed --psk-plain -Q --quiet --json --version -h --help)
    repeating_options=(--export --pin --crl --cert --key)
    non_repeating_options=(--priority --profile --min-version --max-version --cipher --group --alpn --srtp --mtu --data-mtu --record-size --df --ca --name --sni --known-hosts --key-pass-file --rpk --psk-identity --psk-file --psk-key --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--priority')
        __dtlscat_add_completions -W 'LEGACY'$'\n''NONE'$'\n''NORMAL'$'\n''PERFORMANCE'$'\n''PFS'$'\n''SECURE128'$'\n''SECURE192'$'\n''SECURE256'$'\n''SUITEB128'$'\n''SUITEB192'
        return
        ;;
    '--profile')
        __dtlscat_add_completions -W 'default'$'\n''coap'$'\n''webrtc'$'\n''legacy'$'\n''strict'
        return
        ;;
    '--min-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--max-version')
        __dtlscat_add_completions -W '1.0'$'\n''1.2'
        return
        ;;
    '--cipher')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --cipher "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--group')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --group "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--alpn')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --alpn "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--srtp')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --srtp "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--export')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --export "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--mtu')
        return
        ;;
    '--data-mtu')
        return
        ;;
    '--record-size')
        return
        ;;
    '--df')
        __dtlscat_add_completions -W 'yes'$'\n''no'
        return
        ;;
    '--ca')
        __dtlscat_add_completions -f
        return
        ;;
    '--name')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --name "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--sni')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --sni "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--pin')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --pin "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--known-hosts')
        __dtlscat_add_completions -f
        return
        ;;
    '--crl')
        __dtlscat_add_completions -f
        return
        ;;
    '--cert')
        __dtlscat_add_completions -f
        return
        ;;
    '--key')
        __dtlscat_add_completions -f
        return
        ;;
    '--key-pass-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--rpk')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-identity')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --psk-identity "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--psk-file')
        __dtlscat_add_completions -f
        return
        ;;
    '--psk-key')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- --psk-key "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion priority -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_impair() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric -Q --quiet --json --sandbox --no-sandbox --version -h --help)
    repeating_options=()
    non_repeating_options=(--both --c2s --s2c --seed --rebind-after -t --time -m --max-conns -i --idle-timeout --interface --dscp --rcvbuf --sndbuf --color --log)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--both')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- --both "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--c2s')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- --c2s "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--s2c')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- --s2c "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--seed')
        return
        ;;
    '--rebind-after')
        return
        ;;
    '-t'|'--time')
        return
        ;;
    '-m'|'--max-conns')
        return
        ;;
    '-i'|'--idle-timeout')
        return
        ;;
    '--interface')
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- --interface "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    '--dscp')
        return
        ;;
    '--rcvbuf')
        return
        ;;
    '--sndbuf')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--log')
        __dtlscat_add_completions -f
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- positional@0 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    2)
        __dtlscat_add_completions -W "$(__dtlscat_custom_complete ---completion impair -- positional@1 "${COMP_CWORD}" "$(__dtlscat_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_dtlscat_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __dtlscat_offer_flags_options -1
}

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
    c)
        ((count > 2)) && words[1]=connect
        ;;
    l | -l | --listen)
        ((count > 2)) && words[1]=listen
        ;;
    connect | listen | forward | bench | fingerprint | probe | scan | keygen | hosts | priority | impair | --version | -h | --help)
        ;;
    -*)
        words=("${words[0]}" connect "${words[@]:1}")
        ;;
    *)
        ((count > 2)) && words=("${words[0]}" connect "${words[@]:1}")
        ;;
    esac

    local IFS=$' \t\n'
    COMP_WORDS=("${words[@]}")
    COMP_CWORD=$((${#words[@]} - 1))
    COMP_LINE="${words[*]}"
    COMP_POINT="${#COMP_LINE}"
    local -r whole="${cur#[\"\']}"
    __dtlscat_words "${1}" "${whole}" "${words[COMP_CWORD - 1]}"

    local -r before="${whole%"${2}"}"
    COMPREPLY=("${COMPREPLY[@]#"${before}"}")
    if [[ "${#COMPREPLY[@]}" -eq 1 && "${COMPREPLY[0]}" = *[:=,@/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o filenames -F _dtlscat dtlscat

