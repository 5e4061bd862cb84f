import DTLS
import Endpoint

// Why a handshake does not come about: which flight stalls, what that usually means, and what to try.
extension Failure {
    init(_ stall: Stall) {
        let waited = TimeValue.text(stall.waited)
        self.status = .timeout
        message = stall.message(waited)
        hint = stall.hint
        stage = stall.stage.rawValue
    }

    /// - Parameter isServer: whether the peer is a client.
    init(_ disagreement: Disagreement, _ isServer: Bool) {
        status = .handshake
        stage = "negotiation"
        alert = disagreement.alert
        let offer = disagreement.client.text
        if let alert = disagreement.alert {
            message = "\(Self.message(alert)); we offer \(offer)"
            hint = Self.offerHint
        } else if let version = disagreement.versionChosen {
            message =
                "the server has chosen \(HelloOffer.versionName(version)), and we offer \(offer)"
            hint = "--min-version 1.0 allows the old version, which is weak"
        } else {
            let taken = disagreement.server?.text ?? "nothing"
            message = "nothing in common with the client, which offers \(offer); we take \(taken)"
            hint = disagreement.hintForServer
        }
    }
}

extension Stall {
    fileprivate func message(_ waited: String) -> String {
        switch stage {
        case .clientHello: "no answer to the ClientHello in \(waited)"
        case .notDTLS:
            "what answers there is not DTLS: \(Self.count(foreignDatagrams, "datagram")) "
                + "without a record in it, and nothing else in \(waited)"
        case .cookie: "no answer to the ClientHello with the cookie in \(waited)"
        case .cookieLoop:
            "the server has asked \(cookieRequests) times for a cookie, and took none, in \(waited)"
        case .serverFlight:
            isClient
                ? "the server's flight stopped \(place), in \(waited)"
                : repeatedHellos > 0
                    ? "the client repeats its hello: our flight does not reach it, in \(waited)"
                    : "the client said nothing after its hello, in \(waited)"
        case .clientFlight: "the client's flight stopped \(place), in \(waited)"
        case .finished:
            isClient
                ? "no answer to our Finished in \(waited)"
                : "the client's Finished did not come, or did not open, in \(waited)"
        }
    }

    fileprivate var hint: String? {
        switch stage {
        case .clientHello:
            "usually a firewall, or nothing that speaks DTLS there; a service of TCP alone looks "
                + "the same, which openssl s_client without -dtls would find out"
        case .notDTLS: "another service is there, or a proxy in front of it"
        case .cookie:
            "the server is there, and says nothing to what we offer: usually no version, suite or "
                + "kind of key in common (--psk-file if it has keys), or a flight of its that is "
                + "larger than the path takes"
        case .cookieLoop:
            "our address probably changes on the way: a NAT of many addresses, or a balancer "
                + "that shares out datagrams"
        case .serverFlight where isClient: lostFlightHint(ofServer: true)
        case .serverFlight where hasFallenBack:
            "not even datagrams of \(largestSent) bytes get through, or none at all: usually a "
                + "firewall on the way back, or the client has gone"
        case .serverFlight:
            repeatedHellos > 0
                ? "datagrams of up to \(largestSent) bytes probably do not get through: "
                    + "try --mtu 600, or a shorter chain"
                : "it has gone, or its next flight, or ours, is of datagrams larger than the path "
                    + "takes: try --mtu 600 on both sides"
        case .clientFlight: lostFlightHint(ofServer: false)
        case .finished where isClient:
            "it came this far, so that the path is open: usually the keys differ, or our flight of "
                + "datagrams of up to \(largestSent) bytes does not get through: try "
                + (hasFallenBack ? "a smaller --mtu" : "--mtu 600")
        case .finished: "usually the keys differ"
        }
    }

    /// Where a flight stopped, as well as can be told.
    private var place: String {
        if let gap { return "with \(gap.received) of \(gap.total) bytes of its \(gap.message)" }
        let last = lastReceived.map { "after its \($0)" } ?? "before its first message"
        return hasHole ? "with a hole \(last)" : last
    }

    private func lostFlightHint(ofServer: Bool) -> String {
        let size = "datagrams above \(largestReceived) bytes probably do not get through"
        guard ofServer else {
            return "\(size): try a smaller --mtu at the client, or a shorter chain"
        }
        return hasFallenBack
            ? "\(size), and the server does not make them smaller when asked to: it needs a smaller "
                + "MTU, or a shorter chain"
            : "\(size): try --record-size 512, which servers on GnuTLS keep to, and others a smaller "
                + "MTU or a shorter chain of their own"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}

extension Disagreement {
    /// What the listener would need.
    fileprivate var hintForServer: String {
        guard let server else { return "dtlscat priority shows what options allow" }
        if Set(client.versions).isDisjoint(with: server.versions) {
            return client.versions.allSatisfy { $0 >= 0xFEFF }
                ? "--min-version 1.0 allows its version, which is old and weak"
                : "the versions differ; dtlscat priority shows what options allow"
        }
        let theirs = Self.kinds(client)
        let ours = Self.kinds(server)
        if theirs == [true], !ours.contains(true) {
            return "it has a pre-shared key: --psk-file or --psk-db gives us some"
        }
        if theirs == [false], !ours.contains(false) {
            return "it has no pre-shared key: --cert lets it do without"
        }
        return "--cipher or --profile legacy allows more; dtlscat priority shows what"
    }

    /// Whether an offer has suites with pre-shared keys, and whether it has others.
    private static func kinds(_ offer: HelloOffer) -> Set<Bool> {
        Set(
            CipherSuite.all.lazy.filter { offer.suites.contains($0.code) }
                .map { $0.keyExchange.hasSuffix("PSK") })
    }
}
