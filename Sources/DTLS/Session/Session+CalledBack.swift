internal import CGnuTLS

// What SessionCallbacks calls a session for.
extension Session {
    /// A server's key for the identity that its client gives.
    func preSharedKey(for identity: [UInt8]) -> KeyBytes? {
        clientIdentity = identity
        let key = configuration.credentials.preSharedKey(for: identity)
        hasUnknownIdentity = key == nil
        return key
    }

    /// Shows the certificates that are for the name that the client asks for.
    func chooseCertificate() {
        guard let name = requestedServerName else { return }
        unsafe configuration.credentials.choose(for: name, in: handle.pointer)
    }

    /// Remembers how far the handshake has come.
    func note(_ message: HandshakeMessage, isIncoming: Bool) {
        if isIncoming, !wasIncoming { roundTrips += 1 }
        wasIncoming = isIncoming
        if message == .helloVerifyRequest { usedCookie = true }
        if isIncoming, message == .certificateRequest { wasAskedForCertificate = true }
        if isIncoming {
            lastReceivedMessage = message
            order.noteRead()
        } else {
            lastSentMessage = message
        }
        if message == .finished, isIncoming == (role == .client) { logResumedSecret() }
        onHandshakeMessage?(message, isIncoming)
    }

    /// Whether the peer's certificate satisfies the policy; remembers why not.
    func judgePeer() -> Bool {
        verificationFailure = unsafe verifyPeer(
            session: handle.pointer, certificates: peerCertificates,
            rawPublicKey: peerRawPublicKey, role: role,
            policy: configuration.verification)
        return verificationFailure == nil
    }

    /// Logs the secret of a session that takes up an earlier one, which GnuTLS does not. It has it when
    /// the server's Finished is written or read, which comes first then.
    ///
    /// The corresponding C function is `gnutls_session_get_master_secret`.
    private func logResumedSecret() {
        guard configuration.keyLog != nil, unsafe gnutls_session_is_resumed(handle.pointer) != 0
        else { return }
        var secret = unsafe gnutls_datum_t()
        unsafe gnutls_session_get_master_secret(handle.pointer, &secret)
        unsafe log(
            secret: UnsafeRawBufferPointer(start: secret.data, count: Int(secret.size)),
            label: "CLIENT_RANDOM")
    }

    /// Writes a line of the key log: label, client random and secret in hexadecimal.
    func log(secret: UnsafeRawBufferPointer, label: String) {
        guard let keyLog = configuration.keyLog else { return }
        var random = unsafe gnutls_datum_t()
        unsafe gnutls_session_get_random(handle.pointer, &random, nil)
        let client = unsafe UnsafeRawBufferPointer(start: random.data, count: Int(random.size))
        unsafe keyLog("\(label) \(hexadecimal(client)) \(hexadecimal(secret))")
    }
}
