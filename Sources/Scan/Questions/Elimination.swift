/// Finds what a server takes of some things, and in which order: all are offered, what it chooses is
/// taken out, and the rest is offered again, until it refuses.
final class Elimination<Item: Hashable & Sendable>: Inquiry {
    /// What it takes, in the order in which it has chosen.
    private(set) var found: [Item] = []

    /// Whether it keeps to its own order rather than to the client's; `nil` where there are not two to
    /// tell that by.
    private(set) var hasOwnOrder: Bool?

    private var remaining: [Item]
    private let triesAllAgain: Bool
    private let asksForOrder: Bool
    private var offersAll = false
    private var chunks: [[Item]]
    private let makeOffer: ([Item]) -> Offer
    private let chosen: (Answer) -> Item?
    private var stage = Stage.eliminating

    private enum Stage {
        case eliminating, swapping, over
    }

    /// - Parameters:
    ///   - items: what to offer, in this order.
    ///   - chunks: the same part by part, offered once it refuses the rest as a whole: some servers
    ///     cannot read a long hello, and some fail for one item though they have another.
    ///   - triesAllAgain: whether what was found goes behind the rest where the rest is refused: a
    ///     server may need it for something else, as a certificate's curve.
    ///   - asksForOrder: whether ``hasOwnOrder`` is to be found out.
    ///   - offer: makes the hello that offers some of them.
    ///   - chosen: reads which of them an answer has chosen.
    init(
        _ items: [Item], chunks: [[Item]] = [], triesAllAgain: Bool = false,
        asksForOrder: Bool = false,
        offer: @escaping ([Item]) -> Offer,
        chosen: @escaping (Answer) -> Item?
    ) {
        remaining = items
        self.chunks = chunks
        self.triesAllAgain = triesAllAgain
        self.asksForOrder = asksForOrder
        makeOffer = offer
        self.chosen = chosen
        if items.isEmpty { stage = .over }
    }

    func next() -> Offer? {
        switch stage {
        case .eliminating: makeOffer(offersAll ? remaining + found : remaining)
        // The two that it likes best, the other way round.
        case .swapping:
            makeOffer(
                [found[1], found[0]] + (triesAllAgain ? found.dropFirst(2) + remaining : []))
        case .over: nil
        }
    }

    func take(_ answer: Answer) {
        switch stage {
        case .over: return
        case .swapping:
            switch chosen(answer) {
            case found[0]: hasOwnOrder = true
            case found[1]: hasOwnOrder = false
            default: break
            }
            stage = .over
        case .eliminating:
            if let item = chosen(answer), let index = remaining.firstIndex(of: item) {
                found.append(item)
                remaining.remove(at: index)
                if !remaining.isEmpty { return }
            }
            if triesAllAgain, !offersAll, !found.isEmpty, !remaining.isEmpty {
                offersAll = true
            } else if let chunk = nextChunk() {
                remaining = chunk
            } else {
                stage = asksForOrder && found.count > 1 ? .swapping : .over
            }
        }
    }

    /// The next part, without what was found.
    private func nextChunk() -> [Item]? {
        while !chunks.isEmpty {
            let chunk = chunks.removeFirst().filter { !found.contains($0) }
            if !chunk.isEmpty { return chunk }
        }
        return nil
    }
}
