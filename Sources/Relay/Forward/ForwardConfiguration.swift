/// How datagrams are carried: the options, parsed once.
package struct ForwardConfiguration: Sendable {
    /// How long an association may carry nothing; for ever where `nil`. Five minutes is what
    /// RFC 4787 section 4.3 recommends for the like: an address translator's mapping.
    package var idleTime: Duration? = .seconds(300)

    /// The most sources that have a session at once.
    package var maximumSources = 1_024

    /// Whether a source that has lost its session gets another at once, and not only with its next
    /// datagram.
    package var reconnects = false

    /// Whether a server that gives no signs of life is worth a word.
    package var tellsOfSilence = false

    /// What fits a datagram, as was told at the start, in bytes.
    package var expectedDataMTU: Int

    /// A configuration of the defaults above.
    package init(expectedDataMTU: Int) { self.expectedDataMTU = expectedDataMTU }
}
