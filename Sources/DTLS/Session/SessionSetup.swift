internal import CGnuTLS

extension Session {
    /// Puts `configuration` into a fresh C session.
    static func configure(
        _ session: gnutls_session_t, _ configuration: SessionConfiguration
    ) throws(GnuTLSError) {
        try GnuTLSError.check(
            unsafe gnutls_priority_set(session, configuration.priority.handle),
            "set the priority string")
        try unsafe configuration.credentials.attach(to: session)
        unsafe gnutls_handshake_set_timeout(session, 0)
        unsafe gnutls_dtls_set_timeouts(
            session, UInt32(safeRetransmission(configuration.retransmission)),
            shim_gnutls_indefinite_timeout())
        unsafe gnutls_dtls_set_mtu(session, UInt32(configuration.mtu))
        if configuration.canResume {
            if let ticketKey = configuration.ticketKey {
                try unsafe ticketKey().enable(in: session, for: configuration.ticketPurpose)
            }
            if let data = configuration.resumption, fitsHello(data, configuration) {
                unsafe resume(data, in: session)
            }
        }
        if configuration.allowsHeartbeats {
            if configuration.receiveRoom != nil { try unsafe ReceiveRoom.register(in: session) }
            unsafe gnutls_heartbeat_enable(session, UInt32(GNUTLS_HB_PEER_ALLOWED_TO_SEND))
        }
        if configuration.role == .server {
            let wanted =
                configuration.verification.requirePeerCertificate
                ? GNUTLS_CERT_REQUIRE : GNUTLS_CERT_IGNORE
            unsafe gnutls_certificate_server_set_request(session, wanted)
        } else if let name = configuration.serverName {
            try GnuTLSError.check(
                unsafe gnutls_server_name_set(session, GNUTLS_NAME_DNS, name, name.utf8.count),
                "name the server \(name)")
        }
        try unsafe offer(configuration.applicationProtocols, in: session)
        try unsafe SRTPProfile.offer(configuration.srtpProfiles, in: session)
        if let size = configuration.maximumRecordSize {
            // gnutls_record_set_max_size answers with the size that it has set.
            let code = unsafe gnutls_record_set_max_size(session, size)
            try GnuTLSError.check(Int32(code), "set the record size \(size)")
        }
    }

    /// Whether a ClientHello with the ticket in `data` can leave: GnuTLS cuts it to the MTU, but sends
    /// no piece that is larger than the largest record that is offered, and then waits for ever.
    private static func fitsHello(_ data: [UInt8], _ configuration: SessionConfiguration) -> Bool {
        data.count + helloWithoutTicket <= configuration.maximumRecordSize ?? .max
    }

    private static func attach(_ transport: DatagramTransport, to session: gnutls_session_t) {
        unsafe gnutls_transport_set_ptr(session, Unmanaged.passUnretained(transport).toOpaque())
        unsafe gnutls_transport_set_push_function(session, pushDatagram)
        unsafe gnutls_transport_set_pull_function(session, pullDatagram)
        unsafe gnutls_transport_set_pull_timeout_function(session, datagramIsWaiting)
    }

    /// Tells GnuTLS where to find this object and its transport.
    func attachCallbacks(to session: gnutls_session_t) {
        unsafe gnutls_session_set_ptr(session, Unmanaged.passUnretained(self).toOpaque())
        unsafe Self.attach(transport, to: session)
        unsafe gnutls_session_set_verify_function(session, verifyPeerCertificate)
        unsafe gnutls_handshake_set_hook_function(
            session, shim_any_handshake_message(), GNUTLS_HOOK_BOTH, noteHandshakeMessage)
        if configuration.role == .server, configuration.credentials.dependOnName {
            unsafe gnutls_handshake_set_post_client_hello_function(session, answerServerName)
        }
        // Always: GnuTLS's own writes to SSLKEYLOGFILE, through links and for everybody to read.
        unsafe gnutls_session_set_keylog_function(session, logSecret)
    }

