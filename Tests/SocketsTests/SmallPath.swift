import Glibc
import Sockets
import SystemPackage

/// Three network namespaces in a row: near (10.9.1.1, fd09:1::1), a router, and far (10.9.2.2,
/// fd09:2::2), with an MTU of 1500 on the first link and a smaller one on the second.
struct SmallPath {
    let near: String
    let far: String
    private let router: String

    init(mtu: Int) throws {
        let name = "dtlscat-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
        near = name + "-a"
        router = name + "-b"
        far = name + "-c"
        let status = unsafe system(
            """
            set -e
            for n in \(near) \(router) \(far); do
                ip netns add $n
                ip -n $n link set lo up
                ip netns exec $n sh -c 'echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad'
            done
            ip -n \(near) link add name v0 type veth peer name v1 netns \(router)
            ip -n \(far) link add name v3 type veth peer name v2 netns \(router)
            ip -n \(far) link set v3 mtu \(mtu)
            ip -n \(router) link set v2 mtu \(mtu)
            ip -n \(near) addr add 10.9.1.1/24 dev v0
            ip -n \(router) addr add 10.9.1.2/24 dev v1
            ip -n \(router) addr add 10.9.2.1/24 dev v2
            ip -n \(far) addr add 10.9.2.2/24 dev v3
            ip -n \(near) link set v0 up
            ip -n \(router) link set v1 up
            ip -n \(router) link set v2 up
            ip -n \(far) link set v3 up
            # IPv6 does not exist on a link of less.
            if [ \(mtu) -ge 1280 ]; then
                ip -n \(near) addr add fd09:1::1/64 dev v0 nodad
                ip -n \(router) addr add fd09:1::2/64 dev v1 nodad
                ip -n \(router) addr add fd09:2::1/64 dev v2 nodad
                ip -n \(far) addr add fd09:2::2/64 dev v3 nodad
                ip -n \(near) -6 route add default via fd09:1::2
                ip -n \(far) -6 route add default via fd09:2::1
                ip netns exec \(router) sh -c 'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
            fi
            ip -n \(near) route add default via 10.9.1.2
            ip -n \(far) route add default via 10.9.2.1
            ip netns exec \(router) sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
            """)
        guard status == 0 else {
            remove()
            throw SocketError(errno: .invalidArgument, action: "lay out network namespaces")
        }
    }

    func remove() {
        _ = unsafe system("for n in \(near) \(router) \(far); do ip netns del $n; done 2>/dev/null")
    }

    /// Runs `body` with the calling thread in the namespace `name`: sockets made there stay there.
    func inside<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        let home = try FileDescriptor.open(FilePath("/proc/thread-self/ns/net"), .readOnly)
        defer { try? home.close() }
        let there = try FileDescriptor.open(FilePath("/run/netns/\(name)"), .readOnly)
        defer { try? there.close() }
        try enter(there)
        defer { try? enter(home) }
        return try body()
    }

    /// `setns`, which Swift's Glibc module hides (no _GNU_SOURCE).
    private func enter(_ namespace: FileDescriptor) throws {
        typealias Function = @convention(c) (Int32, Int32) -> Int32
        let symbol = unsafe dlsym(nil, "setns")
        // The C library's function of this name has this very type.
        let setns = unsafe unsafeBitCast(symbol, to: Function.self)
        let newNetwork: Int32 = 0x4000_0000
        guard setns(namespace.rawValue, newNetwork) == 0 else {
            throw SocketError(errno: Errno(rawValue: errno), action: "enter a network namespace")
        }
    }
}
