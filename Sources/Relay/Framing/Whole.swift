/// The `whole` framing: all the input is one message, and no input is none; `StreamEncoder` is its
/// other half.
struct WholeDecoder: MessageDecoder {
    var maximumMessage: Int
    let decoded: [UInt8] = []

    func next(in input: Span<UInt8>, atEnd: Bool) -> DecodeStep {
        // A piece goes out only once a byte beyond it is there, so that the last is never empty.
        if input.count > maximumMessage {
            return .message(.input(0..<maximumMessage), consumed: maximumMessage, isLast: false)
        }
        guard atEnd, !input.isEmpty else { return .needsInput(consumed: 0) }
        return .message(.input(0..<input.count), consumed: input.count, isLast: true)
    }
}
