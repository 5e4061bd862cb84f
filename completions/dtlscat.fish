function __dtlscat_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __dtlscat_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __dtlscat_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __dtlscat_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __dtlscat_parse_tokens -S
    set -l unparsed_tokens (__dtlscat_tokens -pc)
    switch $unparsed_tokens[1]
    case 'dtlscat'
        __dtlscat_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'connect'
            __dtlscat_parse_subcommand 2 '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 's/source=' 'p/source-port=' 'framing=' 'in-framing=' 'out-framing=' '0' 'too-large=' 'C/crlf' 'send-only' 'recv-only' 'q/quit-after=' 'b/bitrate=' 'flow=' 'ordered=' 'progress' 'fail-on-loss' 'o/output=' 'x/hex-dump=' 'w/wait=' 'i/idle-timeout=' 'keepalive=' 'retransmit=' 'reconnect' 'mtu=' 'data-mtu=' 'no-mtu-fallback' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'srtp=' 'export=+' 'session-file=' 'v' 'Q/quiet' 'json' 'keylog=' 'pcap=' 'show-cert' 'save-cert=' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'listen'
            __dtlscat_parse_subcommand 2 'k/keep-open' 'm/max-conns=' 'echo' 'discard' 'broker' 'e/exec=' 'c/sh-exec=' 'workers=' 'allow=+' 'deny=+' 'rate-limit=' 'no-cookie' 'cookie-key-file=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 'framing=' 'in-framing=' 'out-framing=' '0' 'too-large=' 'C/crlf' 'send-only' 'recv-only' 'q/quit-after=' 'b/bitrate=' 'flow=' 'ordered=' 'progress' 'fail-on-loss' 'o/output=' 'x/hex-dump=' 'w/wait=' 'i/idle-timeout=' 'keepalive=' 'retransmit=' 'mtu=' 'data-mtu=' 'no-mtu-fallback' 'record-size=' 'df=' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'require-client-cert' 'client-ca=' 'client-pin=+' 'crl=+' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'psk-db=' 'psk-hint=' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'srtp=' 'export=+' 'ticket-key-file=' 'no-tickets' 'v' 'Q/quiet' 'json' 'keylog=' 'pcap=' 'show-cert' 'save-cert=' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'forward'
            __dtlscat_parse_subcommand 2 'm/max-conns=' 's/source=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 'w/wait=' 'i/idle-timeout=' 'keepalive=' 'retransmit=' 'reconnect' 'mtu=' 'data-mtu=' 'no-mtu-fallback' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'require-client-cert' 'client-ca=' 'client-pin=+' 'crl=+' 'allow=+' 'deny=+' 'rate-limit=' 'no-cookie' 'cookie-key-file=' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'psk-db=' 'psk-hint=' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'ticket-key-file=' 'no-tickets' 'v' 'Q/quiet' 'json' 'keylog=' 'pcap=' 'show-cert' 'save-cert=' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'bench'
            __dtlscat_parse_subcommand 2 'server' 'local' 't/time=' 'n/bytes=' 'l/length=' 'P/parallel=' 'R/reverse' 'bidir' 'b/bitrate=' 'i/interval=' 'O/omit=' 'handshakes' 'concurrency=' 'resume' 'latency' 'udp-baseline' 'compare=' 'plot=' 'fail-under=' 'max-loss=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'w/wait=' 'flow=' 'mtu=' 'data-mtu=' 'no-mtu-fallback' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'require-client-cert' 'client-ca=' 'client-pin=+' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'psk-db=' 'psk-hint=' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'v' 'Q/quiet' 'json' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'fingerprint'
            __dtlscat_parse_subcommand -r 1 'algorithm=' 'format=' 'what=' 'check=+' 'expires-within=' 'w/wait=' 'sni=' 'mtu=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 's/source=' 'p/source-port=' 'key-pass-file=' 'v' 'Q/quiet' 'json' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'probe'
            __dtlscat_parse_subcommand 2 'c/count=' 'i/interval=' 'w/wait=' 'retransmit=' 'mtu' 'link-mtu=' 'record-size=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 's/source=' 'p/source-port=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'v' 'Q/quiet' 'z' 'json' 'show-cert' 'keylog=' 'pcap=' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'scan'
            __dtlscat_parse_subcommand 2 'versions' 'ciphers' 'groups' 'extensions' 'fast' 'fail-on=' 'jobs=' 'w/wait=' 'retransmit=' 'sni=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 's/source=' 'p/source-port=' 'v' 'Q/quiet' 'json' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
        case 'keygen'
            __dtlscat_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'psk'
                __dtlscat_parse_subcommand 0 'identity=' 'length=' 'o/output=' 'force' 'Q/quiet' 'json' 'color=' 'version' 'h/help'
            case 'cert'
                __dtlscat_parse_subcommand 0 'name=+' 'subject=' 'days=' 'type=' 'server' 'client' 'ca' 'new-ca=' 'signed-by=' 'sign-key=' 'key-pass-file=' 'sign-csr=' 'csr' 'key-out=' 'o/output=' 'force' 'Q/quiet' 'json' 'color=' 'version' 'h/help'
            case 'rpk'
                __dtlscat_parse_subcommand 0 'type=' 'public-out=' 'o/output=' 'force' 'Q/quiet' 'json' 'color=' 'version' 'h/help'
            end
        case 'hosts'
            __dtlscat_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __dtlscat_parse_subcommand 0 'known-hosts=' 'Q/quiet' 'color=' 'json' 'version' 'h/help'
            case 'forget'
                __dtlscat_parse_subcommand 2 'known-hosts=' 'Q/quiet' 'color=' 'version' 'h/help'
            case 'import'
                __dtlscat_parse_subcommand 1 'replace' 'known-hosts=' 'Q/quiet' 'color=' 'version' 'h/help'
            case 'scan'
                __dtlscat_parse_subcommand -r 1 'f=' 'p/port=' 'w/wait=' 'sni=' 'n/numeric' '4' '6' 'Q/quiet' 'color=' 'sandbox' 'no-sandbox' 'version' 'h/help'
            end
        case 'priority'
            __dtlscat_parse_subcommand 2 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'srtp=' 'export=+' 'mtu=' 'data-mtu=' 'no-mtu-fallback' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'v' 'Q/quiet' 'json' 'color=' 'version' 'h/help'
        case 'impair'
            __dtlscat_parse_subcommand 2 'both=' 'c2s=' 's2c=' 'seed=' 'rebind-after=' 't/time=' 'm/max-conns=' 'i/idle-timeout=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 'v' 'Q/quiet' 'json' 'color=' 'sandbox' 'no-sandbox' 'log=' 'version' 'h/help'
        case 'help'
            __dtlscat_parse_subcommand -r 1 'version'
        end
    end
