/// The two buffers between GnuTLS and whoever owns the socket: an inbox of one datagram and an
/// outbox of many.
///
/// No system call is made here. Sessions that run on one thread may share a transport: the inbox
/// is filled only while a session reads it, and the outbox is drained between two sessions.
///
/// The outbox is one contiguous stretch of runs; a run is a number of datagrams of equal size, the
/// last of which may be shorter, which is what one `sendmsg` with `UDP_SEGMENT` takes.
@safe public final class DatagramTransport {
    /// The datagram that GnuTLS may pull now; its memory is lent for the length of one call of
    /// `withInbox` and is gone before that returns.
    private var inbox: UnsafeRawBufferPointer?

    /// Owned: allocated in `init`, freed in `deinit`.
    private let outbox: UnsafeMutableRawBufferPointer
    private var outboxStart = 0
    private var outboxEnd = 0
    private var runs: [Run] = []
    private var firstRun = 0

    /// How large the datagrams are that records are packed into, 0 where each is one of its own, and
    /// where the first of them begins.
    private var packedSize = 0
    private var packedFrom = 0

    /// Where records are opened; lent out as a span while a message is handed on.
    let plaintext: UnsafeMutableRawBufferPointer

    /// A transport with an empty inbox and outbox; about 150 KiB of memory.
    public init() {
        unsafe outbox = .allocate(byteCount: Self.outboxCapacity, alignment: 16)
        unsafe plaintext = .allocate(byteCount: Self.plaintextCapacity, alignment: 16)
    }

    deinit {
        unsafe outbox.deallocate()
        unsafe plaintext.deallocate()
    }

    /// Whether datagrams wait to be sent.
    public var hasOutgoing: Bool { outboxStart < outboxEnd }

    /// Whether another record fits: of any size, and where they are of one size, into the same batch.
    /// Where it is false, drain before the next `send`.
    public var hasRoom: Bool {
        let size = runs.last?.segmentSize ?? 0
        return outboxEnd + size <= Self.batchSize
    }

    /// How many bytes have come into the outbox since it was last empty.
    public var outgoingBytes: Int { outboxEnd }

    /// The size of the largest datagram that has come into the outbox since ``outgoingBytes`` was
    /// `mark`; 0 where none has.
    package func largestOutgoing(since mark: Int) -> Int {
        var largest = 0
        var start = outboxStart
        for run in runs[firstRun...] {
            if start >= mark { largest = max(largest, run.segmentSize) }
            start += run.length
        }
        return largest
    }

    /// Lends the oldest run of outgoing datagrams to `body`: its bytes and the size of a segment.
    ///
    /// Returns `nil` where nothing waits.
    public func withOutgoing<Result>(
        _ body: (_ bytes: Span<UInt8>, _ segmentSize: Int) -> Result
    ) -> Result? {
        guard firstRun < runs.count else { return nil }
        let run = runs[firstRun]
        let bytes = unsafe UnsafeRawBufferPointer(
            rebasing: outbox[outboxStart..<outboxStart + run.length])
        return unsafe body(bytes.bindMemory(to: UInt8.self).span, run.segmentSize)
    }

    /// Forgets the first `count` bytes of the oldest run: they are sent, or given up.
    public func consume(_ count: Int) {
        guard firstRun < runs.count else { return }
        precondition(count <= runs[firstRun].length)
        runs[firstRun].length -= count
        outboxStart += count
        if runs[firstRun].length == 0 { firstRun += 1 }
        if firstRun == runs.count { removeOutgoing() }
    }

