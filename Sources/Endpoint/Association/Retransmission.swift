package import Sockets

/// When the flight under way is due again (RFC 6347 section 4.2.4).
///
/// GnuTLS keeps the timer of record, with its doubling. It says 0, "now", before the first flight
/// and for as long as a part of the peer's flight is missing, so a floor stands under it: without
/// one, a loop that trusts it never sleeps.
package struct Retransmission: Sendable {
    /// The shortest wait, whatever GnuTLS says.
    package var floor: Duration = .milliseconds(50)

    /// The floor above.
    package init() {}

    /// The moment to look again at a handshake that says it is due in `milliseconds`.
    package func deadline(dueIn milliseconds: Int, now: Deadline) -> Deadline {
        now.advanced(by: max(floor, .milliseconds(milliseconds)))
    }
}