end

function __dtlscat_typed_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __dtlscat_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __dtlscat_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __dtlscat_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__dtlscat_tokens -p)
    if test -z "$(__dtlscat_tokens -t)"
        set -l index (count (__dtlscat_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

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
    case c
        set tokens[2] connect
    case l -l --listen
        set tokens[2] listen
    case connect listen forward bench fingerprint probe scan keygen hosts priority impair --version -h --help
    case ''
        if string match -q -- '-*' (commandline -tc)
            set tokens $tokens[1] connect $tokens[2..]
        end
    case '*'
        set tokens $tokens[1] connect $tokens[2..]
    end
    printf '%s\n' $tokens
end

complete -c 'dtlscat' -f
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'connect' -d 'Pipe standard input and output to a DTLS server.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'listen' -d 'Wait for DTLS clients, and pipe to and from them.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'forward' -d 'Carry the datagrams of a UDP service through DTLS.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'bench' -d 'Measure throughput, round trips or handshakes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'fingerprint' -d 'Show or check the fingerprint of a peer or a file.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'probe' -d 'Shake hands with a server, report, and close.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'scan' -d 'Find out which versions and suites a server takes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'keygen' -d 'Make certificates, pre-shared and raw public keys.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'hosts' -d 'Show and change what --tofu remembers of servers.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'priority' -d 'Show what options enable, in other tools\' words too.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'impair' -d 'Relay datagrams, and lose, delay or break some.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat connect" -eq 1' -fka '(__dtlscat_custom_completion ---completion connect -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat connect" -eq 2' -fka '(__dtlscat_custom_completion ---completion connect -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion connect -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" s source' -s 's' -l 'source' -d 'Send from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" p source-port' -s 'p' -l 'source-port' -d 'Send from this port.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" framing' -l 'framing' -d 'stream, line, nul, len16, len32, whole, hex, jsonl.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" in-framing' -l 'in-framing' -d 'How standard input is cut into messages.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" out-framing' -l 'out-framing' -d 'How messages are told apart on standard output.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 0' -s '0' -d 'The same as --framing nul.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" too-large' -l 'too-large' -d 'Of messages: split, error or drop; default: error.' -rfka 'split error drop'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" C crlf' -s 'C' -l 'crlf' -d 'Send CRLF where the input has LF.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" send-only' -l 'send-only' -d 'Send alone: what the peer says is dropped.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" recv-only' -l 'recv-only' -d 'Receive alone: standard input is not read.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" q quit-after' -s 'q' -l 'quit-after' -d 'Wait this long after the end of input; default: 2s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" b bitrate' -s 'b' -l 'bitrate' -d 'Send at most this many bits a second: 500K, 10M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" flow' -l 'flow' -d 'Its pace: auto, heartbeat or none.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" ordered' -l 'ordered' -d 'Hold messages back this long for those before.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" progress' -l 'progress' -d 'Show on a terminal how far it has come.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" fail-on-loss' -l 'fail-on-loss' -d 'End with status 8 where anything was lost.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" o output' -s 'o' -l 'output' -d 'Write there instead of standard output.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" hex-dump x' -s 'x' -l 'hex-dump' -d 'Write what is sent and received there, in hex.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'End after this silence; listen -k and forward: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" keepalive' -l 'keepalive' -d 'Ask after this silence; forward: 20s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" retransmit' -l 'retransmit' -d 'Send a flight again after this long; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" reconnect' -l 'reconnect' -d 'Try again where there is no session, or no more.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" no-mtu-fallback' -l 'no-mtu-fallback' -d 'Do not try smaller datagrams where none is answered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" df' -l 'df' -d 'Forbid routers to fragment: yes or no; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" ca' -l 'ca' -d 'Trust these authorities alone: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" name' -l 'name' -d 'The name in the certificate; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion connect -- --name (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka '(__dtlscat_custom_completion ---completion connect -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion connect -- --pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" tofu' -l 'tofu' -d 'Accept the key that is remembered; ask about others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" strict-tofu' -l 'strict-tofu' -d 'Accept the key that is remembered, and no other.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion connect -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion connect -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion connect -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion connect -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion connect -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" srtp' -l 'srtp' -d 'SRTP profiles, best first: SRTP_AEAD_AES_128_GCM,…' -rfka '(__dtlscat_custom_completion ---completion connect -- --srtp (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'export' -d 'Show secret keying material, 32 bytes or as many.' -rfka '(__dtlscat_custom_completion ---completion connect -- --export (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" session-file' -l 'session-file' -d 'Take up the session in it, or keep a new one there.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" json' -l 'json' -d 'Report on standard error as JSON when it ends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" keylog' -l 'keylog' -d 'Append the secrets, for Wireshark; or $SSLKEYLOGFILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" pcap' -l 'pcap' -d 'Capture datagrams and secrets there, for Wireshark.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" save-cert' -l 'save-cert' -d 'Save the peer\'s chain there, in PEM.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat listen" -eq 1' -fka '(__dtlscat_custom_completion ---completion listen -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat listen" -eq 2' -fka '(__dtlscat_custom_completion ---completion listen -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" k keep-open' -s 'k' -l 'keep-open' -d 'Serve many clients, and go on when they leave.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" m max-conns' -s 'm' -l 'max-conns' -d 'Serve this many at once; default: 4096, 256 with -e.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" echo' -l 'echo' -d 'Send each message back to where it came from.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" discard' -l 'discard' -d 'Drop what comes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" broker' -l 'broker' -d 'Send each message to every other client.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" e exec' -s 'e' -l 'exec' -d 'Run this for each client; words end at blanks.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" c sh-exec' -s 'c' -l 'sh-exec' -d 'Run this with /bin/sh for each client.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" workers' -l 'workers' -d 'Serve by this many threads; default: 1.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'allow' -d 'Answer these alone: an address, a block, or @file.' -rfka '(__dtlscat_custom_completion ---completion listen -- --allow (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'deny' -d 'Do not answer these addresses, allowed or not.' -rfka '(__dtlscat_custom_completion ---completion listen -- --deny (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" rate-limit' -l 'rate-limit' -d 'Handshakes that one address may begin: 20/s, 5/m.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" no-cookie' -l 'no-cookie' -d 'Keep state for addresses that are not proved yet.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" cookie-key-file' -l 'cookie-key-file' -d 'Share the cookie key in this file; made if missing.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion listen -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" framing' -l 'framing' -d 'stream, line, nul, len16, len32, whole, hex, jsonl.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" in-framing' -l 'in-framing' -d 'How standard input is cut into messages.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" out-framing' -l 'out-framing' -d 'How messages are told apart on standard output.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 0' -s '0' -d 'The same as --framing nul.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" too-large' -l 'too-large' -d 'Of messages: split, error or drop; default: error.' -rfka 'split error drop'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" C crlf' -s 'C' -l 'crlf' -d 'Send CRLF where the input has LF.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" send-only' -l 'send-only' -d 'Send alone: what the peer says is dropped.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" recv-only' -l 'recv-only' -d 'Receive alone: standard input is not read.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" q quit-after' -s 'q' -l 'quit-after' -d 'Wait this long after the end of input; default: 2s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" b bitrate' -s 'b' -l 'bitrate' -d 'Send at most this many bits a second: 500K, 10M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" flow' -l 'flow' -d 'Its pace: auto, heartbeat or none.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" ordered' -l 'ordered' -d 'Hold messages back this long for those before.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" progress' -l 'progress' -d 'Show on a terminal how far it has come.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" fail-on-loss' -l 'fail-on-loss' -d 'End with status 8 where anything was lost.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" o output' -s 'o' -l 'output' -d 'Write there instead of standard output.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" hex-dump x' -s 'x' -l 'hex-dump' -d 'Write what is sent and received there, in hex.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'End after this silence; listen -k and forward: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" keepalive' -l 'keepalive' -d 'Ask after this silence; forward: 20s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" retransmit' -l 'retransmit' -d 'Send a flight again after this long; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" no-mtu-fallback' -l 'no-mtu-fallback' -d 'Do not try smaller datagrams where none is answered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" df' -l 'df' -d 'Forbid routers to fragment: yes or no; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" require-client-cert' -l 'require-client-cert' -d 'Refuse clients without a certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" client-ca' -l 'client-ca' -d 'Trust these for clients: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'client-pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion listen -- --client-pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion listen -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion listen -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-db' -l 'psk-db' -d 'The keys of many clients: a line identity:hex each.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-hint' -l 'psk-hint' -d 'Tell clients this about the identity to use.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion listen -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion listen -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion listen -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" srtp' -l 'srtp' -d 'SRTP profiles, best first: SRTP_AEAD_AES_128_GCM,…' -rfka '(__dtlscat_custom_completion ---completion listen -- --srtp (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'export' -d 'Show secret keying material, 32 bytes or as many.' -rfka '(__dtlscat_custom_completion ---completion listen -- --export (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" ticket-key-file' -l 'ticket-key-file' -d 'Share the ticket key in this file; made if missing.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" no-tickets' -l 'no-tickets' -d 'Give out no session tickets, and take none.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" json' -l 'json' -d 'Report on standard error as JSON when it ends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" keylog' -l 'keylog' -d 'Append the secrets, for Wireshark; or $SSLKEYLOGFILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" pcap' -l 'pcap' -d 'Capture datagrams and secrets there, for Wireshark.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" save-cert' -l 'save-cert' -d 'Save the peer\'s chain there, in PEM.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat forward" -eq 1' -fka '(__dtlscat_custom_completion ---completion forward -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat forward" -eq 2' -fka '(__dtlscat_custom_completion ---completion forward -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" m max-conns' -s 'm' -l 'max-conns' -d 'Serve this many sources at once; default: 1024.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" s source' -s 's' -l 'source' -d 'Send to TO from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion forward -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'End after this silence; listen -k and forward: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" keepalive' -l 'keepalive' -d 'Ask after this silence; forward: 20s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" retransmit' -l 'retransmit' -d 'Send a flight again after this long; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" reconnect' -l 'reconnect' -d 'Try again where there is no session, or no more.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" no-mtu-fallback' -l 'no-mtu-fallback' -d 'Do not try smaller datagrams where none is answered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" df' -l 'df' -d 'Forbid routers to fragment: yes or no; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" ca' -l 'ca' -d 'Trust these authorities alone: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" name' -l 'name' -d 'The name in the certificate; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion forward -- --name (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka '(__dtlscat_custom_completion ---completion forward -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion forward -- --pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" tofu' -l 'tofu' -d 'Accept the key that is remembered; ask about others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" strict-tofu' -l 'strict-tofu' -d 'Accept the key that is remembered, and no other.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" require-client-cert' -l 'require-client-cert' -d 'Refuse clients without a certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" client-ca' -l 'client-ca' -d 'Trust these for clients: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'client-pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion forward -- --client-pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'allow' -d 'Answer these alone: an address, a block, or @file.' -rfka '(__dtlscat_custom_completion ---completion forward -- --allow (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'deny' -d 'Do not answer these addresses, allowed or not.' -rfka '(__dtlscat_custom_completion ---completion forward -- --deny (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" rate-limit' -l 'rate-limit' -d 'Handshakes that one address may begin: 20/s, 5/m.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" no-cookie' -l 'no-cookie' -d 'Keep state for addresses that are not proved yet.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" cookie-key-file' -l 'cookie-key-file' -d 'Share the cookie key in this file; made if missing.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion forward -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion forward -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-db' -l 'psk-db' -d 'The keys of many clients: a line identity:hex each.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" psk-hint' -l 'psk-hint' -d 'Tell clients this about the identity to use.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion forward -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion forward -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion forward -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" ticket-key-file' -l 'ticket-key-file' -d 'Share the ticket key in this file; made if missing.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" no-tickets' -l 'no-tickets' -d 'Give out no session tickets, and take none.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" json' -l 'json' -d 'Report on standard error as JSON when it ends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" keylog' -l 'keylog' -d 'Append the secrets, for Wireshark; or $SSLKEYLOGFILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" pcap' -l 'pcap' -d 'Capture datagrams and secrets there, for Wireshark.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" save-cert' -l 'save-cert' -d 'Save the peer\'s chain there, in PEM.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat forward" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" server' -l 'server' -d 'Be the server, for any number of clients.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" local' -l 'local' -d 'Be both, over loopback, with a key for the run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat bench" -eq 1' -fka '(__dtlscat_custom_completion ---completion bench -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat bench" -eq 2' -fka '(__dtlscat_custom_completion ---completion bench -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" t time' -s 't' -l 'time' -d 'Measure for this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" bytes n' -s 'n' -l 'bytes' -d 'End after this many bytes or handshakes instead.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" l length' -s 'l' -l 'length' -d 'Bytes a message; default: what fits, --latency 64.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" P parallel' -s 'P' -l 'parallel' -d 'This many streams side by side.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" R reverse' -s 'R' -l 'reverse' -d 'The server sends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" bidir' -l 'bidir' -d 'Both send.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" b bitrate' -s 'b' -l 'bitrate' -d 'Bits a second and stream: 500K; default: no limit.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" i interval' -s 'i' -l 'interval' -d 'Report each time this has passed; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" O omit' -s 'O' -l 'omit' -d 'Leave out what happens in this time at first.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" handshakes' -l 'handshakes' -d 'Measure handshakes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" concurrency' -l 'concurrency' -d 'This many handshakes under way.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" resume' -l 'resume' -d 'Let handshakes take up an earlier session.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" latency' -l 'latency' -d 'Measure the round trips of single messages.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" udp-baseline' -l 'udp-baseline' -d 'Measure the same over plain UDP, and what DTLS costs.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" compare' -l 'compare' -d 'Measure with each of these ciphers: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion bench -- --compare (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" plot' -l 'plot' -d 'Draw the result there, as SVG.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" fail-under' -l 'fail-under' -d 'End with status 10 below these bits or handshakes/s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" max-loss' -l 'max-loss' -d 'End with status 10 where more percent are lost.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion bench -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" flow' -l 'flow' -d 'Its pace: auto, heartbeat or none.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" no-mtu-fallback' -l 'no-mtu-fallback' -d 'Do not try smaller datagrams where none is answered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" df' -l 'df' -d 'Forbid routers to fragment: yes or no; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" ca' -l 'ca' -d 'Trust these authorities alone: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" name' -l 'name' -d 'The name in the certificate; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion bench -- --name (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka '(__dtlscat_custom_completion ---completion bench -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion bench -- --pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" tofu' -l 'tofu' -d 'Accept the key that is remembered; ask about others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" strict-tofu' -l 'strict-tofu' -d 'Accept the key that is remembered, and no other.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" require-client-cert' -l 'require-client-cert' -d 'Refuse clients without a certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" client-ca' -l 'client-ca' -d 'Trust these for clients: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'client-pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion bench -- --client-pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion bench -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion bench -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-db' -l 'psk-db' -d 'The keys of many clients: a line identity:hex each.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-hint' -l 'psk-hint' -d 'Tell clients this about the identity to use.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion bench -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion bench -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion bench -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" Q quiet' -s 'Q' -l 'quiet' -d 'Tell the result and errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" json' -l 'json' -d 'Print the result as JSON, by iperf3\'s names.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat fingerprint" -ge 1' -fka '(__dtlscat_custom_completion ---completion fingerprint -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" algorithm' -l 'algorithm' -d 'sha256, sha1, sha384 or sha512; default: sha256.' -rfka 'sha1 sha256 sha384 sha512'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" format' -l 'format' -d 'hex, colon, pin, sdp, tlsa, ssh or all; default: all.' -rfka 'hex colon pin sdp tlsa ssh all'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" what' -l 'what' -d 'cert, spki (the public key), chain (each certificate).' -rfka 'cert spki chain'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint"' -l 'check' -d 'Succeed only with this pin, in any notation; @file.' -rfka '(__dtlscat_custom_completion ---completion fingerprint -- --check (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" expires-within' -l 'expires-within' -d 'Fail where a certificate ends within this time: 30d.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" sni' -l 'sni' -d 'The name to ask it for, or none; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion fingerprint -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion fingerprint -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" s source' -s 's' -l 'source' -d 'Send from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" p source-port' -s 'p' -l 'source-port' -d 'Send from this port.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" key-pass-file' -l 'key-pass-file' -d 'A file with the password of PKCS#12 or a key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint"' -s 'v' -d 'Tell what happens; -vv each message of the handshake.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" json' -l 'json' -d 'Print the report as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat fingerprint" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat probe" -eq 1' -fka '(__dtlscat_custom_completion ---completion probe -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat probe" -eq 2' -fka '(__dtlscat_custom_completion ---completion probe -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" c count' -s 'c' -l 'count' -d 'Shake hands so often, or until a signal with 0 or inf.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" i interval' -s 'i' -l 'interval' -d 'With -c, begin one so long after another; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" w wait' -s 'w' -l 'wait' -d 'Give each handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" retransmit' -l 'retransmit' -d 'Send a flight again after this long; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" mtu' -l 'mtu' -d 'Find the largest datagram that gets there and back.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" link-mtu' -l 'link-mtu' -d 'The MTU to shake hands with; default: 1400, --mtu 576.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion probe -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" s source' -s 's' -l 'source' -d 'Send from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" p source-port' -s 'p' -l 'source-port' -d 'Send from this port.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" ca' -l 'ca' -d 'Trust these authorities alone: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" name' -l 'name' -d 'The name in the certificate; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion probe -- --name (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka '(__dtlscat_custom_completion ---completion probe -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe"' -l 'pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion probe -- --pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" tofu' -l 'tofu' -d 'Accept the key that is remembered; ask about others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" strict-tofu' -l 'strict-tofu' -d 'Accept the key that is remembered, and no other.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion probe -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion probe -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion probe -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion probe -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion probe -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe"' -s 'v' -d 'Tell what happens; -vv each flight, -vvv each message.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" Q quiet' -s 'Q' -l 'quiet' -d 'Print nothing: the exit status tells.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" z' -s 'z' -d 'Print nothing unless -v, as netcat\'s -z.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" json' -l 'json' -d 'Print the report as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" keylog' -l 'keylog' -d 'Append the secrets, for Wireshark; or $SSLKEYLOGFILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" pcap' -l 'pcap' -d 'Capture datagrams and secrets there, for Wireshark.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat probe" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat scan" -eq 1' -fka '(__dtlscat_custom_completion ---completion scan -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat scan" -eq 2' -fka '(__dtlscat_custom_completion ---completion scan -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" versions' -l 'versions' -d 'Look at the protocol versions.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" ciphers' -l 'ciphers' -d 'Look at the cipher suites, and whose order counts.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" groups' -l 'groups' -d 'Look at the groups and the signature schemes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" extensions' -l 'extensions' -d 'Look at the extensions.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" fast' -l 'fast' -d 'Try versions, the first suite, and weak kinds alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" fail-on' -l 'fail-on' -d 'Fail on these: dtls1.0,no-cookie,cbc,expires:30d,…' -rfka '(__dtlscat_custom_completion ---completion scan -- --fail-on (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" jobs' -l 'jobs' -d 'Exchanges under way at once, 1 to 16; default: 1.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" w wait' -s 'w' -l 'wait' -d 'Give the first answer this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" retransmit' -l 'retransmit' -d 'Send a hello again after this long; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" sni' -l 'sni' -d 'The name to ask it for, or none; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion scan -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion scan -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" s source' -s 's' -l 'source' -d 'Send from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" p source-port' -s 'p' -l 'source-port' -d 'Send from this port.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan"' -s 'v' -d 'Tell what happens; -vv each message of the handshake.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" json' -l 'json' -d 'Print the report as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat scan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat keygen" -eq 1' -fa 'psk' -d 'Make a pre-shared key, for --psk-file and --psk-db.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat keygen" -eq 1' -fa 'cert' -d 'Make a key and certificate, an authority, a request.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat keygen" -eq 1' -fa 'rpk' -d 'Make a key pair for --rpk (RFC 7250).'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" identity' -l 'identity' -d 'Whose key it is: text, or hex:…; default: random.' -rfka '(__dtlscat_custom_completion ---completion keygen psk -- --identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" length' -l 'length' -d 'How many bytes the key has.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" o output' -s 'o' -l 'output' -d 'Write there; - for standard output, the default.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" force' -l 'force' -d 'Replace files that are there.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" json' -l 'json' -d 'Report on standard error as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen psk" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert"' -l 'name' -d 'A DNS name or address that it is for; may come again.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" subject' -l 'subject' -d 'Whom it is about: CN=…,O=…; default: the first name.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" days' -l 'days' -d 'Days it is valid; default: 365, an authority 3650.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" type' -l 'type' -d 'ecdsa, ecdsa-p384, ed25519, rsa, rsa-3072, rsa-4096.' -rfka 'ecdsa ecdsa-p384 ed25519 rsa rsa-3072 rsa-4096'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" server' -l 'server' -d 'For servers alone; default: for servers and clients.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" client' -l 'client' -d 'For clients alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" ca' -l 'ca' -d 'Make an authority, which signs others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" new-ca' -l 'new-ca' -d 'Make an authority there as well, and have it sign.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" signed-by' -l 'signed-by' -d 'Have this authority sign.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" sign-key' -l 'sign-key' -d 'The authority\'s key, if not in FILE or FILE.key.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" key-pass-file' -l 'key-pass-file' -d 'A file with the password of that key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" sign-csr' -l 'sign-csr' -d 'Make a certificate for this request.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" csr' -l 'csr' -d 'Make a request for a certificate (PKCS#10) instead.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" key-out' -l 'key-out' -d 'Write the key there.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" o output' -s 'o' -l 'output' -d 'Write there; - for standard output, the default.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" force' -l 'force' -d 'Replace files that are there.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" json' -l 'json' -d 'Report on standard error as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen cert" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" type' -l 'type' -d 'ecdsa, ecdsa-p384, ed25519, rsa, rsa-3072, rsa-4096.' -rfka 'ecdsa ecdsa-p384 ed25519 rsa rsa-3072 rsa-4096'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" public-out' -l 'public-out' -d 'Write the public key there, in PEM.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" o output' -s 'o' -l 'output' -d 'Write there; - for standard output, the default.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" force' -l 'force' -d 'Replace files that are there.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" json' -l 'json' -d 'Report on standard error as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat keygen rpk" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'list' -d 'List the servers that are remembered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'forget' -d 'Forget the keys of a server.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'import' -d 'Remember the servers in a file.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'scan' -d 'Print the keys that servers show.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" json' -l 'json' -d 'Print JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts forget" -eq 1' -fka '(__dtlscat_custom_completion ---completion hosts forget -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts forget" -eq 2' -fka '(__dtlscat_custom_completion ---completion hosts forget -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts import" -eq 1' -F
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" replace' -l 'replace' -d 'Let new keys take the place of others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts scan" -ge 1' -fka '(__dtlscat_custom_completion ---completion hosts scan -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" f' -s 'f' -d 'Read more from this file, one a line; - for stdin.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" p port' -s 'p' -l 'port' -d 'The port of hosts without one.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" w wait' -s 'w' -l 'wait' -d 'Give each handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" sni' -l 'sni' -d 'The name to ask for, or none; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion hosts scan -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat priority" -eq 1' -fka '(__dtlscat_custom_completion ---completion priority -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat priority" -eq 2' -fka '(__dtlscat_custom_completion ---completion priority -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" priority' -l 'priority' -d 'GnuTLS\'s own, instead of these; or $DTLSCAT_PRIORITY.' -rfka 'LEGACY NONE NORMAL PERFORMANCE PFS SECURE128 SECURE192 SECURE256 SUITEB128 SUITEB192'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" profile' -l 'profile' -d 'For a use: default, coap, webrtc, legacy, strict.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" min-version' -l 'min-version' -d 'The lowest to accept: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" max-version' -l 'max-version' -d 'The highest to offer: 1.0 or 1.2; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka '(__dtlscat_custom_completion ---completion priority -- --cipher (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka '(__dtlscat_custom_completion ---completion priority -- --group (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka '(__dtlscat_custom_completion ---completion priority -- --alpn (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" srtp' -l 'srtp' -d 'SRTP profiles, best first: SRTP_AEAD_AES_128_GCM,…' -rfka '(__dtlscat_custom_completion ---completion priority -- --srtp (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -l 'export' -d 'Show secret keying material, 32 bytes or as many.' -rfka '(__dtlscat_custom_completion ---completion priority -- --export (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" mtu' -l 'mtu' -d 'The link\'s MTU in bytes; default: 1400, or the path\'s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" no-mtu-fallback' -l 'no-mtu-fallback' -d 'Do not try smaller datagrams where none is answered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" df' -l 'df' -d 'Forbid routers to fragment: yes or no; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" ca' -l 'ca' -d 'Trust these authorities alone: a file, or a folder.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" name' -l 'name' -d 'The name in the certificate; default: HOST.' -rfka '(__dtlscat_custom_completion ---completion priority -- --name (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka '(__dtlscat_custom_completion ---completion priority -- --sni (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -l 'pin' -d 'Accept this certificate or key alone; @file for many.' -rfka '(__dtlscat_custom_completion ---completion priority -- --pin (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" tofu' -l 'tofu' -d 'Accept the key that is remembered; ask about others.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" strict-tofu' -l 'strict-tofu' -d 'Accept the key that is remembered, and no other.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" known-hosts' -l 'known-hosts' -d 'Remember peers there; or $DTLSCAT_KNOWN_HOSTS.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -l 'cert' -d 'Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -l 'key' -d 'Our key, one for each --cert; default: the same file.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" rpk' -l 'rpk' -d 'Show this key bare, and take only bare keys.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" psk-identity' -l 'psk-identity' -d 'Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka '(__dtlscat_custom_completion ---completion priority -- --psk-identity (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" psk-file' -l 'psk-file' -d 'Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" psk-key' -l 'psk-key' -d 'text:…, hex:…, base64:…; others can see it in ps.' -rfka '(__dtlscat_custom_completion ---completion priority -- --psk-key (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" psk-plain' -l 'psk-plain' -d 'Without Diffie-Hellman: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority"' -s 'v' -d 'Tell what happens; -vv each message of the handshake.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" json' -l 'json' -d 'Print the report as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat priority" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat impair" -eq 1' -fka '(__dtlscat_custom_completion ---completion impair -- positional@0 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat impair" -eq 2' -fka '(__dtlscat_custom_completion ---completion impair -- positional@1 (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" both' -l 'both' -d 'What happens both ways: loss=10%,delay=50ms,…' -rfka '(__dtlscat_custom_completion ---completion impair -- --both (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" c2s' -l 'c2s' -d 'What happens from clients to the server, instead.' -rfka '(__dtlscat_custom_completion ---completion impair -- --c2s (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" s2c' -l 's2c' -d 'What happens from the server to clients, instead.' -rfka '(__dtlscat_custom_completion ---completion impair -- --s2c (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" seed' -l 'seed' -d 'The same number gives the same fate.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" rebind-after' -l 'rebind-after' -d 'Come from another port after that many, or a time.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" t time' -s 't' -l 'time' -d 'End after this time; default: on a signal.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" m max-conns' -s 'm' -l 'max-conns' -d 'At most so many clients at once; default: 1024.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'Forget clients after this silence; default: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" interface' -l 'interface' -d 'Use this network interface alone.' -rfka '(__dtlscat_custom_completion ---completion impair -- --interface (count (__dtlscat_tokens -pc)) (__dtlscat_tokens -tC))'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size; default: 4M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair"' -s 'v' -d 'Tell what happens; -vv each message of the handshake.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" json' -l 'json' -d 'Print the report as JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" sandbox' -l 'sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" no-sandbox' -l 'no-sandbox' -d 'Give up what is not needed after the start.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" log' -l 'log' -d 'Write a line for each datagram there.' -rF
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat impair" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat help" version' -l 'version' -d 'Show the version.'

