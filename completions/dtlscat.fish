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
            __dtlscat_parse_subcommand 2 '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 's/source=' 'p/source-port=' 'framing=' 'in-framing=' 'out-framing=' '0' 'too-large=' 'C/crlf' 'send-only' 'recv-only' 'q/quit-after=' 'b/bitrate=' 'flow=' 'ordered=' 'fail-on-loss' 'o/output=' 'x/hex-dump=' 'w/wait=' 'i/idle-timeout=' 'retransmit=' 'mtu=' 'data-mtu=' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'v' 'Q/quiet' 'json' 'keylog=' 'show-cert' 'save-cert=' 'version' 'h/help'
        case 'listen'
            __dtlscat_parse_subcommand 2 'k/keep-open' 'm/max-conns=' 'echo' 'discard' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'n/numeric' 'framing=' 'in-framing=' 'out-framing=' '0' 'too-large=' 'C/crlf' 'send-only' 'recv-only' 'q/quit-after=' 'b/bitrate=' 'flow=' 'ordered=' 'fail-on-loss' 'o/output=' 'x/hex-dump=' 'w/wait=' 'i/idle-timeout=' 'retransmit=' 'mtu=' 'data-mtu=' 'record-size=' 'df=' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'require-client-cert' 'client-ca=' 'client-pin=+' 'crl=+' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'psk-db=' 'psk-hint=' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'v' 'Q/quiet' 'json' 'keylog=' 'show-cert' 'save-cert=' 'version' 'h/help'
        case 'bench'
            __dtlscat_parse_subcommand 2 'server' 'local' 't/time=' 'n/bytes=' 'l/length=' 'P/parallel=' 'R/reverse' 'bidir' 'b/bitrate=' 'i/interval=' 'O/omit=' 'handshakes' 'concurrency=' 'resume' 'latency' 'udp-baseline' 'compare=' 'plot=' 'fail-under=' 'max-loss=' '4' '6' 'interface=' 'dscp=' 'rcvbuf=' 'sndbuf=' 'w/wait=' 'flow=' 'mtu=' 'data-mtu=' 'record-size=' 'df=' 'ca=' 'name=' 'sni=' 'pin=+' 'tofu' 'strict-tofu' 'known-hosts=' 'insecure' 'crl=+' 'cert=+' 'key=+' 'key-pass-file=' 'rpk=' 'self-signed' 'require-client-cert' 'client-ca=' 'client-pin=+' 'psk-identity=' 'psk-file=' 'psk-key=' 'psk-plain' 'psk-db=' 'psk-hint=' 'priority=' 'profile=' 'min-version=' 'max-version=' 'cipher=' 'group=' 'alpn=' 'v' 'Q/quiet' 'json' 'version' 'h/help'
        case 'hosts'
            __dtlscat_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __dtlscat_parse_subcommand 0 'known-hosts=' 'json' 'version' 'h/help'
            case 'forget'
                __dtlscat_parse_subcommand 2 'known-hosts=' 'version' 'h/help'
            case 'import'
                __dtlscat_parse_subcommand 1 'replace' 'known-hosts=' 'version' 'h/help'
            case 'scan'
                __dtlscat_parse_subcommand -r 1 'f=' 'p/port=' 'w/wait=' 'sni=' 'n/numeric' '4' '6' 'version' 'h/help'
            end
        case 'help'
            __dtlscat_parse_subcommand -r 1 'version'
        end
    end
end

function __dtlscat_tokens
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

