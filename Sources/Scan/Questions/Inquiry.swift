/// A question that takes some exchanges to answer, one after the other.
protocol Inquiry: AnyObject {
    /// What to offer next; `nil` where the question is answered.
    func next() -> Offer?

    /// Takes what came of the offer.
    func take(_ answer: Answer)
}

/// Offers that do not depend on each other's answers.
final class Steps: Inquiry {
    private var steps: [(offer: () -> Offer?, take: (Answer) -> Void)] = []
    private var current: ((Answer) -> Void)?

    /// Adds one; where `offer` has nothing when its turn comes, it is passed over.
    func add(_ offer: @escaping () -> Offer?, _ take: @escaping (Answer) -> Void) {
        steps.append((offer, take))
    }

    func next() -> Offer? {
        while !steps.isEmpty {
            let step = steps.removeFirst()
            guard let offer = step.offer() else { continue }
            current = step.take
            return offer
        }
        return nil
    }

    func take(_ answer: Answer) { current?(answer) }
}
