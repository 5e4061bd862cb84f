import Foundation
import Glibc
import TestSupport

/// Three network namespaces in a row: near (10.8.1.1), a router, and far (10.8.2.2), whose wire to
/// the router takes less than the one on this side.
final class RoutedPath {
    let near: String
    let far: String
    private let router: String

    init(mtu: Int) async throws {
        let name = "dtlscat-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        (near, router, far) = (name + "-a", name + "-r", name + "-b")
        try await Self.shell(
            """
            set -e
            for n in \(near) \(router) \(far); do
                ip netns add $n
                ip -n $n link set lo up
            done
            ip -n \(near) link add w0 type veth peer name w1 netns \(router)
            ip -n \(router) link add w2 mtu \(mtu) type veth peer name w3 netns \(far)
            ip -n \(near) addr add 10.8.1.1/24 dev w0
            ip -n \(router) addr add 10.8.1.2/24 dev w1
            ip -n \(router) addr add 10.8.2.1/24 dev w2
            ip -n \(far) addr add 10.8.2.2/24 dev w3
            ip -n \(near) link set w0 up
            ip -n \(router) link set w1 up
            ip -n \(router) link set w2 up
            ip -n \(far) link set w3 up
            ip -n \(near) route add default via 10.8.1.2
            ip -n \(far) route add default via 10.8.2.1
            ip netns exec \(router) sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
            """)
    }

    func remove() async throws {
        try await Self.shell("for n in \(near) \(router) \(far); do ip netns del $n; done")
    }

    /// Starts `dtlscat` in a namespace.
    func start(_ namespace: String, _ arguments: [String]) throws -> Program {
        try Program("ip", ["netns", "exec", namespace, DTLSCat.path] + arguments)
    }

    private static func shell(_ script: String) async throws {
        let outcome = try await Program("sh", ["-c", script]).outcome()
        guard outcome.status == 0 else { throw TestFailure("network: \(outcome.errors)") }
    }
}
