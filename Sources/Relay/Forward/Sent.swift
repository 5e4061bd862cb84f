internal import Sockets

/// What has become of a run of datagrams that was to be sent.
struct Sent {
    /// How many bytes are dealt with, sent or not: whole datagrams.
    let dealt: Int

    /// How many bytes were sent.
    let bytes: Int

    /// How many datagrams they were.
    let datagrams: Int

    /// Whether the kernel would not send the last that is dealt with.
    let isRefused: Bool

    /// Reads the result of sending a run of `count` bytes in datagrams of `size`.
    init(_ result: SendResult, of count: Int, size: Int) {
        let refused: Int
        switch result.outcome {
        case .complete, .wouldBlock:
            refused = 0
            dealt = result.bytesSent
        case .failed:
            dealt = result.bytesSent
            refused = dealt.isMultiple(of: size) ? size : dealt % size
        case .tooLarge:
            refused = min(size, count - result.bytesSent)
            dealt = result.bytesSent + refused
        }
        isRefused = refused > 0
        bytes = dealt - refused
        datagrams = (bytes + size - 1) / size
    }
}
