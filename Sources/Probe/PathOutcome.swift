/// What a look at the path to a peer has come to.
package enum PathOutcome: Sendable, Hashable {
    /// It is known what it takes.
    case found(PathLimit)

    /// The peer answers neither heartbeats nor messages.
    case unanswered

    /// The peer has answered, and does so no more.
    case lost
}
