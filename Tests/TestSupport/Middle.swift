import Foundation

/// A man in the middle: a script that passes datagrams on between a client and a listener, and
/// does what its mode says besides. What it passes on it does at once.
package struct Middle: Sendable {
    /// What it does besides.
    package enum Mode: String, Sendable {
        /// Sends noise of many lengths, empty datagrams too, both ways.
        case garbage

        /// Sends records with their ends cut off, and with a bit turned round.
        case broken

        /// Sends alerts and other records in the clear.
        case stray

        /// Sends datagrams a second time, at once and later.
        case replay

        /// Sends the client's first messages again when there has been much data.
        case hello

        /// Sends data records of the session under other epochs, and under numbers far ahead.
        case epochs

        /// Sends everything a second time from a port of its own.
        case elsewhere

        /// Sends everything again when both have said that they close.
        case afterwards

        /// Does what ``Middle/tell(_:)`` says.
        case obedient

        /// Those that do no harm.
        package static let harmless: [Mode] = [.garbage, .broken, .stray, .replay, .hello]
    }

    /// The script.
    package let program: Program

    /// Where the client connects to.
    package let port: String

    /// Starts one in front of a listener.
    package init(_ mode: Mode, before listener: Listener) async throws {
        try await self.init(mode, before: listener.port)
    }

    /// Starts one in front of a port.
    package init(_ mode: Mode, before port: String) async throws {
        program = try Program(
            "python3", ["-u", "-c", Self.script, port, mode.rawValue], input: .open)
        let line = try await program.line(with: "port ", on: .output)
        self.port = String(line.dropFirst(5))
    }

    /// What an obedient one can be told.
    package enum Order: String {
        /// Comes to the listener from another port from now on, as a router that has forgotten whom
        /// it has translated.
        case rebind

        /// Does so with the next data that come from the client, which go that way already.
        case rebindWithData = "rebind-with-data"

        /// Drops everything, until it is told to ``mend``.
        case cut

        /// Passes everything on again.
        case mend
    }

    /// Tells an obedient one what to do, and waits until it does it.
    package func tell(_ order: Order) async throws {
        program.write("\(order.rawValue)\n")
        try await program.line(with: "done \(order.rawValue)", on: .output)
    }

    /// Waits until so many heartbeats were dropped by a path that is cut.
    package func dropHeartbeats(_ count: Int) async throws {
        for _ in 0..<count { try await program.line(with: "dropped 24", on: .output) }
    }

    /// Waits for so many heartbeats of the listener, none of which was between data.
    package func passSignsOfLife(_ count: Int) async throws {
        for _ in 0..<count { try await program.line(with: "sign of life", on: .output) }
    }

    private static let script = #"""
        import random, select, socket, struct, sys

        target, mode = ("127.0.0.1", int(sys.argv[1])), sys.argv[2]
        chance = random.Random(1)

        def opened():
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, 33, 8 << 20)  # SO_RCVBUFFORCE
            s.bind(("127.0.0.1", 0))
            return s

        front, back = opened(), opened()
        print("port", front.getsockname()[1])
        client, hellos, seen, kept = None, [], 0, []

        def extra(data, send):
            global seen
            seen += 1
            if mode == "garbage" and seen % 20 == 0:
                for size in (0, 1, 12, 13, 14, chance.randrange(1500)):
                    send(chance.randbytes(size))
            elif mode == "broken" and seen > 10 and seen % 20 == 0:
                send(data[:chance.randrange(1, len(data))])
                place = chance.randrange(13, len(data))
                send(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
            elif mode == "stray" and seen > 10 and seen % 20 == 0:
                for kind, body in (21, b"\x02\x28"), (21, b"\x01\x00"), (23, b"intruder"), \
                        (20, b"\x01"), (22, bytes(12)), (24, b"\x01\x00\x10" + bytes(32)):
                    send(struct.pack("!BHHHIH", kind, 0xFEFD, 0, 0, seen, len(body)) + body)
            elif mode == "replay":
                if seen % 5 == 0:
                    send(data)
                if seen % 50 == 0:
                    kept.append(data)
                    send(kept[chance.randrange(len(kept))])
            elif mode == "hello" and seen in (100, 500, 1000, 1500):
                for hello in hellos:
                    send(hello)
            elif mode == "epochs" and data[0] == 23 and seen % 5 == 0:
                for epoch, ahead in (0, 0), (2, 0), (0xFFFF, 0), (1, 1 << 16), (1, (1 << 47)):
                    number = int.from_bytes(data[5:11], "big") + ahead
                    send(data[:3] + struct.pack("!H", epoch) + number.to_bytes(6, "big") + data[11:])
            elif mode == "afterwards":
                kept.append((data, send))
                closing.add(send.__code__) if data[0] == 21 else None
                if len(closing) == 2:
                    for old, sender in kept:
                        sender(old)
                    kept.clear()

        closing, stranger = set(), opened()
        is_cut = is_quiet = rebinds = False
        while True:
            watched = [front, back] + ([sys.stdin] if mode == "obedient" else [])
            for s in select.select(watched, [], [])[0]:
                if s.fileno() < 0:
                    continue
                if s is sys.stdin:
                    order = sys.stdin.readline().strip()
                    if not order:
                        sys.exit()
                    if order == "rebind":
                        back.close()
                        back = opened()
                    elif order == "rebind-with-data":
                        rebinds = True
                    else:
                        is_cut = order == "cut"
                    print("done", order)
                    break
                data, source = s.recvfrom(65535)
                if is_cut:
                    print("dropped", data[0])
                    continue
                if mode == "obedient" and s is front and data[:1] == b"\x17":
                    is_quiet = False
                elif mode == "obedient" and s is back and data[:1] == b"\x18":
                    if is_quiet:
                        print("sign of life")
                    is_quiet = True
                if rebinds and s is front and data[:1] == b"\x17":
                    rebinds = False
                    back.close()
                    back = opened()
                if s is front:
                    client = source
                    if data[:1] == b"\x16" and data[3:5] == b"\0\0" and data[13:14] == b"\x01":
                        hellos.append(data)
                    back.sendto(data, target)
                    extra(data, lambda d: back.sendto(d, target))
                    if mode == "elsewhere":
                        stranger.sendto(data, target)
                elif client:
                    front.sendto(data, client)
                    extra(data, lambda d: front.sendto(d, client))
                    if mode == "elsewhere":
                        stranger.sendto(data, client)
        """#
}
