// Where speed is of no concern: datagrams and messages as arrays.
extension Session {
    /// The same as ``receive(_:_:)``, with a copy of each message appended to `messages`.
    ///
    /// - Parameters:
    ///   - datagram: the payload of one UDP datagram; junk is counted and dropped.
    ///   - messages: gets what the datagram held; what was opened before an error is in it.
    /// - Throws: a ``SessionError`` where the session is over.
    @discardableResult
    public func receive(
        _ datagram: [UInt8], into messages: inout [[UInt8]]
    ) throws(SessionError) -> Progress {
        try receive(datagram.span) { message, _ in messages.append([UInt8](copying: message)) }
    }

    /// The same as ``send(_:)-(Span<UInt8>)`` for a message in an array.
    ///
    /// - Throws: ``SessionError/tooLarge(size:limit:)``, after which the session goes on;
    ///   ``SessionError/failed(_:)`` before it stands, and where the outbox is full.
    public func send(_ message: [UInt8]) throws(SessionError) { try send(message.span) }
}
