import Foundation
import TestSupport
import Testing

/// What the manual pages print under EXAMPLES, run as it is printed.
@Suite struct ManualExampleTests {
    /// How examples of a page are played: what has to be there before, and what to hold afterwards.
    struct Play: Sendable {
        /// How the sentences begin in front of the examples, in their order.
        let titles: [String]

        /// The names that stand for the server.
        let hosts: [String]

        let act: @Sendable (Scene) async throws -> Void

        init(
            _ titles: String..., hosts: [String] = ["host"],
            act: @escaping @Sendable (Scene) async throws -> Void
        ) {
            self.titles = titles
            self.hosts = hosts
            self.act = act
        }
    }

    static let plays: [String: [Play]] = [
        "dtlscat": program, "dtlscat-bench": bench, "dtlscat-connect": connect,
        "dtlscat-fingerprint": fingerprint, "dtlscat-forward": forward, "dtlscat-hosts": hosts,
        "dtlscat-impair": impair, "dtlscat-keygen": keygen, "dtlscat-listen": listen,
        "dtlscat-priority": priority, "dtlscat-probe": probe, "dtlscat-scan": scan,
    ]

    @Test(.timeLimit(.minutes(10)), arguments: plays.keys.sorted())
    func theExamplesOfAPageDoWhatItSays(page: String) async throws {
        let examples = try ManualPage(file: page + ".1").examples
        for play in Self.plays[page] ?? [] {
            let chosen = play.titles.compactMap { title in
                examples.first { $0.title.hasPrefix(title) }
            }
            try #require(chosen.count == play.titles.count, "\(page) has no \(play.titles)")
            let scene = try await Scene(chosen.flatMap(\.commands), hosts: play.hosts)
            do {
                try await play.act(scene)
            } catch {
                Issue.record(error, "\(page): \(play.titles)")
            }
            #expect(scene.left.isEmpty, "\(page): not run")
        }
    }

    @Test func noExampleOfAnyPageIsLeftOut() throws {
        for page in try ManualPage.all() {
            let name = String(page.name.dropLast(2))
            let titles = (Self.plays[name] ?? []).flatMap(\.titles)
            for example in page.examples {
                let count = titles.count { example.title.hasPrefix($0) }
                #expect(count == 1, "\(page.name): \(example.title)")
            }
            #expect(page.examples.count == titles.count, "\(page.name)")
        }
    }

    @Test func everyExampleFitsTheWidthOfATerminal() throws {
        for page in try ManualPage.all() {
            for line in page.examples.flatMap(\.commands).flatMap({ $0.split(separator: "\n") }) {
                #expect(line.count <= 68, "\(page.name): \(line)")
            }
        }
    }
}
