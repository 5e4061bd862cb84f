/// The one of `candidates` that `word` was probably meant to be: the one that it begins, or from
/// which it is a slip or two away; `nil` where none is near.
///
/// Dashes before an option do not count.
func nearest(_ word: String, in candidates: [String]) -> String? {
    let bare = word.drop { $0 == "-" }
    guard bare.count >= 2, bare.count <= longestWord else { return nil }
    // A shorter word is near to many.
    let most = bare.count < 5 ? 1 : 2
    let distances = candidates.map { candidate in
        (candidate, slips(Array(bare), Array(candidate.drop { $0 == "-" })))
    }
    if let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= most { return best.0 }
    let begun = candidates.filter { $0.drop { $0 == "-" }.hasPrefix(bare) }
    return begun.count == 1 || bare.count >= 3 ? begun.min { $0.count < $1.count } : nil
}

/// Nobody mistypes a word as long as that.
private let longestWord = 40

/// How many letters have to be put in, left out, changed or swapped with the next to make `other`
/// of `word`: the optimal string alignment distance.
private func slips(_ word: [Character], _ other: [Character]) -> Int {
    var rows = [Array(0...other.count)]
    for (i, letter) in word.enumerated() {
        var row = [i + 1]
        for (j, wanted) in other.enumerated() {
            var least = min(
                rows[i][j] + (letter == wanted ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, letter == other[j - 1], word[i - 1] == wanted {
                least = min(least, rows[i - 1][j - 1] + 1)
            }
            row.append(least)
        }
        rows.append(row)
    }
    return rows[word.count][other.count]
}

/// `words` in a row, with `last` before the last one: `a, b or c`.
func enumeration(_ words: [String], _ last: String) -> String {
    guard words.count > 1, let end = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) \(end)"
}
