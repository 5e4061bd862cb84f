import Foundation
import Glibc
import Sockets
import SystemPackage
import TestSupport
import Testing

/// What can still be done in the sandbox, each in a process of its own, which never leaves it.
///
/// The kernel of the machine has to have both of its parts.
@Suite(.timeLimit(.minutes(10))) struct SandboxTests {
    /// Does `body` in a process of its own: this program once more, where this is the one test that does
    /// anything. (The library's exit tests wait for children of any kind, and so do Foundation's.)
    private func alone(
        endingWith status: Int32 = 0, test: String = #function, _ body: () throws -> Void
    ) async throws {
        if let chosen = ProcessInfo.processInfo.environment["DTLSCAT_ALONE"] {
            if chosen == test { try body() }
            return
        }
        let outcome = try await Program(
            "/proc/self/exe", ["--testing-library", "swift-testing", "--filter", "SandboxTests"],
            environment: ["DTLSCAT_ALONE": test]
        ).outcome()
        #expect(outcome.status == status, "\(outcome.text)\(outcome.errors)")
    }

    @Test func `nothing can be executed`() async throws {
        try await alone(endingWith: 128 + SIGSYS) {
            #expect(Sandbox().enter().isEmpty)
            var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("true"), nil]
            unsafe execv("/bin/true", &arguments)
        }
    }

    @Test func `no other process can be looked into`() async throws {
        try await alone(endingWith: 128 + SIGSYS) {
            #expect(Sandbox().enter().isEmpty)
            // Swift's Glibc module hides it (no _GNU_SOURCE), and ptrace is variadic.
            typealias Call =
                @convention(c) (
                    pid_t, UnsafeRawPointer?, UInt, UnsafeRawPointer?, UInt, UInt
                ) -> Int
            let symbol = unsafe try #require(dlsym(nil, "process_vm_readv"))
            let call = unsafe unsafeBitCast(symbol, to: Call.self)
            _ = call(getppid(), nil, 0, nil, 0, 0)
        }
    }

    @Test func `a thread of before may execute nothing either`() async throws {
        try await alone(endingWith: 128 + SIGSYS) {
            let (reader, writer) = try FileDescriptor.pipe()
            let worker = try Worker {
                var byte: UInt8 = 0
                _ = unsafe read(reader.rawValue, &byte, 1)
                var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("true"), nil]
                unsafe execv("/bin/true", &arguments)
            }
            #expect(Sandbox().enter().isEmpty)
            _ = try writer.writeAll([1])
            worker.join()
        }
    }

    @Test func `no process can be started, and no memory made executable`() async throws {
        try await alone {
            #expect(Sandbox().enter().isEmpty)
            let memory = unsafe mmap(
                nil, 4_096, PROT_READ | PROT_WRITE, MAP_PRIVATE | Int32(MAP_ANONYMOUS), -1, 0)
            #expect(unsafe mprotect(memory, 4_096, PROT_READ | PROT_EXEC) == -1)
            #expect(errno == EPERM)
            #expect(kill(getppid(), 0) == -1 && errno == ENOSYS)
            #expect(socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0) == -1)
            #expect(errno == EAFNOSUPPORT)
            for family in [AF_INET, AF_INET6] {
                #expect(socket(family, Int32(SOCK_DGRAM.rawValue), 0) >= 0)
            }
            _ = try Worker {}.join()
        }
    }

    @Test func `no connection can be made but by datagrams`() async throws {
        try await alone {
            #expect(Sandbox().enter().isEmpty)
            for family in [AF_INET, AF_INET6] {
                for type in [SOCK_STREAM, SOCK_RAW, SOCK_SEQPACKET] {
                    let flags = Int32(type.rawValue | SOCK_CLOEXEC.rawValue)
                    #expect(socket(family, flags, 0) == -1 && errno == EPERM, "\(family) \(type)")
                }
            }
            for family in [AF_UNIX, AF_PACKET, AF_ALG, AF_VSOCK] {
                #expect(socket(family, Int32(SOCK_DGRAM.rawValue), 0) == -1)
                #expect(errno == EAFNOSUPPORT, "\(family)")
            }
        }
    }

    @Test func `files that are not named can be neither read nor written`() async throws {
        try await alone {
            let folder = try Folder()
            let named = try Folder()
            try folder.write("secret", to: "key")
            try named.write("later", to: "key")
            var sandbox = Sandbox()
            sandbox.readable = [named.file("key")]
            #expect(sandbox.enter().isEmpty)
            #expect(unsafe open(folder.file("key"), O_RDONLY) == -1 && errno == EACCES)
            #expect(unsafe open(folder.file("new"), O_WRONLY | O_CREAT, 0o600) == -1)
            #expect(unsafe open("/etc/passwd", O_RDONLY) == -1 && errno == EACCES)
            #expect(unsafe unlink(folder.file("key")) == -1)
            #expect(try named.text("key") == "later")
            #expect(unsafe open(named.file("key"), O_WRONLY) == -1 && errno == EACCES)
            #expect(unsafe unlink(named.file("key")) == -1)
            #expect(unsafe open("/dev/null", O_RDWR) >= 0)
        }
    }

    @Test func `a file that is named can be made, replaced and removed`() async throws {
        try await alone {
            let folder = try Folder()
            var sandbox = Sandbox()
            sandbox.writable = [folder.file("session")]
            #expect(sandbox.enter().isEmpty)
            try PrivateFile.replace(folder.file("session"), [1])
            try PrivateFile.replace(folder.file("session"), [2])
            #expect(try PrivateFile.read(folder.file("session"))?.bytes == [2])
            PrivateFile.remove(folder.file("session"))
            #expect(try PrivateFile.read(folder.file("session")) == nil)
            #expect(unsafe open(folder.path + "-beside", O_WRONLY | O_CREAT, 0o600) == -1)
        }
    }

    @Test func `names are looked up where that was asked for`() async throws {
        try await alone {
            var sandbox = Sandbox()
            sandbox.looksUpNames = true
            #expect(sandbox.enter().isEmpty)
            // An answer that does not fit a datagram is asked for again by TCP.
            #expect(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0)
            #expect(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) >= 0)
            #expect(unsafe open("/etc/hosts", O_RDONLY) >= 0)
            let addresses = try Resolver.resolve(
                host: "localhost", service: "coaps", family: nil, numericOnly: false,
                passive: false)
            #expect(addresses.allSatisfy { $0.isLoopback && $0.port == 5_684 })
        }
    }
}
