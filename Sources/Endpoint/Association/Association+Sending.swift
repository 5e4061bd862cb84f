internal import DTLS
internal import Sockets

// What goes to the peer.
extension Association {
    /// Seals a message; the transport has room for it.
    func send(_ message: Span<UInt8>, now: Deadline, _ observer: any EndpointObserver) {
        guard phase == .established else { return }
        guard !session.isClosedHere else { return countUnsent(1) }
        if window?.wantsFirstPing == true { ping(now: now) }
        do throws(SessionError) {
            guard try seal(message) else {
                sent.unsent += 1
                return
            }
            if message.count > provenMessage { hasSentUnproven = true }
            sent.sentMessages += 1
            sent.sentBytes += UInt64(message.count)
            noteUnderWay(message.count, now: now)
        } catch {
            end(reason(for: error), observer)
        }
    }

    /// Seals `bytes` as messages of `size` bytes, for as long as the peer takes them and the transport
    /// has room; how many bytes that was.
    func send(
        _ bytes: Span<UInt8>, of size: Int, now: Deadline, _ observer: any EndpointObserver
    ) -> Int {
        guard phase == .established, isOpen(now: now) else { return 0 }
        if window?.wantsFirstPing == true { ping(now: now) }
        if min(size, bytes.count) > provenMessage { hasSentUnproven = true }
        let room = min(
            window?.room(for: size) ?? .max, pacer?.room(for: size) ?? .max, roomBehindTrial)
        guard room > 0 else { return 0 }
        do throws(SessionError) {
            let taken = try session.send(bytes, size: size, atMost: room)
            let count = (taken + size - 1) / size
            sent.sentMessages += UInt64(count)
            sent.sentBytes += UInt64(taken)
            noteUnderWay(size, count: count, now: now)
            return taken
        } catch {
            guard case .tooLarge = error else {
                end(reason(for: error), observer)
                return 0
            }
            let first = bytes.extracting(first: min(size, bytes.count))
            send(first, now: now, observer)
            return first.count
        }
    }

    /// Seals a message, even if the path has become too small for it since it was cut: then it
    /// leaves in fragments. So it does where the path is only suspected to be small, because a flight
    /// or somebody else at the same address got no answer; false where this session has found it to be.
    private func seal(_ message: Span<UInt8>) throws(SessionError) -> Bool {
        do throws(SessionError) {
            try session.send(message)
        } catch {
            guard case .tooLarge(let size, let limit) = error else { throw error }
            // Silence has told of the size, and nor would the fragments of it get through.
            if path.isFoundSmall, session.mtu < path.most { return false }
            let mtu = session.mtu
            session.mtu = mtu + size - limit
            defer { session.mtu = mtu }
            try session.send(message)
        }
        return true
    }
}