complete -c 'dtlscat' -f
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'connect' -d 'Pipe standard input and output through a DTLS session with a server.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'listen' -d 'Wait for DTLS clients and pipe standard input and output through the session.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'bench' -d 'Measure throughput, round trips or handshakes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'hosts' -d 'Show and change what --tofu remembers of servers.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" interface' -l 'interface' -d 'Use this network interface alone.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" s source' -s 's' -l 'source' -d 'Send from this address of ours.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" p source-port' -s 'p' -l 'source-port' -d 'Send from this port.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" framing' -l 'framing' -d 'How messages are told apart, on both streams.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" in-framing' -l 'in-framing' -d 'How standard input is cut into messages.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" out-framing' -l 'out-framing' -d 'How messages are told apart on standard output.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" 0' -s '0' -d 'The same as --framing nul.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" too-large' -l 'too-large' -d 'What to do with a message that fits no datagram; default: error.' -rfka 'split error drop'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" C crlf' -s 'C' -l 'crlf' -d 'Send CRLF where the input has LF.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" send-only' -l 'send-only' -d 'Send alone: what the peer says is dropped.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" recv-only' -l 'recv-only' -d 'Receive alone: standard input is not read.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" q quit-after' -s 'q' -l 'quit-after' -d 'After the end of input, wait this long for more from the peer; default: 2s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" b bitrate' -s 'b' -l 'bitrate' -d 'Send at most this many bits a second: 500K, 10M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" flow' -l 'flow' -d 'Keep to what the peer can take: by heartbeats, at a pace where it answers none, or not at all.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" ordered' -l 'ordered' -d 'Hold messages back this long for those before.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" fail-on-loss' -l 'fail-on-loss' -d 'End with status 8 where anything was lost.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" o output' -s 'o' -l 'output' -d 'Write there instead of standard output.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" hex-dump x' -s 'x' -l 'hex-dump' -d 'Write what is sent and received there, in hex.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'End when the peer is silent for this long; listen -k: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" retransmit' -l 'retransmit' -d 'Send a flight again after this long, 200ms to 1s, then twice that; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" mtu' -l 'mtu' -d 'The link\'s MTU, 256 to 16384 bytes; default: 1400, or the path\'s if less.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" df' -l 'df' -d 'Forbid routers to fragment datagrams; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" ca' -l 'ca' -d 'Trust these authorities instead of the system\'s: a file, or a folder.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" name' -l 'name' -d 'The name the server\'s certificate has to be for; default: HOST.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'pin' -d 'Accept this certificate or key alone: a pin in any notation, @file, @-.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" tofu' -l 'tofu' -d 'Accept the key remembered of the server; ask on the terminal about a new one.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" strict-tofu' -l 'strict-tofu' -d 'Accept the key remembered of the server, and no new one.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" known-hosts' -l 'known-hosts' -d 'Remember peers in this file; or $DTLSCAT_KNOWN_HOSTS.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'cert' -d 'Our certificate and chain: PEM, DER, PKCS#12, pkcs11: URL; many for SNI.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -l 'key' -d 'Our private key, one for each --cert; default: in the same file.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" rpk' -l 'rpk' -d 'Show this key without a certificate; take only such keys.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-identity' -l 'psk-identity' -d 'The identity: text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-file' -l 'psk-file' -d 'The key in a file, or fd:N: hex, or identity:hex; or $DTLSCAT_PSK_FILE.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-key' -l 'psk-key' -d 'The key itself: text:…, hex:…, base64:…; others can see it in ps.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" psk-plain' -l 'psk-plain' -d 'Use the key without a Diffie-Hellman exchange: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" priority' -l 'priority' -d 'A GnuTLS priority string, instead of all below; or $DTLSCAT_PRIORITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" profile' -l 'profile' -d 'A set of versions and suites for one use.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" min-version' -l 'min-version' -d 'The lowest version to accept; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" max-version' -l 'max-version' -d 'The highest version to offer; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" json' -l 'json' -d 'Report on standard error as JSON when it ends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" keylog' -l 'keylog' -d 'Append the session\'s secrets, for Wireshark; or $SSLKEYLOGFILE.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" save-cert' -l 'save-cert' -d 'Save the peer\'s chain there, in PEM.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat connect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" k keep-open' -s 'k' -l 'keep-open' -d 'Serve many clients, and go on when they leave.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" m max-conns' -s 'm' -l 'max-conns' -d 'Serve this many clients at once; default: 4096.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" echo' -l 'echo' -d 'Send each message back to where it came from.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" discard' -l 'discard' -d 'Drop what comes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" interface' -l 'interface' -d 'Use this network interface alone.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" framing' -l 'framing' -d 'How messages are told apart, on both streams.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" in-framing' -l 'in-framing' -d 'How standard input is cut into messages.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" out-framing' -l 'out-framing' -d 'How messages are told apart on standard output.' -rfka 'stream line nul len16 len32 whole hex jsonl'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" 0' -s '0' -d 'The same as --framing nul.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" too-large' -l 'too-large' -d 'What to do with a message that fits no datagram; default: error.' -rfka 'split error drop'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" C crlf' -s 'C' -l 'crlf' -d 'Send CRLF where the input has LF.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" send-only' -l 'send-only' -d 'Send alone: what the peer says is dropped.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" recv-only' -l 'recv-only' -d 'Receive alone: standard input is not read.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" q quit-after' -s 'q' -l 'quit-after' -d 'After the end of input, wait this long for more from the peer; default: 2s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" b bitrate' -s 'b' -l 'bitrate' -d 'Send at most this many bits a second: 500K, 10M.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" flow' -l 'flow' -d 'Keep to what the peer can take: by heartbeats, at a pace where it answers none, or not at all.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" ordered' -l 'ordered' -d 'Hold messages back this long for those before.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" fail-on-loss' -l 'fail-on-loss' -d 'End with status 8 where anything was lost.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" o output' -s 'o' -l 'output' -d 'Write there instead of standard output.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" hex-dump x' -s 'x' -l 'hex-dump' -d 'Write what is sent and received there, in hex.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" i idle-timeout' -s 'i' -l 'idle-timeout' -d 'End when the peer is silent for this long; listen -k: 300s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" retransmit' -l 'retransmit' -d 'Send a flight again after this long, 200ms to 1s, then twice that; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" mtu' -l 'mtu' -d 'The link\'s MTU, 256 to 16384 bytes; default: 1400, or the path\'s if less.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" df' -l 'df' -d 'Forbid routers to fragment datagrams; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'cert' -d 'Our certificate and chain: PEM, DER, PKCS#12, pkcs11: URL; many for SNI.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'key' -d 'Our private key, one for each --cert; default: in the same file.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" rpk' -l 'rpk' -d 'Show this key without a certificate; take only such keys.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" require-client-cert' -l 'require-client-cert' -d 'Refuse clients without a certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" client-ca' -l 'client-ca' -d 'Trust these authorities for clients: a file, or a folder.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'client-pin' -d 'Accept clients with this certificate or key alone; @file for many.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-identity' -l 'psk-identity' -d 'The identity: text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-file' -l 'psk-file' -d 'The key in a file, or fd:N: hex, or identity:hex; or $DTLSCAT_PSK_FILE.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-key' -l 'psk-key' -d 'The key itself: text:…, hex:…, base64:…; others can see it in ps.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-plain' -l 'psk-plain' -d 'Use the key without a Diffie-Hellman exchange: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-db' -l 'psk-db' -d 'The keys of many clients: a line identity:hex each.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" psk-hint' -l 'psk-hint' -d 'Tell clients this about the identity to use.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" priority' -l 'priority' -d 'A GnuTLS priority string, instead of all below; or $DTLSCAT_PRIORITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" profile' -l 'profile' -d 'A set of versions and suites for one use.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" min-version' -l 'min-version' -d 'The lowest version to accept; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" max-version' -l 'max-version' -d 'The highest version to offer; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" Q quiet' -s 'Q' -l 'quiet' -d 'Tell errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" json' -l 'json' -d 'Report on standard error as JSON when it ends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" keylog' -l 'keylog' -d 'Append the session\'s secrets, for Wireshark; or $SSLKEYLOGFILE.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" show-cert' -l 'show-cert' -d 'Show the peer\'s certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" save-cert' -l 'save-cert' -d 'Save the peer\'s chain there, in PEM.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat listen" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" server' -l 'server' -d 'Be the server, for any number of clients.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" local' -l 'local' -d 'Be both, over loopback, with a certificate or key made for the run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" t time' -s 't' -l 'time' -d 'Measure for this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" bytes n' -s 'n' -l 'bytes' -d 'End after this many bytes in all (or handshakes) instead of a time.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" l length' -s 'l' -l 'length' -d 'Bytes a message, from 16; default: what fits, and 64 for --latency.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" P parallel' -s 'P' -l 'parallel' -d 'Carry this many streams side by side.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" R reverse' -s 'R' -l 'reverse' -d 'The server sends.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" bidir' -l 'bidir' -d 'Both send.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" b bitrate' -s 'b' -l 'bitrate' -d 'Send this many bits a second and stream: 500K, 10M; default: no limit.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" i interval' -s 'i' -l 'interval' -d 'Report each time this has passed; default: 1s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" O omit' -s 'O' -l 'omit' -d 'Leave out what happens in this time at first.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" handshakes' -l 'handshakes' -d 'Measure handshakes.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" concurrency' -l 'concurrency' -d 'Have this many handshakes under way; default: 1.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" resume' -l 'resume' -d 'Let handshakes take up an earlier session.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" latency' -l 'latency' -d 'Measure the round trips of single messages.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" udp-baseline' -l 'udp-baseline' -d 'Measure the same over plain UDP, and what DTLS costs.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" compare' -l 'compare' -d 'Measure with each of these ciphers: AES-128-GCM,CHACHA20-POLY1305.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" plot' -l 'plot' -d 'Draw the result there, as SVG.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" fail-under' -l 'fail-under' -d 'End with status 10 below this many bits (or handshakes) a second.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" max-loss' -l 'max-loss' -d 'End with status 10 where more than this percentage is lost.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" interface' -l 'interface' -d 'Use this network interface alone.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" dscp' -l 'dscp' -d 'Mark datagrams with this code point, 0 to 63.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" rcvbuf' -l 'rcvbuf' -d 'Ask for a receive buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" sndbuf' -l 'sndbuf' -d 'Ask for a send buffer of this size.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" w wait' -s 'w' -l 'wait' -d 'Give the handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" flow' -l 'flow' -d 'Keep to what the peer can take: by heartbeats, at a pace where it answers none, or not at all.' -rfka 'auto heartbeat none'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" mtu' -l 'mtu' -d 'The link\'s MTU, 256 to 16384 bytes; default: 1400, or the path\'s if less.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" data-mtu' -l 'data-mtu' -d 'Make no message larger than this, in bytes.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" record-size' -l 'record-size' -d 'Offer records of this size at most, 512 to 16384.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" df' -l 'df' -d 'Forbid routers to fragment datagrams; default: yes.' -rfka 'yes no'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" ca' -l 'ca' -d 'Trust these authorities instead of the system\'s: a file, or a folder.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" name' -l 'name' -d 'The name the server\'s certificate has to be for; default: HOST.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" sni' -l 'sni' -d 'The name to ask the server for, or none.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'pin' -d 'Accept this certificate or key alone: a pin in any notation, @file, @-.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" tofu' -l 'tofu' -d 'Accept the key remembered of the server; ask on the terminal about a new one.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" strict-tofu' -l 'strict-tofu' -d 'Accept the key remembered of the server, and no new one.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" known-hosts' -l 'known-hosts' -d 'Remember peers in this file; or $DTLSCAT_KNOWN_HOSTS.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" insecure' -l 'insecure' -d 'Accept any certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'crl' -d 'Refuse the certificates in this revocation list.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'cert' -d 'Our certificate and chain: PEM, DER, PKCS#12, pkcs11: URL; many for SNI.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'key' -d 'Our private key, one for each --cert; default: in the same file.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" key-pass-file' -l 'key-pass-file' -d 'A file with the password of the key, or fd:N.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" rpk' -l 'rpk' -d 'Show this key without a certificate; take only such keys.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" self-signed' -l 'self-signed' -d 'Make a certificate and key for this run.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" require-client-cert' -l 'require-client-cert' -d 'Refuse clients without a certificate.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" client-ca' -l 'client-ca' -d 'Trust these authorities for clients: a file, or a folder.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -l 'client-pin' -d 'Accept clients with this certificate or key alone; @file for many.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-identity' -l 'psk-identity' -d 'The identity: text, or hex:…; or $DTLSCAT_PSK_IDENTITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-file' -l 'psk-file' -d 'The key in a file, or fd:N: hex, or identity:hex; or $DTLSCAT_PSK_FILE.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-key' -l 'psk-key' -d 'The key itself: text:…, hex:…, base64:…; others can see it in ps.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-plain' -l 'psk-plain' -d 'Use the key without a Diffie-Hellman exchange: no forward secrecy.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-db' -l 'psk-db' -d 'The keys of many clients: a line identity:hex each.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" psk-hint' -l 'psk-hint' -d 'Tell clients this about the identity to use.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" priority' -l 'priority' -d 'A GnuTLS priority string, instead of all below; or $DTLSCAT_PRIORITY.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" profile' -l 'profile' -d 'A set of versions and suites for one use.' -rfka 'default coap webrtc legacy strict'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" min-version' -l 'min-version' -d 'The lowest version to accept; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" max-version' -l 'max-version' -d 'The highest version to offer; default: 1.2.' -rfka '1.0 1.2'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" cipher' -l 'cipher' -d 'These ciphers alone, best first: AES-128-GCM,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" group' -l 'group' -d 'These groups alone, best first: X25519,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" alpn' -l 'alpn' -d 'Application protocols, best first: coap,…' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench"' -s 'v' -d 'Tell what happens; -vv flights, -vvv datagrams.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" Q quiet' -s 'Q' -l 'quiet' -d 'Tell the result and errors alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" json' -l 'json' -d 'Print the result as JSON, by iperf3\'s names.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat bench" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'list' -d 'List the servers that are remembered.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'forget' -d 'Forget the keys of a server.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'import' -d 'Remember the servers in a file.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_positional "dtlscat hosts" -eq 1' -fa 'scan' -d 'Print the keys that servers show, and remember nothing.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" known-hosts' -l 'known-hosts' -d 'Remember peers in this file; or $DTLSCAT_KNOWN_HOSTS.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" json' -l 'json' -d 'Print JSON.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" known-hosts' -l 'known-hosts' -d 'Remember peers in this file; or $DTLSCAT_KNOWN_HOSTS.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts forget" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" replace' -l 'replace' -d 'Let the new keys take the place of others of the same servers.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" known-hosts' -l 'known-hosts' -d 'Remember peers in this file; or $DTLSCAT_KNOWN_HOSTS.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" f' -s 'f' -d 'Read more servers from this file, one a line; - for standard input.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" p port' -s 'p' -l 'port' -d 'The port of hosts without one.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" w wait' -s 'w' -l 'wait' -d 'Give each handshake this long; default: 10s.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" sni' -l 'sni' -d 'The name to ask the servers for, or none; default: HOST.' -rfka ''
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" n numeric' -s 'n' -l 'numeric' -d 'Look up no names: addresses are numeric.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" 4' -s '4' -d 'Use IPv4 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" 6' -s '6' -d 'Use IPv6 alone.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" version' -l 'version' -d 'Show the version.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat hosts scan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'dtlscat' -n '__dtlscat_should_offer_completions_for_flags_or_options "dtlscat help" version' -l 'version' -d 'Show the version.'
