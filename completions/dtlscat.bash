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

__dtlscat_add_completions() {
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

_dtlscat() {
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
    non_repeating_flags=(-4 -6 -n --numeric -0 -C --crlf --send-only --recv-only --progress --fail-on-loss --reconnect --no-mtu-fallback --tofu --strict-tofu --insecure --self-signed --psk-plain -Q --quiet --json --show-cert --version -h --help)
    repeating_options=(--pin --crl --cert --key --export)
    non_repeating_options=(--interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --framing --in-framing --out-framing --too-large -q --quit-after -b --bitrate --flow --ordered -o --output -x --hex-dump -w --wait -i --idle-timeout --keepalive --retransmit --mtu --data-mtu --record-size --df --ca --name --sni --known-hosts --key-pass-file --rpk --psk-identity --psk-file --psk-key --priority --profile --min-version --max-version --cipher --group --alpn --srtp --session-file --keylog --pcap --save-cert --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--interface')
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
        return
        ;;
    '-x'|'--hex-dump')
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
        return
        ;;
    '--name')
        return
        ;;
    '--sni')
        return
        ;;
    '--pin')
        return
        ;;
    '--known-hosts')
        return
        ;;
    '--crl')
        return
        ;;
    '--cert')
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--priority')
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--srtp')
        return
        ;;
    '--export')
        return
        ;;
    '--session-file')
        return
        ;;
    '--keylog')
        return
        ;;
    '--pcap')
        return
        ;;
    '--save-cert')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_listen() {
    repeating_flags=(-v)
    non_repeating_flags=(-k --keep-open --echo --discard --broker --no-cookie -4 -6 -n --numeric -0 -C --crlf --send-only --recv-only --progress --fail-on-loss --no-mtu-fallback --self-signed --require-client-cert --psk-plain --no-tickets -Q --quiet --json --show-cert --version -h --help)
    repeating_options=(--allow --deny --cert --key --client-pin --crl --export)
    non_repeating_options=(-m --max-conns -e --exec -c --sh-exec --workers --rate-limit --cookie-key-file --interface --dscp --rcvbuf --sndbuf --framing --in-framing --out-framing --too-large -q --quit-after -b --bitrate --flow --ordered -o --output -x --hex-dump -w --wait -i --idle-timeout --keepalive --retransmit --mtu --data-mtu --record-size --df --key-pass-file --rpk --client-ca --psk-identity --psk-file --psk-key --psk-db --psk-hint --priority --profile --min-version --max-version --cipher --group --alpn --srtp --ticket-key-file --keylog --pcap --save-cert --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '-m'|'--max-conns')
        return
        ;;
    '-e'|'--exec')
        return
        ;;
    '-c'|'--sh-exec')
        return
        ;;
    '--workers')
        return
        ;;
    '--allow')
        return
        ;;
    '--deny')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--cookie-key-file')
        return
        ;;
    '--interface')
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
        return
        ;;
    '-x'|'--hex-dump')
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
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--client-pin')
        return
        ;;
    '--crl')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--psk-db')
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--srtp')
        return
        ;;
    '--export')
        return
        ;;
    '--ticket-key-file')
        return
        ;;
    '--keylog')
        return
        ;;
    '--pcap')
        return
        ;;
    '--save-cert')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_forward() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric --reconnect --no-mtu-fallback --tofu --strict-tofu --insecure --require-client-cert --no-cookie --self-signed --psk-plain --no-tickets -Q --quiet --json --show-cert --version -h --help)
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
        return
        ;;
    '--name')
        return
        ;;
    '--sni')
        return
        ;;
    '--pin')
        return
        ;;
    '--known-hosts')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--client-pin')
        return
        ;;
    '--crl')
        return
        ;;
    '--allow')
        return
        ;;
    '--deny')
        return
        ;;
    '--rate-limit')
        return
        ;;
    '--cookie-key-file')
        return
        ;;
    '--cert')
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--psk-db')
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--ticket-key-file')
        return
        ;;
    '--keylog')
        return
        ;;
    '--pcap')
        return
        ;;
    '--save-cert')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_bench() {
    repeating_flags=(-v)
    non_repeating_flags=(--server --local -R --reverse --bidir --handshakes --resume --latency --udp-baseline -4 -6 --no-mtu-fallback --tofu --strict-tofu --insecure --self-signed --require-client-cert --psk-plain -Q --quiet --json --version -h --help)
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
        return
        ;;
    '--plot')
        return
        ;;
    '--fail-under')
        return
        ;;
    '--max-loss')
        return
        ;;
    '--interface')
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
        return
        ;;
    '--name')
        return
        ;;
    '--sni')
        return
        ;;
    '--pin')
        return
        ;;
    '--known-hosts')
        return
        ;;
    '--crl')
        return
        ;;
    '--cert')
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--client-ca')
        return
        ;;
    '--client-pin')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--psk-db')
        return
        ;;
    '--psk-hint')
        return
        ;;
    '--priority')
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_fingerprint() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric -Q --quiet --json --version -h --help)
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
        return
        ;;
    '--expires-within')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--sni')
        return
        ;;
    '--mtu')
        return
        ;;
    '--interface')
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
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_probe() {
    repeating_flags=(-v)
    non_repeating_flags=(--mtu -4 -6 -n --numeric --tofu --strict-tofu --insecure --self-signed --psk-plain -Q --quiet -z --json --show-cert --version -h --help)
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
        return
        ;;
    '--name')
        return
        ;;
    '--sni')
        return
        ;;
    '--pin')
        return
        ;;
    '--known-hosts')
        return
        ;;
    '--crl')
        return
        ;;
    '--cert')
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--priority')
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--keylog')
        return
        ;;
    '--pcap')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_scan() {
    repeating_flags=(-v)
    non_repeating_flags=(--versions --ciphers --groups --extensions --fast -4 -6 -n --numeric -Q --quiet --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--fail-on --jobs -w --wait --retransmit --sni --interface --dscp --rcvbuf --sndbuf -s --source -p --source-port --color)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--fail-on')
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
        return
        ;;
    '--interface')
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
        return
        ;;
    '--length')
        return
        ;;
    '-o'|'--output')
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
        return
        ;;
    '--signed-by')
        return
        ;;
    '--sign-key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--sign-csr')
        return
        ;;
    '--key-out')
        return
        ;;
    '-o'|'--output')
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
        return
        ;;
    '-o'|'--output')
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
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
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
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_hosts_scan() {
    repeating_flags=()
    non_repeating_flags=(-n --numeric -4 -6 -Q --quiet --version -h --help)
    repeating_options=()
    non_repeating_options=(-f -p --port -w --wait --sni --color)
    __dtlscat_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-f')
        return
        ;;
    '-p'|'--port')
        return
        ;;
    '-w'|'--wait')
        return
        ;;
    '--sni')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
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
        return
        ;;
    '--group')
        return
        ;;
    '--alpn')
        return
        ;;
    '--srtp')
        return
        ;;
    '--export')
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
        return
        ;;
    '--name')
        return
        ;;
    '--sni')
        return
        ;;
    '--pin')
        return
        ;;
    '--known-hosts')
        return
        ;;
    '--crl')
        return
        ;;
    '--cert')
        return
        ;;
    '--key')
        return
        ;;
    '--key-pass-file')
        return
        ;;
    '--rpk')
        return
        ;;
    '--psk-identity')
        return
        ;;
    '--psk-file')
        return
        ;;
    '--psk-key')
        return
        ;;
    '--color')
        __dtlscat_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_dtlscat_impair() {
    repeating_flags=(-v)
    non_repeating_flags=(-4 -6 -n --numeric -Q --quiet --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--both --c2s --s2c --seed --rebind-after -t --time -m --max-conns -i --idle-timeout --interface --dscp --rcvbuf --sndbuf --color --log)
    __dtlscat_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--both')
        return
        ;;
    '--c2s')
        return
        ;;
    '--s2c')
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

complete -o filenames -F _dtlscat dtlscat
