import Foundation
import Testing

/// The page on security says which test is behind each promise.
@Suite struct SecurityPageTests {
    private let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `each test that the page names is where it says`() throws {
        let page = try text("SECURITY.md")
        let makefile = try text("Makefile")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        #expect(rows.count > 20)
        for row in rows {
            let cells = row.split(separator: "|")
            let named = try #require(cells.last).trimmingCharacters(in: .whitespaces)
            #expect(cells.count == 2 && !named.isEmpty, "no test in: \(row)")
            if let rule = named.wholeMatch(of: /`make ([a-z-]+)`/)?.1 {
                #expect(makefile.contains("\n\(rule):"), "no make \(rule)")
                continue
            }
            // `Target/Suite`: a test; another; `Target/Another`: a test
            var suite = (name: "", source: "")
            for part in named.components(separatedBy: "; ") {
                var name = part
                if let match = part.wholeMatch(of: /`([A-Za-z]+)\/([A-Za-z]+)`: (.+)/) {
                    suite = (
                        String(match.2), try source(String(match.2), of: String(match.1))
                    )
                    name = String(match.3)
                }
                #expect(
                    suite.source.contains("func `\(name)`")
                        || suite.source.contains("@Test(\"\(name)\""),
                    "\(suite.name) has no test “\(name)”")
            }
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// A suite's file, in whichever folder of its target it is.
    private func source(_ suite: String, of target: String) throws -> String {
        let folder = root.appendingPathComponent("Tests/\(target)").path
        let path = try #require(
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
                .first { $0 == "\(suite).swift" || $0.hasSuffix("/\(suite).swift") },
            "no \(suite) in \(target)")
        return try text("Tests/\(target)/\(path)")
    }
}