    /// Takes a copy of each outgoing datagram, oldest first, and forgets them: where speed is of no
    /// concern, simpler than ``withOutgoing(_:)``.
    public func takeOutgoing() -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        for run in runs[firstRun...] {
            for offset in stride(from: 0, to: run.length, by: run.segmentSize) {
                let start = outboxStart + offset
                let end = outboxStart + min(offset + run.segmentSize, run.length)
                datagrams.append(unsafe Array(outbox[start..<end]))
            }
            outboxStart += run.length
        }
        removeOutgoing()
        return datagrams
    }

    /// Keeps what comes next out of the batch of what was last.
    func endBatch() {
        if firstRun < runs.count { runs[runs.count - 1].isClosed = true }
    }

    /// Makes the one datagram of the last batch `size` bytes long, by a record that nobody reads; see
    /// ``RecordFilter/Summary/void``.
    func pad(to size: Int) {
        guard firstRun < runs.count, runs[runs.count - 1].length == runs[runs.count - 1].segmentSize
        else { return }
        let count = size - runs[runs.count - 1].length
        guard count > RecordFilter.headerSize, unsafe outboxEnd + count <= outbox.count
        else { return }
        let room = unsafe UnsafeMutableRawBufferPointer(
            rebasing: outbox[outboxEnd..<outboxEnd + count])
        unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe room.copyBytes(from: RecordFilter.voidHeader(count - RecordFilter.headerSize))
        outboxEnd += count
        runs[runs.count - 1].pack(count)
    }

    /// Drops every outgoing datagram.
    public func removeOutgoing() {
        runs.removeAll(keepingCapacity: true)
        firstRun = 0
        outboxStart = 0
        outboxEnd = 0
    }

    /// Appends a datagram that was sealed before, such as a close_notify that is sent once more.
    package func append(_ datagram: [UInt8]) {
        unsafe datagram.withUnsafeBytes { bytes in _ = unsafe push(bytes) }
    }

    /// The bytes that have come into the outbox since it ended at `mark`.
    func outgoing(since mark: Int) -> [UInt8] {
        unsafe Array(outbox[mark..<outboxEnd])
    }

    /// Lets GnuTLS pull `datagram` while `body` runs; what is not pulled by then is dropped.
    func withInbox<Result>(_ datagram: Span<UInt8>, _ body: () -> Result) -> Result {
        unsafe datagram.withUnsafeBytes { bytes in
            unsafe lend(bytes)
            defer { takeBack() }
            return body()
        }
    }

    /// Lets GnuTLS pull `datagram`, which stays valid until ``takeBack()``.
    func lend(_ datagram: UnsafeRawBufferPointer) { unsafe inbox = datagram }

    /// Drops what was not pulled.
    func takeBack() { unsafe inbox = nil }

    /// Whether a datagram waits to be pulled.
    var hasIncoming: Bool { unsafe inbox != nil }

    /// Whether GnuTLS has asked for a datagram when there was none: only then has it read all the
    /// records of the one before.
    var wasAskedInVain = false

    /// Copies the waiting datagram to `target`, or as many records of it as there is room for: the rest
    /// waits to be pulled as one of its own. `nil` where none waits, or the first record is too long.
    func pull(into target: UnsafeMutableRawBufferPointer) -> Int? {
        guard let datagram = unsafe inbox else {
            wasAskedInVain = true
            return nil
        }
        unsafe inbox = nil
        let count = unsafe Self.wholeRecords(of: datagram, in: target.count)
        guard count > 0 else {
            wasAskedInVain = true
            return nil
        }
        // Both are parts of the datagram that was lent, and as long valid.
        unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: datagram[..<count]))
        if count < datagram.count {
            unsafe inbox = UnsafeRawBufferPointer(rebasing: datagram[count...])
        }
        return count
    }

    /// How many bytes the records at the start have that fit into `room` bytes.
    ///
    /// GnuTLS has room for no more than one largest record, and a flight of small ones may be longer.
    /// A record that is cut off would be completed by the next datagram, so none is.
    private static func wholeRecords(of datagram: UnsafeRawBufferPointer, in room: Int) -> Int {
        guard datagram.count > room else { return datagram.count }
        var end = 0
        while end + RecordFilter.headerSize <= datagram.count {
            let length = unsafe Int(datagram[end + 11]) << 8 | Int(datagram[end + 12])
            let next = end + RecordFilter.headerSize + length
            guard next <= room, next <= datagram.count else { break }
            end = next
        }
        return end
    }

    /// Packs the records that are pushed while `body` runs into datagrams of at most `size` bytes, as
    /// a flight of handshake messages may be (RFC 6347 section 4.1.1): it is lost or comes as a
    /// whole, and costs fewer calls.
    func packing<Result>(upTo size: Int, _ body: () -> Result) -> Result {
        packedSize = size
        packedFrom = outboxEnd
        defer { packedSize = 0 }
        return body()
    }

    /// Takes one datagram into the outbox; false where it is full.
    func push(_ datagram: UnsafeRawBufferPointer) -> Bool {
        let count = datagram.count
        guard count > 0, unsafe outbox.count - outboxEnd >= count else { return false }
        unsafe UnsafeMutableRawBufferPointer(rebasing: outbox[outboxEnd...])
            .copyMemory(from: datagram)
        let isFirst = outboxEnd == packedFrom
        outboxEnd += count
        if packedSize > 0 {
            if !isFirst, firstRun < runs.count, runs[runs.count - 1].length + count <= packedSize {
                runs[runs.count - 1].pack(count)
            } else {
                runs.append(Run(segmentSize: count, length: count))
            }
        } else if firstRun < runs.count, runs[runs.count - 1].takes(count) {
            runs[runs.count - 1].extend(by: count)
        } else {
            runs.append(Run(segmentSize: count, length: count))
        }
        return true
    }

    /// Datagrams of equal size, but for the last.
    private struct Run {
        private(set) var segmentSize: Int
        var length: Int
        var isClosed = false

        init(segmentSize: Int, length: Int) {
            self.segmentSize = segmentSize
            self.length = length
        }

        func takes(_ count: Int) -> Bool {
            !isClosed && count <= segmentSize && length + count <= batchSize
        }

        /// Makes the one datagram of the run longer.
        mutating func pack(_ count: Int) {
            length += count
            segmentSize = length
        }

        mutating func extend(by count: Int) {
            length += count
            isClosed = count < segmentSize
        }
    }

    /// The most that one UDP send can carry, and so the size of a full batch, in bytes.
    private static let batchSize = 65_507

    /// A full batch, and the largest record behind it (RFC 6347 section 4.1: 2^14 + 2048 + 13).
    private static let outboxCapacity = batchSize + 18_445 + 4_096

    /// The largest plaintext of a record (RFC 6347 section 4.1), and some slack for compression.
    static let plaintextCapacity = 18_432
}
