import Sockets
import Testing

@testable import Endpoint

@Suite struct DoorKeeperTests {
    private let now = Deadline.now

    @Test func `a flood shuts the door bit by bit, and a while without one opens it again`() {
        var keeper = DoorKeeper(receiveRoom: 8 << 20)
        var doors: [UDPSocket.Door] = []
        for _ in 0..<100_000 {
            if let door = keeper.turnedAway(now: now) { doors.append(door) }
        }
        #expect(doors == [.ajar, .narrow, .shut])
        #expect(keeper.relax(now: now) == nil)
        doors = []
        while keeper.deadline != .distantFuture {
            if let door = keeper.relax(now: keeper.deadline) { doors.append(door) }
        }
        #expect(doors == [.narrow, .ajar, .open])
    }

    @Test func `any number of hellos that are answered as they come leaves the door open`() {
        var keeper = DoorKeeper(receiveRoom: 212_992)
        for number in 0..<100_000 {
            #expect(keeper.turnedAway(now: now) == nil)
            if number.isMultiple(of: 50) { keeper.isEmpty() }
        }
        #expect(keeper.door == .open && keeper.deadline == .distantFuture)
    }

    @Test func `a hundred hellos at once are no flood for a large buffer`() {
        var keeper = DoorKeeper(receiveRoom: 8 << 20)
        for _ in 0..<400 { #expect(keeper.turnedAway(now: now) == nil) }
    }

    @Test func `a crowd whose hellos lead to sessions is no flood`() {
        var keeper = DoorKeeper(receiveRoom: 212_992)
        for _ in 0..<100_000 {
            #expect(keeper.turnedAway(now: .now) == nil)
            keeper.letIn()
        }
        #expect(keeper.door == .open)
    }
}
