/// `dtlscat forward` twice: a UDP port, DTLS between the two, and a UDP service.
package struct ForwardPair: Sendable {
    /// The one in front of the service: the DTLS server.
    package let server: Forward

    /// The one that sources send to: the DTLS client.
    package let client: Forward

    /// The port that sources send to.
    package var port: UInt16 { client.port }

    /// Starts both in front of a service's port on this machine.
    package init(
        to service: UInt16, server serverOptions: [String] = [],
        client clientOptions: [String] = [], host: String = "127.0.0.1"
    ) async throws {
        let place = host.contains(":") ? "[\(host)]" : host
        // A handshake that takes long on a busy machine is no failure, after which datagrams are lost.
        server = try await Forward(
            ["-w", "120s"] + serverOptions + ["dtls:\(place):0", "udp:\(place):\(service)"])
        client = try await Forward(
            ["--json", "-w", "120s"] + (server.pin.map { ["--pin", $0] } ?? []) + clientOptions
                + ["udp:\(place):0", "dtls:\(place):\(server.port)"])
    }
}

/// One `dtlscat forward` in the background.
package struct Forward: Sendable {
    /// The program.
    package let program: Program

    /// The port that it listens on.
    package let port: UInt16

    /// What it has said that fits a datagram, in bytes.
    package let fits: Int

    /// The pin of the certificate it made for the run; `nil` where it was given one.
    package let pin: String?

    /// Starts one with `-v`, and waits until it says that it forwards.
    package init(_ arguments: [String], limit: Duration = Program.usualLimit) async throws {
        program = try DTLSCat.start(["forward", "-v"] + arguments, limit: limit)
        let line = try await program.line(with: " bytes fit a datagram")
        // dtlscat: forwarding udp:127.0.0.1:5000 to dtls:host:4433; 1335 bytes fit a datagram
        let words = line.split(separator: " ")
        guard words.count > 5,
            let port = words[2].split(separator: ":").last.flatMap({ UInt16($0) }),
            let fits = Int(words[5])
        else { throw TestFailure("no port in “\(line)”") }
        self.port = port
        self.fits = fits
        pin = program.errorsSoFar.split { $0 == " " || $0 == "\n" }
            .first { $0.hasPrefix("pin-sha256:") }.map(String.init)
    }
}
