import Endpoint
import Sockets

/// A sender that keeps to a ``SendWindow``, a path, and a receiver with a socket buffer that is
/// kept account of as Linux does it, in virtual time.
struct FlowSimulation {
    /// What the peer's buffer holds, in bytes as its kernel counts them.
    var capacity: Int

    /// The size of a message, in bytes.
    var messageSize: Int

    /// How many are to be sent.
    var messages: Int

    /// One way, in nanoseconds.
    var delay: UInt64 = 20_000

    /// What the receiver reads, in bytes a second.
    var readRate = 200e6

    /// What the path carries, in bytes a second.
    var linkRate = 1e9

    /// What becomes of pings and of their answers, each way alike.
    var loss = 0.0
    var duplication = 0.0

    /// The most that a heartbeat is late, in nanoseconds.
    var lateness: UInt64 = 0

    /// When the receiver does not read, in nanoseconds.
    var pause: Range<UInt64>?

    var generator = SeededGenerator(seed: 1)

    /// What has happened.
    private(set) var window: SendWindow
    private(set) var now: UInt64 = 1
    private(set) var sent = 0
    private(set) var read = 0
    private(set) var overflowed = 0
    private(set) var mostUnderWay = 0

    /// Messages that went beyond the window, other than one alone.
    private(set) var beyondWindow = 0
    private(set) var sizes: [Int] = []
    private(set) var pings = 0

    private enum Item {
        case message
        case ping(Int)
    }

    private enum Event {
        case arrives(Item)
        case reads
        case answer(Int)
    }

    private var events: [(time: UInt64, order: Int, event: Event)] = []
    private var order = 0
    private var linkFree: UInt64 = 0
    private var queue: [Item] = []
    private var queueStart = 0
    private var isReading = false
    private var memory = 0
    private var deficit = 0
    private var batch = 0
    private var newestPing = 0
    private var answered: Set<Int> = []
    private var pingsSeen: Set<Int> = []

    init(capacity: Int, messageSize: Int, messages: Int, seed: UInt64 = 1) {
        self.capacity = capacity
        self.messageSize = messageSize
        self.messages = messages
        generator = SeededGenerator(seed: seed)
        window = SendWindow(held: capacity)
    }

    /// Runs until all is sent and read, or until `end`.
    mutating func run(until end: Duration) {
        let end = Deadline(nanoseconds: 1).advanced(by: end).nanoseconds
        while true {
            send()
            if sent == messages, events.isEmpty { return }
            let next = min(events.first?.time ?? .max, window.deadline.nanoseconds)
            guard next < end else { return }
            now = max(now, next)
            if window.deadline.nanoseconds <= now {
                ping()
            } else {
                handle(events.removeFirst().event)
            }
        }
    }

    // MARK: -

    private var time: Deadline { Deadline(nanoseconds: now) }

    private mutating func send() {
        while sent < messages, window.isOpen {
            if window.wantsFirstPing { ping() }
            let wasEmpty = window.underWay == 0
            window.sent(messageSize)
            if !wasEmpty, window.underWay > window.size { beyondWindow += 1 }
            sent += 1
            batch += messageSize
            mostUnderWay = max(mostUnderWay, window.underWay)
            depart(.message, bytes: messageSize + 65, late: 0)
            // A ping leaves behind a batch, not in it.
            if batch >= 65_507 || !window.isOpen || sent == messages {
                batch = 0
                if window.wantsPing { ping() }
            }
        }
    }

    private mutating func ping() {
        window.pinged(now: time)
        sizes.append(window.size)
        pings += 1
        newestPing += 1
        for _ in 0..<copies() {
            // The first measures the path, and would do so wrongly from behind the data.
            let late = newestPing == 1 ? 0 : UInt64.random(in: 0...lateness, using: &generator)
            depart(.ping(newestPing), bytes: 100, late: late)
        }
    }

    private mutating func copies() -> Int {
        if Double.random(in: 0..<1, using: &generator) < loss { return 0 }
        return Double.random(in: 0..<1, using: &generator) < duplication ? 2 : 1
    }

    private mutating func depart(_ item: Item, bytes: Int, late: UInt64) {
        linkFree = max(linkFree, now) + UInt64(Double(bytes) / linkRate * 1e9)
        schedule(.arrives(item), at: linkFree + delay + late)
    }

    private mutating func schedule(_ event: Event, at time: UInt64) {
        order += 1
        let entry = (time: time, order: order, event: event)
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        events.insert(entry, at: low)
    }

    /// `truesize`: a buffer from a slab of a power of two, and its descriptor.
    private func charge(_ item: Item) -> Int {
        let bytes = if case .message = item { messageSize + 37 } else { 72 }
        var slab = 512
        while slab < bytes + 64 + 320 { slab *= 2 }
        return slab + 256
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .arrives(let item):
            // `__udp_enqueue_schedule_skb` looks before it adds.
            guard memory <= capacity else {
                if case .message = item { overflowed += 1 }
                return
            }
            memory += charge(item)
            queue.append(item)
            if !isReading { beginReading() }
        case .reads:
            let item = queue[queueStart]
            queueStart += 1
            // `udp_rmem_release`.
            deficit += charge(item)
            let isEmpty = queueStart == queue.count
            if deficit >= capacity / 4 || isEmpty {
                memory -= deficit
                deficit = 0
            }
            if isEmpty {
                queue = []
                queueStart = 0
            }
            take(item)
            isReading = false
            if !isEmpty { beginReading() }
        case .answer(let number):
            guard answered.insert(number).inserted else { return }
            if number == newestPing {
                window.answered(now: time)
            } else if !answered.contains(newestPing) {
                window.answeredLate()
            }
            // What is read is followed by a flush.
            if window.wantsPing { ping() }
        }
    }

    private mutating func beginReading() {
        isReading = true
        var start = now
        if let pause, pause.contains(now) { start = pause.upperBound }
        let bytes = if case .message = queue[queueStart] { messageSize } else { 35 }
        schedule(.reads, at: start + UInt64(Double(bytes) / readRate * 1e9) + 500)
    }

    private mutating func take(_ item: Item) {
        switch item {
        case .message: read += 1
        case .ping(let number):
            // One that comes again is a replay.
            guard pingsSeen.insert(number).inserted else { return }
            for _ in 0..<copies() {
                let late = UInt64.random(in: 0...lateness, using: &generator)
                schedule(.answer(number), at: now + delay + late)
            }
        }
    }
}
