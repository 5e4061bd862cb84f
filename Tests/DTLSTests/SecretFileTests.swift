import TestSupport
import Testing

@testable import DTLS

@Suite struct SecretFileTests {
    @Test("A file of its owner alone is read")
    func read() throws {
        let workshop = try Workshop()
        let contents = try SecretFile.read(workshop.write("00ff", to: "key"))
        #expect(contents.bytes == Array("00ff".utf8))
        #expect(!contents.isReadableByOthers)
        try contents.refuseIfReadableByOthers("key")
    }

    @Test("A file that the group or others can read is refused", arguments: [0o644, 0o640, 0o604])
    func mode(mode: Int) throws {
        let workshop = try Workshop()
        let path = try workshop.write("00ff", to: "key", mode: mode)
        let contents = try SecretFile.read(path)
        #expect(contents.isReadableByOthers)
        let error = #expect(throws: SecretError.self) {
            try contents.refuseIfReadableByOthers(path)
        }
        #expect(error?.description == "others can read \(path): chmod 600 \(path)")
    }

    @Test("What cannot be read is named, with the reason")
    func unreadable() throws {
        let workshop = try Workshop()
        let missing = #expect(throws: SecretError.self) {
            try SecretFile.read(workshop.file("missing"))
        }
        #expect(missing?.description.hasSuffix("missing: no such file or directory") == true)
        let folder = #expect(throws: SecretError.self) { try SecretFile.read(workshop.path) }
        #expect(folder?.description.hasSuffix("is a directory") == true)
        for name in ["fd:", "fd:x", "fd:-1"] {
            #expect(throws: SecretError.self) { try SecretFile.read(name) }
        }
    }

    @Test("More than 1 MiB is no secret")
    func size() throws {
        let workshop = try Workshop()
        let path = try workshop.write(String(repeating: "0", count: 1_048_577), to: "large")
        #expect(throws: SecretError.self) { try SecretFile.read(path) }
    }

    @Test("What was read is never printed")
    func secrecy() throws {
        let workshop = try Workshop()
        let contents = try SecretFile.read(workshop.write("xyzzy", to: "key"))
        for text in Printed(contents).texts {
            #expect(!text.contains("xyzzy") && !text.contains("120"))
        }
    }
}
