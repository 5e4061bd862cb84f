/// What a session is made from: plain values, and the objects that many sessions share.
public struct SessionConfiguration: Sendable {
    /// Which side of the handshake this is.
    public var role: Role

    /// Versions, suites, groups and signatures.
    public var priority: Priority

    /// Certificates, keys and trust.
    public var credentials: Credentials

    /// What the peer has to prove.
    public var verification: VerificationPolicy

    /// The largest UDP payload, in bytes; 1372 by default, which is a link of 1,400 over IPv4.
    ///
    /// The corresponding C function is `gnutls_dtls_set_mtu`.
    public var mtu = 1_372

    /// The name in the server_name extension (RFC 6066 section 3); none by default.
    public var serverName: String?

    /// Application protocols in order of preference (RFC 7301), ``maximumApplicationProtocols`` of
    /// them at most; none by default.
    public var applicationProtocols: [String] = []

    /// SRTP profiles in order of preference (RFC 5764), ``SRTPProfile/maximumCount`` of them at most;
    /// none by default. With any, the session neither takes up another nor can be taken up: GnuTLS
    /// reads back something else than it has packed.
    public var srtpProfiles: [SRTPProfile] = []

    /// The largest record to offer or accept, 512 to 16384 bytes; the protocol's own by default.
    ///
    /// The corresponding C function is `gnutls_record_set_max_size`.
    public var maximumRecordSize: Int?

    /// How long the first flight waits for its answer, in milliseconds; doubled each time.
    public var retransmission = 1_000

    /// Whether the peer may ask for signs of life, and is asked whether it answers them (RFC 6520);
    /// true by default.
    ///
    /// The corresponding C function is `gnutls_heartbeat_enable`.
    public var allowsHeartbeats = true

    /// What a server seals session tickets with (RFC 5077), asked for at each new session; without it,
    /// which is the default, it gives out none.
    public var ticketKey: (@Sendable () -> TicketKey)?

    /// Whether a client asks for a session ticket; false by default.
    public var wantsTicket = false

    /// A session for a client to take up again, from ``Session/resumptionData``; none by default. The
    /// certificate that the server has shown then is verified anew; a pre-shared key is not asked for
    /// again, so hand in only what was made with the same one: see ``resumptionPurpose(_:)``.
    public var resumption: [UInt8]?

    /// How much the socket holds that has not been read, in bytes as the kernel counts them; told to a
    /// peer that understands it, so that it sends no more than that ahead; not without
    /// ``allowsHeartbeats``. Not told by default.
    public var receiveRoom: Int?

    /// Takes a line of the key log at a time, without its newline; no key log by default, whatever
    /// `SSLKEYLOGFILE` says.
    public var keyLog: (@Sendable (String) -> Void)?

    /// A configuration of the defaults above.
    public init(
        role: Role, priority: Priority, credentials: Credentials, verification: VerificationPolicy
    ) {
        self.role = role
        self.priority = priority
        self.credentials = credentials
        self.verification = verification
    }

    /// The most application protocols that GnuTLS has room for.
    public static let maximumApplicationProtocols = 8

    /// The most bytes that GnuTLS has room for in the name of an application protocol.
    public static let maximumApplicationProtocolLength = 31

    var hasTickets: Bool { canResume && (ticketKey != nil || wantsTicket || resumption != nil) }

    /// Whether the session may take up another, or be taken up.
    var canResume: Bool { srtpProfiles.isEmpty }
}
