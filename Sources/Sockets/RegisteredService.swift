/// Services of UDP that are met with DTLS, by their names at IANA.
///
/// The system's own list goes before these; many lack them, such as Debian's.
enum RegisteredService {
    /// The port of a service; `nil` where it is none of these.
    static func port(of name: String) -> UInt16? { ports[name] }

    private static let ports: [String: UInt16] = [
        // RFC 7252
        "coap": 5_683, "coaps": 5_684,
        // RFC 7350, RFC 8489, RFC 8656
        "stun": 3_478, "stuns": 5_349, "turn": 3_478, "turns": 5_349,
        // RFC 8094, RFC 6012, RFC 6353, RFC 7360, RFC 5153, RFC 5415
        "domain-s": 853, "syslog-tls": 6_514, "snmpdtls": 10_161, "radsec": 2_083,
        "ipfixs": 4_740, "capwap-control": 5_246,
    ]
}
