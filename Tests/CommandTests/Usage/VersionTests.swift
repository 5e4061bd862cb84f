import DTLS
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct VersionTests {
    @Test(arguments: [["--version"], ["connect", "--version"], ["hosts", "scan", "--version"]])
    func `the version is that of the program and of the library that is loaded`(
        arguments: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.text.wholeMatch(of: #/dtlscat \d+\.\d+\.\d+ \(GnuTLS [^ )]+\)\n/#) != nil)
        #expect(outcome.text.hasSuffix("(GnuTLS \(LibraryVersion.text))\n"), "\(outcome.text)")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test(arguments: [["--version", "-v"], ["-v", "--version"], ["listen", "-v", "--version"]])
    func `what a distribution has to have mended is told to those who ask`(
        arguments: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix("dtlscat "))
        let isMended = LibraryVersion.standing() == .mended
        #expect(outcome.errors.contains("CVE-2026-33845") == !isMended, "\(outcome.errors)")
        #expect(outcome.errors.contains(LibraryVersion.firstMended) == !isMended)
    }
}
