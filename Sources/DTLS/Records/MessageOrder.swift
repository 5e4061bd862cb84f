/// Keeps handshake messages in the clear from GnuTLS until their turn comes (RFC 6347 section 4.2.2).
///
/// GnuTLS takes in what is numbered ahead, and has it still where its turn never comes: for as long as
/// it does, it drops the data of the session. So one forged datagram in the course of a handshake would
/// leave a session that stands, and hears nothing.
struct MessageOrder {
    /// The number of the message that GnuTLS reads next.
    private var next: Int
    /// Ends of datagrams, each from the first record that is ahead of its turn.
    private var held: [[UInt8]] = []
    private var bytes = 0

    /// Begins with the number of the first message to be read.
    init(next: UInt32) { self.next = Int(next) }

    /// Notes that GnuTLS has read the next message.
    mutating func noteRead() { next = (next + 1) & 0xFFFF }

    /// How many bytes of a datagram, which the filter has let through, GnuTLS may have now: all of them,
    /// or those before a message that is ahead of its turn. The rest is kept.
    mutating func admit(_ datagram: Span<UInt8>) -> Int {
        let end = end(datagram)
        guard end < datagram.count else { return end }
        // Who sends more than that ahead means harm; others send it again.
        let count = datagram.count - end
        if held.count < Self.mostDatagrams, bytes + count <= Self.mostBytes {
            held.append([UInt8](copying: datagram.extracting(end...)))
            bytes += count
        }
        return end
    }

    /// A part that was kept and whose turn has come; `nil` where there is none.
    mutating func takeDue() -> [UInt8]? {
        guard let index = held.firstIndex(where: { end($0.span) > 0 }) else { return nil }
        bytes -= held[index].count
        return held.remove(at: index)
    }

    /// Forgets what was kept, once the handshake is done.
    mutating func removeAll() {
        held = []
        bytes = 0
    }

    /// Where the first record begins that is ahead of its turn; the end of the datagram without one.
    private func end(_ datagram: Span<UInt8>) -> Int {
        // Those behind each other in one datagram have their turns one after the other.
        var reach = next
        for start in RecordFilter.starts(datagram) {
            guard isClearHandshake(datagram, start) else { continue }
            let length = Int(RecordFilter.integer(in: datagram, at: start + 11, bytes: 2))
            var offset = start + RecordFilter.headerSize
            let end = offset + length
            while offset < end {
                let number = Int(RecordFilter.integer(in: datagram, at: offset + 4, bytes: 2))
                guard number <= reach else { return start }
                if number == reach { reach += 1 }
                offset += 12 + Int(RecordFilter.integer(in: datagram, at: offset + 9, bytes: 3))
            }
        }
        return datagram.count
    }

    private func isClearHandshake(_ datagram: Span<UInt8>, _ start: Int) -> Bool {
        datagram[start] == 22 && datagram[start + 3] == 0 && datagram[start + 4] == 0
    }

    private static let mostDatagrams = 32
    private static let mostBytes = 65_536
}
