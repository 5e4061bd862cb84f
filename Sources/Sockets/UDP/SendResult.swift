package import SystemPackage

/// How far a send came, and why no further.
package struct SendResult: Hashable, Sendable {
    /// Why a send ended where it did.
    package enum Outcome: Hashable, Sendable {
        /// Every segment has been handed to the kernel.
        case complete
        /// The kernel has no room for now; send the rest again, later.
        case wouldBlock
        /// The next segment does not fit the path, whose MTU (IP header included) is `mtu` where it
        /// is known. Nothing of it has been sent: `sendFragmented` sends it all the same.
        case tooLarge(mtu: Int?)
        /// The kernel refused a segment, twice, and it is given up; send the rest.
        case failed(Errno)
    }

    /// How many bytes from the front are dealt with: whole segments that were handed to the kernel
    /// or, with `failed`, given up.
    package var bytesSent: Int

    /// Why it ended there.
    package var outcome: Outcome

    /// A send that dealt with `bytesSent` bytes and ended by `outcome`.
    package init(bytesSent: Int, outcome: Outcome) {
        self.bytesSent = bytesSent
        self.outcome = outcome
    }
}
