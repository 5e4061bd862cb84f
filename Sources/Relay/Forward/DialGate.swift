internal import Endpoint
internal import Sockets

/// When sessions may be begun with a server that has not answered: so that those who ask for one,
/// however many they are, make no storm of handshakes.
///
/// After a failure nobody tries for a while, which is longer after each; then one tries, and only
/// when a session stands do all the others again. After a server has thrown somebody out whom it had
/// just taken in, a session proves nothing until it has carried an answer, or has stood for a while.
struct DialGate {
    private var backOff: BackOff
    private var isFailing = false

    /// Whether the server throws out whom it takes in, as far as is known.
    private var isInDoubt = false

    /// When the next handshake may begin.
    private(set) var next = Deadline(nanoseconds: 0)

    /// An open gate.
    init(backOff: BackOff = BackOff()) { self.backOff = backOff }

    /// Whether a handshake may begin, while `underWay` others are.
    func allows(underWay: Int, now: Deadline) -> Bool {
        !isFailing || underWay == 0 && now >= next
    }

    /// Notes that the server has ended a session that had only just begun, and carried no answer.
    mutating func thrownOut(now: Deadline) {
        isInDoubt = true
        failed(now: now)
    }

    /// Notes that a handshake has failed.
    mutating func failed(now: Deadline) {
        // Those that were under way together are one failure.
        guard now >= next else { return }
        isFailing = true
        next = now.advanced(by: backOff.next())
    }

    /// Notes that a session stands.
    mutating func succeeded() {
        if !isInDoubt { open() }
    }

    /// Notes that a session is worth something.
    mutating func proved() {
        isInDoubt = false
        open()
    }

    private mutating func open() {
        isFailing = false
        next = Deadline(nanoseconds: 0)
        backOff.reset()
    }
}
