/// What happens to one step of a handshake on its way.
enum Mishap: String, Sendable, CaseIterable {
    /// It is lost the first time.
    case lostOnce = "lost once"

    /// It is lost the first three times.
    case lostThrice = "lost three times"

    /// It comes twice.
    case doubled = "doubled"

    /// It comes behind its own copy, which the retransmission timer has sent.
    case late = "later than its retransmission"

    /// It comes behind what was sent next.
    case swapped = "swapped with its neighbour"

    /// It comes in time, and once more when the session stands.
    case stale = "repeated when the session stands"

    /// A bit of it is turned round the first time.
    case damaged = "with a bit turned round"
}