    /// Offers application protocols, or takes them where the peer offers them; one that offers only
    /// others is refused by the alert no_application_protocol (RFC 7301 section 3.2).
    private static func offer(
        _ protocols: [String], in session: gnutls_session_t
    ) throws(GnuTLSError) {
        guard !protocols.isEmpty else { return }
        // One block of memory that all the names lie in, freed when the call has copied them.
        var bytes = protocols.flatMap { Array($0.utf8) }
        let code = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var offset = 0
            var names: [gnutls_datum_t] = unsafe []
            for name in protocols {
                let count = name.utf8.count
                unsafe names.append(
                    gnutls_datum_t(
                        data: buffer.baseAddress?.advanced(by: offset), size: UInt32(count)))
                offset += count
            }
            return unsafe gnutls_alpn_set_protocols(
                session, &names, UInt32(names.count), GNUTLS_ALPN_MANDATORY.rawValue)
        }
        try GnuTLSError.check(code, "offer the application protocols")
    }

    /// A start value that GnuTLS's doubling, taken modulo 60000, can never bring to zero: from
    /// there on it would send without a pause.
    private static func safeRetransmission(_ milliseconds: Int) -> Int {
        var value = min(max(milliseconds, 1), 30_000)
        var doubled = value
        for _ in 0..<24 {
            doubled = doubled * 2 % 60_000
            if doubled == 0 {
                value += 1
                break
            }
        }
        return value
    }

    /// More than a ClientHello has beside its ticket, in bytes.
    private static let helloWithoutTicket = 512

    /// Takes the library's own limit of time from a handshake that has begun; ours is the one that
    /// counts.
    ///
    /// The library measures by the time of day, which is set forward by years on a machine without a
    /// clock of its own, and now and then back. From the limit that it has when a handshake begins it
    /// makes a time of day, so that there is none then; with none, however, it sends no flight
    /// (`_dtls_transmit`) and waits for nothing (`RETURN_DTLS_EAGAIN_OR_TIMEOUT`), so that there is one
    /// as soon as it has begun. What has gone by since is kept in 32 bits, and no step takes that to
    /// their end.
    ///
    /// A client begins with a message; see ``handle(_:_:_:)`` for a server.
    func liftTimeout() {
        guard role == .client, !hasNoTimeout else { return }
        hasNoTimeout = true
        unsafe Self.liftTimeout(handle.pointer, configuration)
    }

    private static func liftTimeout(
        _ session: gnutls_session_t, _ configuration: SessionConfiguration
    ) {
        unsafe gnutls_dtls_set_timeouts(
            session, UInt32(safeRetransmission(configuration.retransmission)), .max)
    }

    /// What GnuTLS knows of a session.
    ///
    /// That of a server has begun its handshake, and found nothing to read: without a limit that ends it
    /// where a millisecond has gone by in between, for which a busy machine needs no more than to have
    /// something else to do. Then it is as good as new to begin with another.
    static func handle(
        _ configuration: SessionConfiguration, _ transport: DatagramTransport,
        _ prestate: CookieGate.Prestate?
    ) throws(GnuTLSError) -> SessionHandle {
        var tries = 100
        while true {
            let handle = try SessionHandle(
                role: configuration.role, hasTickets: configuration.hasTickets)
            try unsafe configure(handle.pointer, configuration)
            if let prestate { unsafe prestate.apply(to: handle.pointer) }
            guard configuration.role == .server else { return handle }
            unsafe attach(transport, to: handle.pointer)
            let code = unsafe gnutls_handshake(handle.pointer)
            if code == GNUTLS_E_AGAIN {
                unsafe liftTimeout(handle.pointer, configuration)
                return handle
            }
            tries -= 1
            guard code == GNUTLS_E_TIMEDOUT, tries > 0 else {
                throw GnuTLSError(code: code, action: "begin a handshake")
            }
        }
    }
}
