/// Rows of cells in columns. Where they are too wide, first the gaps shrink, and then the columns
/// that are least needed are left out.
struct Table {
    /// A column: its name, the unit under it, and how early it goes.
    struct Column {
        var name: String
        var unit = ""
        var isLeft = false
        /// Columns with the highest rank go first; those with none stay.
        var rank = 0
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// A row has a cell for each column.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The names, the units where there are any, and the rows.
    func lines(width: Int) -> [String] {
        let widths = columns.indices.map { index in
            ([columns[index].name, columns[index].unit] + rows.map { $0[index] })
                .map(\.count).max() ?? 0
        }
        var shown = Array(columns.indices)
        var gap = 2
        func needed() -> Int { shown.reduce(0) { $0 + widths[$1] } + gap * (shown.count - 1) }
        if needed() > width { gap = 1 }
        while needed() > width {
            guard let last = shown.max(by: { columns[$0].rank < columns[$1].rank }),
                columns[last].rank > 0
            else { break }
            shown.removeAll { $0 == last }
        }
        func line(_ cells: [String]) -> String {
            let padded = shown.map {
                Layout.padded(cells[$0], widths[$0], left: columns[$0].isLeft)
            }
            let text = padded.joined(separator: String(repeating: " ", count: gap))
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        var heads = [columns.map(\.name)]
        if columns.contains(where: { !$0.unit.isEmpty }) { heads.append(columns.map(\.unit)) }
        if columns.allSatisfy(\.name.isEmpty) { heads = [] }
        return (heads + rows).map(line)
    }
}
