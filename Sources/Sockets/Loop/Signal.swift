internal import Glibc

/// A signal that the program answers to.
package enum Signal: Hashable, Sendable, CaseIterable {
    case interrupt, terminate, hangup, quit, user1, user2, child, windowChange

    /// The number by which the kernel knows it.
    package var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        case .hangup: SIGHUP
        case .quit: SIGQUIT
        case .user1: SIGUSR1
        case .user2: SIGUSR2
        case .child: SIGCHLD
        case .windowChange: SIGWINCH
        }
    }

    /// What a shell reports of a program that this signal ended: 128 and the number.
    package var exitStatus: Int32 { 128 + number }

    init?(number: Int32) {
        guard let signal = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = signal
    }
}
