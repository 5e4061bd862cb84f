import DTLS
import Endpoint
import Relay

// Options into values: each is read here once, and nothing reads it later.

extension SessionConfiguration {
    /// Takes over what connect and listen have in common.
    mutating func apply(
        _ time: TimeOptions, _ mtu: MTUOptions, _ crypto: CryptoOptions,
        _ keyLog: (@Sendable (String) -> Void)?
    ) {
        if let milliseconds = time.retransmit?.milliseconds { retransmission = milliseconds }
        maximumRecordSize = mtu.recordSize
        applicationProtocols = list(crypto.alpn)
        self.keyLog = keyLog
    }
}

extension EndpointConfiguration {
    /// Takes over what connect and listen have in common.
    mutating func apply(
        _ time: TimeOptions, _ mtu: MTUOptions, _ output: OutputOptions,
        _ data: DataOptions
    ) {
        apply(time, mtu, output)
        lingerTime = data.relay.quitAfter
        flow = data.flow
        // Whoever has named a pace, or said that there is to be none, knows better.
        if data.bitrate != nil { paceWithoutHeartbeats = nil }
    }

    /// Takes over what those have in common that do not carry the standard streams.
    mutating func apply(_ time: TimeOptions, _ mtu: MTUOptions, _ output: OutputOptions) {
        if let wait = time.wait { handshakeTime = wait.duration ?? .seconds(1_000_000) }
        if let idle = time.idleTimeout { idleTime = idle.duration }
        keepalive = time.keepalive?.duration
        linkMTU = mtu.mtu
        dataMTU = mtu.dataMtu
        followsPath = !mtu.noMtuFallback
        isVerbose = output.verbose >= 2
    }
}

extension EndpointConfiguration {
    /// Refuses a chain that no handshake could carry: GnuTLS sends no flight of more than 32 records.
    func checkFlight() throws(Failure) {
        let chain = session.credentials.longestChain
        let link = linkMTU ?? Self.usualLinkMTU
        // 48 bytes of IPv6 and UDP.
        let most = Self.largestChain(payload: link - 48)
        guard chain > most else { return }
        let needed = chain / (32 - 5) + 48 + 25 + 1
        throw .usage(
            "the certificate chain has \(chain) bytes, and \(most) fit a flight at an MTU of \(link)",
            hint: needed <= 16_384
                ? "--mtu \(needed) or more, where the path takes it, or fewer certificates" : nil)
    }
}

extension Failure {
    /// Runs `body`; what GnuTLS refuses was named by the user.
    static func asUsage<Result>(
        _ body: () throws(GnuTLSError) -> Result
    ) throws(Failure) -> Result {
        do throws(GnuTLSError) {
            return try body()
        } catch {
            throw .usage(error.description)
        }
    }
}
