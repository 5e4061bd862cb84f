import Glibc
import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct SignalsTests {
    @Test func `a signal makes the descriptor readable`() throws {
        let signals = try Signals([.windowChange, .user2])
        #expect(signals.next() == nil)
        // To this thread alone, where the signal is blocked: the other tests' threads get nothing.
        #expect(pthread_kill(pthread_self(), SIGUSR2) == 0)
        let loop = EventLoop()
        let token = loop.add(signals.descriptor)
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(loop.isReadable(token))
        #expect(signals.next() == .user2)
        #expect(signals.next() == nil)
    }

    @Test func `the mask is what it was once nobody watches`() throws {
        // The threads that run tests may have it blocked from the start.
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        unsafe sigaddset(&mask, SIGWINCH)
        var previous = sigset_t()
        unsafe pthread_sigmask(SIG_UNBLOCK, &mask, &previous)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
        do {
            let signals = try Signals([.windowChange])
            #expect(try blocked(SIGWINCH))
            #expect(signals.next() == nil)
        }
        #expect(try blocked(SIGWINCH) == false)
    }

    @Test func `the exit status is the shell's`() {
        #expect(Signal.interrupt.exitStatus == 130)
        #expect(Signal.terminate.exitStatus == 143)
    }

    private func blocked(_ signal: Int32) throws -> Bool {
        var mask = sigset_t()
        try #require(unsafe pthread_sigmask(SIG_BLOCK, nil, &mask) == 0)
        return unsafe sigismember(&mask, signal) == 1
    }
}
