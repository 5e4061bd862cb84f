/// What a forward has carried in all.
package struct ForwardTotals: Sendable, Hashable {
    /// In datagrams of plain UDP.
    package var carried = ForwardCounters()

    /// Sources that got a session, or tried to.
    package var sources: UInt64 = 0

    /// The most that there were at once.
    package var most = 0

    /// Sessions that did not come about.
    package var failures: UInt64 = 0

    /// What fits a datagram, in bytes, where that is less than was told at the start.
    package var dataMTU: Int?

    /// Nothing carried yet.
    package init() {}
}
