import DTLS
import Endpoint
import FoundationEssentials
import Sockets
import SystemPackage
import Trust

/// Trust on first use: the peer is whom it was the last time, and a person says who it is the first
/// time.
///
/// GnuTLS asks for a verdict inside the handshake, and a person takes longer than a handshake lives.
/// So a peer that is not known is looked at in a handshake of its own, which ends before anything is
/// shown or sent; then the person is asked; then the session is made, with the key for a pin.
struct FirstUse {
    private let place: Place
    private let isStrict: Bool
    private let file: KnownHostsFile
    private let known: [(line: Int, host: KnownHost)]

    /// The file that servers are remembered in.
    var path: String { file.path }

    /// What is remembered of the server at `host`, which has these addresses.
    init(_ trust: TrustOptions, host: String, _ addresses: [SocketAddress]) throws(Failure) {
        guard let place = Place(host: host, port: addresses.first?.port ?? 0) else {
            throw .usage("nothing can be remembered of a host of this name: \(host)")
        }
        self.place = place
        isStrict = trust.strictTofu
        file = try trust.store.file()
        do throws(TrustError) {
            known = try file.hosts(at: place)
        } catch {
            throw Failure(error)
        }
    }

    /// Puts the server's key into the configuration: what is remembered, or what the user says yes to.
    ///
    /// - Parameters:
    ///   - stop: becomes readable where the user asks for the end.
    ///   - onNote: takes each step on the way.
    ///   - onFailure: takes the end of a handshake with a server that is refused.
    func settle(
        _ configuration: inout EndpointConfiguration, _ addresses: [SocketAddress],
        stop: FileDescriptor? = nil, onNote: @escaping (EndpointNote) -> Void,
        onFailure: @escaping (Association, EndReason) -> Void = { _, _ in }
    ) throws(Failure) {
        guard known.isEmpty else {
            configuration.session.verification.pins = known.map(\.host.pin)
            return
        }
        guard !isStrict else {
            throw Failure(
                status: .untrusted,
                message: "\(place) is not known, and --strict-tofu asks nobody",
                hint: "dtlscat hosts scan \(place) shows its key, dtlscat hosts import adds it")
        }
        let fetch = PeerFetch(addresses: addresses, configuration: configuration.onlyLooking)
        fetch.onNote = onNote
        fetch.onFailure = onFailure
        let shown = try fetch.run(stop: stop)
        guard let pin = shown.pin, let association = shown.association else {
            // The session stands by the key that both sides have.
            if shown.isEstablished { return }
            throw Failure(
                status: .handshake,
                message: "the server speaks pre-shared keys alone, and has no key to remember",
                hint: "--psk-file says which key")
        }
        do throws(Failure) {
            try ask(shown, pin, association.name, stop)
            try remember(pin)
        } catch {
            if let failure = association.session.verificationFailure {
                onFailure(association, .untrusted(failure))
            }
            throw error
        }
        configuration.session.verification.pins = [pin]
    }

    /// The failure in words that nobody passes over, where it is that the key has changed.
    func explained(_ failure: Failure) -> Failure {
        guard let found = failure.found, let (line, host) = known.first else { return failure }
        return Failure(
            status: .pin,
            message:
                "THE KEY OF \(place) HAS CHANGED: line \(line) of \(file.path) has had another "
                + "since \(host.since), and the server now shows \(found); "
                + "somebody may be in between, or it has a new key",
            hint: "if a new key is expected: dtlscat hosts forget --known-hosts \(file.path) "
                + "\(host.place.host) \(host.place.port)",
            found: found)
    }

    // MARK: -

    /// Returns where the user says yes.
    private func ask(
        _ shown: PeerFetch.Result, _ pin: Pin, _ address: String, _ stop: FileDescriptor?
    ) throws(Failure) {
        guard let terminal = Terminal() else {
            throw Failure(
                status: .untrusted,
                message:
                    "\(place) is not known, and there is no terminal to ask on; it shows \(pin)",
                hint: "dtlscat hosts scan \(place) and dtlscat hosts import remember it, "
                    + "--pin takes it for once")
        }
        let lines =
            shown.certificates.first.map { CertificateReport($0).lines }
            ?? ["a public key without a certificate", "pin: \(pin)"]
        let text =
            ["\(place) (\(address)) is not known yet. It shows:"] + lines.map { "  " + $0 }
        terminal.write(text.map { Console.escaped($0) + "\n" }.joined())
        var question = "Trust it, and remember its key? (yes, no, or its pin) "
        while true {
            terminal.write(question)
            let answer = try line(from: terminal, stop)
            switch answer.filter({ !$0.isWhitespace }).lowercased() {
            case "yes": return
            case "no", "n": throw refused
            default:
                if let typed = try? Pin(answer) {
                    guard !typed.isWeak else {
                        question = "SHA-1 proves nothing. Type yes, no, or the pin it has to have: "
                        continue
                    }
                    let isIt =
                        shown.certificates.first.map { typed.matches($0) }
                        ?? shown.rawPublicKey.map { typed.matches(publicKey: $0) } ?? false
                    guard isIt else { throw refused }
                    return
                }
                question = "Please type yes, no, or the pin that it has to have: "
            }
        }
    }

    private func line(
        from terminal: Terminal, _ stop: FileDescriptor?
    ) throws(Failure) -> String {
        do throws(SocketError) {
            switch try terminal.readLine(stop: stop) {
            case .line(let text): return text
            case .end: throw SocketError(errno: .canceled, action: "read an answer")
            case .stopped: throw SocketError(errno: .interrupted, action: "read an answer")
            }
        } catch {
            terminal.write("\n")
            throw error.errno == .interrupted
                ? Failure(status: .interrupted, message: "") : refused
        }
    }

    private var refused: Failure {
        Failure(status: .untrusted, message: "\(place) is not known, and was not trusted")
    }

    private func remember(_ pin: Pin) throws(Failure) {
        do throws(TrustError) {
            try file.remember(KnownHost(place, pin, since: today))
        } catch {
            throw Failure(error)
        }
    }
}

/// The day in UTC, as ``KnownHost`` has it.
var today: String { day(of: Int(Date().timeIntervalSince1970)) }

extension Failure {
    /// What is wrong with the store, or with what it has of the peer.
    init(_ error: TrustError) {
        self.init(
            status: error.isMismatch ? .pin : .usage, message: error.description,
            hint: error.isMismatch
                ? "dtlscat hosts list shows what is remembered, hosts forget takes it out" : nil)
    }
}

extension EndpointConfiguration {
    /// The same for a handshake that shows who the peer is, and leaves no trace.
    fileprivate var onlyLooking: EndpointConfiguration {
        var configuration = self
        configuration.session.resumption = nil
        configuration.session.wantsTicket = false
        configuration.session.keyLog = nil
        return configuration
    }
}
