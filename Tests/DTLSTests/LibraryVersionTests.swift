import DTLS
import Testing

@Suite struct LibraryVersionTests {
    @Test(arguments: ["3.7.8", "3.6.16", "2.12.23", "3.7", "3", "", "unknown", "."])
    func `what is older than 3.7.9 is untested`(version: String) {
        #expect(LibraryVersion.standing(of: version) == .untested)
    }

    @Test(arguments: ["3.7.9", "3.7.10", "3.8.0", "3.8.9", "3.8.12", "3.7.9-2+deb12u7"])
    func `only a distribution can have mended what is older than 3_8_13`(version: String) {
        #expect(LibraryVersion.standing(of: version) == .mendedByDistributionAlone)
    }

    @Test(arguments: ["3.8.13", "3.8.14", "3.9", "3.10.0", "4.0.0", "3.8.13-1ubuntu1"])
    func `what comes later is mended`(version: String) {
        #expect(LibraryVersion.standing(of: version) == .mended)
    }

    @Test func `numbers of any size are no trap`() {
        #expect(LibraryVersion.standing(of: "3.99999999999999999999.1") == .untested)
    }

    @Test func `the one that is loaded is tested`() {
        #expect(LibraryVersion.standing() != .untested)
    }
}
