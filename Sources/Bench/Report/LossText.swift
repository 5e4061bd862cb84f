/// "123/8012345 (0.02%)", where the loss is known.
struct LossText {
    let text: String

    init?(_ tally: BenchTally) {
        guard let lost = tally.lost else { return nil }
        text = "\(lost)/\(tally.total) (\(Number.percent(tally.lostPercent))%)"
    }
}
