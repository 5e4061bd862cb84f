import Foundation
import Glibc
import TestSupport

/// Two network namespaces with a wire between them: near (10.9.1.1) and far (10.9.1.2).
final class VethPair {
    let near: String
    let far: String

    init(mtu: Int) async throws {
        let name = "dtlscat-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        near = name + "-n"
        far = name + "-f"
        try await Self.shell(
            """
            set -e
            for n in \(near) \(far); do
                ip netns add $n
                ip -n $n link set lo up
            done
            ip -n \(near) link add name v0 mtu \(mtu) type veth peer name v1 netns \(far)
            ip -n \(far) link set v1 mtu \(mtu)
            ip -n \(near) addr add 10.9.1.1/24 dev v0
            ip -n \(far) addr add 10.9.1.2/24 dev v1
            ip -n \(near) link set v0 up
            ip -n \(far) link set v1 up
            """)
    }

    func remove() async throws {
        try await Self.shell("for n in \(near) \(far); do ip netns del $n; done")
    }

    /// Starts `dtlscat` in a namespace.
    func start(
        _ namespace: String, _ arguments: [String], input: Program.Input = .none,
        output: Program.Output = .collected
    ) throws -> Program {
        try Program(
            "ip", ["netns", "exec", namespace, DTLSCat.path] + arguments, input: input,
            output: output)
    }

    private static func shell(_ script: String) async throws {
        let outcome = try await Program("sh", ["-c", script]).outcome()
        guard outcome.status == 0 else { throw TestFailure("network: \(outcome.errors)") }
    }
}
