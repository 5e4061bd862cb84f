import Synchronization
import TestSupport
import Testing

@testable import DTLS

/// What is left of secrets in memory that nobody holds any more.
@Suite struct WipingTests {
    /// Runs `body` and returns what is left of each secret that it has wiped.
    private func wiped(_ body: () throws -> Void) rethrows -> [[UInt8]] {
        let left = Mutex<[[UInt8]]>([])
        try Wiping.$observer.withValue(
            { bytes in left.withLock { $0.append(bytes) } }, operation: body)
        return left.withLock { $0 }
    }

    @Test func `a key is zeros when nobody holds it any more`() {
        var key: KeyBytes? = KeyBytes([1, 2, 3])
        let other = key
        #expect(wiped { key = nil }.isEmpty)
        #expect(other?.copy == [1, 2, 3])
        #expect(wiped { _ = KeyBytes([4, 5, 6]) } == [[0, 0, 0]])
    }

    @Test func `an array is wiped in place`() {
        var bytes: [UInt8] = [1, 2, 3]
        let address = unsafe bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(wiped { bytes.wipe() } == [[0, 0, 0]])
        #expect(bytes == [0, 0, 0])
        #expect(
            unsafe bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address)
    }

    @Test func `a text that grows leaves no part of a secret behind`() {
        let left = wiped {
            let text = SecretText()
            for _ in 0..<100 { text.append("secret") }
            #expect(text.bytes.count == 600)
        }
        #expect(left.count > 100)
        #expect(left.contains { $0.count == 600 })
        #expect(left.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test func `what was read of a key file is wiped, and so is what was made of it`() throws {
        let workshop = try Workshop()
        let path = try workshop.write("me:c0ffee\n", to: "key")
        let left = try wiped {
            let file = try SecretFile.read(path)
            let (_, key) = try file.withBytes { try PreSharedKey.file($0) }
            #expect(key == [0xC0, 0xFF, 0xEE])
        }
        // The buffer that it was read to, the file, and the key.
        #expect(left.contains { $0.count == 65_536 })
        #expect(left.contains { $0.count == 10 })
        #expect(left.contains { $0.count == 3 })
        #expect(left.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test func `keys of a database that is read anew are wiped`() throws {
        let workshop = try Workshop()
        let path = try workshop.write("me:c0ffee\n", to: "keys")
        let file = try PreSharedKeyFile(path) { _ in }
        try workshop.write("me:c0ffee0123\n", to: "keys")
        let left = wiped {
            #expect(file.secret(for: Array("me".utf8))?.count == 5)
        }
        #expect(left.filter { $0.count == 3 } == [[0, 0, 0]])
        #expect(left.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }

    @Test func `cookie keys are wiped at each turn`() throws {
        let gate = try CookieGate()
        let left = try wiped { try gate.rotate() }
        // Three are made for the turn, and three were those of the one before.
        #expect(left.filter { $0.count == 32 }.count == 6)
        #expect(left.allSatisfy { $0.allSatisfy { $0 == 0 } })
    }
}
