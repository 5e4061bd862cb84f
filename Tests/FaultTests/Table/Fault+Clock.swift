import TestSupport

/// The time of day is set while something is under way: by years where a machine has no clock of its
/// own, and back where one was ahead.
extension Fault {
    static let clock: [Fault] =
        [
            ("back by an hour", "-3600"), ("forward by a month", "+30d"),
            ("forward by years", "+2000d"),
        ]
        .enumerated().flatMap { index, step in
            let (name, offset) = step
            return [
                Fault(
                    "T\(index * 2 + 1)",
                    "the time of day set \(name) in any flight: the session stands, every line arrives",
                    cases: 2 * losses.count
                ) { seed in
                    let loss = losses[Int(seed - 1) / 2 % losses.count]
                    try await expectLine(offset, isClient: seed % 2 == 1, loss)
                },
                Fault(
                    "T\(index * 2 + 2)",
                    "the time of day set \(name) in a session: it goes on, and closes in order"
                ) { try await expectEcho(offset, isClient: $0 % 2 == 1) },
            ]
        }

    /// Each datagram of a handshake.
    private static let losses = [
        ["--c2s", "drop=1"], ["--s2c", "drop=1"], ["--c2s", "drop=2"], ["--s2c", "drop=2"],
        ["--c2s", "drop=3"], ["--s2c", "drop=3"],
    ]

    /// A datagram is lost, and the time of day set before it is sent again.
    private static func expectLine(
        _ offset: String, isClient: Bool, _ loss: [String]
    ) async throws {
        let clock = try SteppedClock()
        let times = ["-w", "60s", "--retransmit", "400ms"] + SteppedClock.options
        let listener = try await Listener(
            times, environment: isClient ? [:] : clock.environment, shell: "true")
        let middle = try await BadNetwork(["-v"] + loss, before: listener)
        let client = try Program(
            "sh",
            ["-c", #"exec "$0" "$@""#, DTLSCat.path, "connect"] + times + middle.target(listener),
            environment: isClient ? clock.environment : [:], input: .open)
        client.write("all of it\n")
        try await middle.program.line(with: "dropped")
        try clock.set(offset)
        client.closeInput()
        let outcome = try await client.outcome()
        try hold(
            outcome.status == 0,
            "\(loss), client: \(isClient)\n\(outcome.errors)\(listener.program.errorsSoFar)")
        let other = try await listener.program.outcome()
        try hold(other.status == 0 && other.text == "all of it\n", other.errors)
    }

    private static func expectEcho(_ offset: String, isClient: Bool) async throws {
        let clock = try SteppedClock()
        let listener = try await Listener(
            ["-k", "--echo"] + SteppedClock.options,
            environment: isClient ? [:] : clock.environment, shell: "true")
        let client = try Program(
            "sh",
            ["-c", #"exec "$0" "$@""#, DTLSCat.path, "connect"]
                + SteppedClock.options + listener.target,
            environment: isClient ? clock.environment : [:], input: .open)
        client.write("before\n")
        try await client.text("before\n")
        try clock.set(offset)
        client.write("after\n")
        try await client.text("after\n")
        client.closeInput()
        try hold(try await client.outcome().status == 0, client.errorsSoFar)
        let other = try await listener.connect(input: .text("another\n"))
        try hold(other.text == "another\n", other.errors)
    }
}
