/// What one association, or all of an endpoint's together, have carried.
package struct Counters: Sendable, Hashable {
    package var sentMessages: UInt64 = 0
}
