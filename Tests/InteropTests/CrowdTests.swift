import Glibc
import TestSupport
import Testing

// Five hundred clients are five hundred processes, which takes a small machine a minute.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CrowdTests {
    @Test
    func `five hundred of five hundred handshakes succeed, twenty at a time`() async throws {
        let listener = try await Listener(["-k"], limit: .seconds(560))
        let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
            var statuses: [Int32] = []
            for number in 0..<500 {
                if number >= 20, let status = try await group.next() { statuses.append(status) }
                group.addTask {
                    let outcome = try await listener.connect(
                        ["--framing", "line"], input: .text("\(number)\n"))
                    return outcome.status
                }
            }
            for try await status in group { statuses.append(status) }
            return statuses
        }
        #expect(statuses.count == 500)
        #expect(statuses.allSatisfy { $0 == 0 }, "\(statuses.filter { $0 != 0 })")
        listener.program.signal(SIGTERM)
        let server = try await listener.program.outcome()
        #expect(server.status == 143)
        let digits = (0..<500).map { "\($0)".count }.reduce(0, +)
        #expect(server.output.count == digits, "some of the messages are missing")
    }
}
