/// What a socket has done, for reports.
package struct SocketCounters: Hashable, Sendable {
    /// Runs of segments that one call sent (generic segmentation offload).
    package var gsoSends = 0

    /// Datagrams that took a call each.
    package var plainSends = 0

    /// Whether the kernel or the device refused segmentation, so that every datagram takes a call.
    package var gsoRefused = false

    /// Receives that brought more than one datagram (generic receive offload).
    package var groBatches = 0

    /// Datagrams lost to the full receive buffer, as far as the kernel has told.
    package var kernelDrops = 0

    /// Sends for which the kernel had no memory or the device's queue no room (ENOBUFS).
    package var noBuffers = 0
}
