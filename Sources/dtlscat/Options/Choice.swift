public import ArgumentParser

/// One of a few words on the command line.
///
/// The help lists them in its sentence, since the argument parser's own list takes a line or two
/// more; completions offer them as ever.
public protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension Choice {
    public static var allValueStrings: [String] { [] }

    public static var defaultCompletionKind: CompletionKind { .list(allCases.map(\.rawValue)) }

    /// The words, as a list.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
