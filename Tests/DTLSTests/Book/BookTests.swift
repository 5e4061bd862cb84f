import Foundation
import Testing

/// What the pages of the documentation show is what the tests run, word for word.
@Suite struct BookTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A piece of code, and where it stands, such as `Errors 2`: the second of its page.
    private struct Snippet: Hashable {
        let place: String
        let code: String
    }

    @Test(
        "Each block of code on a page stands in a test, and each that is marked there in its place")
    func blocks() throws {
        let (shown, marked) = (try Self.shown(), try Self.marked())
        for snippet in shown.subtracting(marked) {
            Issue.record("no test runs what is shown, \(snippet.place):\n\(snippet.code)")
        }
        for snippet in marked.subtracting(shown) {
            Issue.record("no page shows what is marked, \(snippet.place):\n\(snippet.code)")
        }
        #expect(shown.count > 20)
    }

    @Test("The landing page leads to every chapter")
    func contents() throws {
        let landing = try String(
            contentsOf: Self.pages.appendingPathComponent("DTLS.md"), encoding: .utf8)
        for page in try Self.files(Self.pages, "md") {
            let name = page.deletingPathExtension().lastPathComponent
            // An extension of a symbol's page is no chapter.
            if try String(contentsOf: page, encoding: .utf8).hasPrefix("# ``") { continue }
            #expect(landing.contains("- <doc:\(name)>"), "\(name)")
        }
    }

    // MARK: -

    private static let pages = root.appendingPathComponent("Sources/DTLS/DTLS.docc")

    private static func shown() throws -> Set<Snippet> {
        var snippets: Set<Snippet> = []
        for page in try files(pages, "md") {
            let name = page.deletingPathExtension().lastPathComponent
            for (index, code) in try between("```swift\n", "```\n", in: page).enumerated() {
                snippets.insert(Snippet(place: "\(name) \(index + 1)", code: code))
            }
        }
        return snippets
    }

    private static func marked() throws -> Set<Snippet> {
        var snippets: Set<Snippet> = []
        for folder in ["Tests/DTLSTests/Book", "Tests/Example"] {
            for file in try files(root.appendingPathComponent(folder), "swift")
            where file.lastPathComponent != "BookTests.swift" {
                for part in try between("// book: ", "// book ends\n", in: file) {
                    let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
                    let place = String(lines.first ?? "")
                    let code = dedented(lines.dropFirst())
                    // The same place twice would hide one of the two.
                    #expect(snippets.allSatisfy { $0.place != place }, "\(place) twice")
                    snippets.insert(Snippet(place: place, code: code))
                }
            }
        }
        return snippets
    }

    private static func between(
        _ start: String, _ end: String, in file: URL
    ) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.components(separatedBy: start).dropFirst().map { part in
            let pieces = part.components(separatedBy: end)
            return try #require(pieces.count > 1 ? pieces.first : nil, "\(file.path): no end")
        }
    }

    /// Lines without the blanks that they all begin with.
    private static func dedented(_ lines: ArraySlice<Substring>) -> String {
        let lines = lines.last?.allSatisfy { $0 == " " } == true ? lines.dropLast() : lines
        let depths = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
        let depth = depths.min() ?? 0
        return lines.map { $0.dropFirst(depth) + "\n" }.joined()
    }

    private static func files(_ folder: URL, _ suffix: String) throws -> [URL] {
        let all = try #require(
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return all.compactMap { $0 as? URL }.filter { $0.pathExtension == suffix }
    }
}
