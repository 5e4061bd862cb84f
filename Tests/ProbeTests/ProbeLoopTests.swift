import Probe
import Sockets
import Testing

@Suite struct ProbeLoopTests {
    @Test func `who asks for the end is heard where there is no time to pass`() throws {
        let any = try #require(SocketAddress(host: "127.0.0.1", port: 0))
        let stop = try UDPSocket.bound(to: any)
        let loop = ProbeLoop(stop: stop.descriptor)
        #expect(try !loop.pause(until: .now))
        let bytes: [UInt8] = [1]
        _ = stop.send(bytes.span, segmentSize: 1, to: stop.localAddress)
        #expect(try loop.pause(until: .now))
    }
}
