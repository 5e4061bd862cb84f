internal import Endpoint
package import Sockets
internal import Synchronization

/// Several loops of one server, each on a thread of its own, of which nothing is shared.
///
/// The kernel shares out the clients among their sockets by address and port (SO_REUSEPORT), so that
/// a client stays with its worker.
package final class Crew {
    /// What a worker does until a signal ends it.
    package typealias Work = (Signals) throws(SocketError) -> RelayOutcome

    /// Is shown each signal before it is passed on to the workers; true where none needs it.
    package var onSignal: ((Signal) -> Bool)?

    /// Gives a sign of life while the crew works.
    package var heart: Heart?

    private let signals: Signals
    private let board: Board
    private let endings: Signals
    private var senders: [SignalSender] = []
    private var workers: [Worker] = []

    /// A crew of none yet; `signals` reach all that are started.
    package init(signals: Signals) throws(SocketError) {
        self.signals = signals
        let (sender, endings) = try SignalSender.make()
        self.endings = endings
        board = Board(sender)
    }

    /// Starts a worker.
    package func start(_ work: sending @escaping Work) throws(SocketError) {
        let (sender, signals) = try SignalSender.make()
        let board = board
        let box = Box(work, signals)
        workers.append(
            try Worker {
                do throws(SocketError) {
                    board.post(Board.Result(try box.run()))
                } catch {
                    board.post(Board.Result(RelayOutcome(ending: .inputFailed(error))))
                }
            })
        senders.append(sender)
    }

    /// Passes a signal on to the workers.
    package func passOn(_ signal: Signal) {
        for sender in senders { sender.send(signal) }
    }

    /// Waits for all of them, and adds up what they have carried. When one ends, the others are asked
    /// to: it was not asked itself, or all were.
    package func finish() throws(SocketError) -> RelayOutcome {
        let loop = EventLoop()
        let signalToken = loop.add(signals.descriptor)
        loop.setInterest(signalToken, read: true, write: false)
        let doneToken = loop.add(endings.descriptor)
        loop.setInterest(doneToken, read: true, write: false)
        var ended = 0
        var stop: Signal?
        while ended < workers.count {
            try loop.wait(until: heart?.deadline ?? .distantFuture)
            heart?.beat(now: .now)
            if loop.isReadable(signalToken), let signal = signals.next(),
                onSignal?(signal) != true
            {
                if [.interrupt, .terminate, .hangup].contains(signal) { stop = signal }
                passOn(signal)
            }
            if loop.isReadable(doneToken) {
                while endings.next() != nil { ended += 1 }
                if stop == nil {
                    stop = .terminate
                    passOn(.terminate)
                }
            }
        }
        for worker in workers { worker.join() }
        return board.outcome
    }
}

/// What a worker's thread takes with it.
private final class Box {
    private let work: Crew.Work
    private let signals: Signals

    init(_ work: @escaping Crew.Work, _ signals: Signals) {
        self.work = work
        self.signals = signals
    }

    func run() throws(SocketError) -> RelayOutcome { try work(signals) }
}

/// Where the workers leave their outcomes.
private final class Board: Sendable {
    /// An outcome without the last association, which stays with its thread.
    struct Result: Sendable {
        let ending: RelayOutcome.Ending
        let counters: Counters
        let tooLarge, empty, undelivered: UInt64
        let isAccounted: Bool

        init(_ outcome: RelayOutcome) {
            ending = outcome.ending
            counters = outcome.counters
            tooLarge = outcome.tooLarge
            empty = outcome.empty
            undelivered = outcome.undelivered
            isAccounted = outcome.isAccounted
        }
    }

    private let results = Mutex<[Result]>([])
    private let ended: SignalSender

    init(_ ended: SignalSender) { self.ended = ended }

    func post(_ result: Result) {
        results.withLock { $0.append(result) }
        // As the kernel tells of a child's end.
        ended.send(.child)
    }

    /// All of them together; the ending is that of the first, which is why the others ended.
    var outcome: RelayOutcome {
        results.withLock { results in
            var outcome = RelayOutcome(ending: results.first?.ending ?? .finished)
            for result in results {
                outcome.counters.add(result.counters)
                outcome.tooLarge += result.tooLarge
                outcome.empty += result.empty
                outcome.undelivered += result.undelivered
                outcome.isAccounted = outcome.isAccounted && result.isAccounted
            }
            return outcome
        }
    }
}
