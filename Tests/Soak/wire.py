"""Datagrams by hand, and somebody on the path who repeats, keeps and replays them."""

import select
import socket
import struct
import threading

SUITES = bytes.fromhex("c02bc02fd00100a8")
EXTENSIONS = bytes.fromhex("000a00060004001d0017" "000b00020100" "000d00080006040308040401"
                           "00170000" "ff01000100")


def hello(random, cookie=b"", number=0):
    """A ClientHello (RFC 6347, 4.2), the one with the cookie if there is one."""
    body = (b"\xfe\xfd" + random + b"\0" + bytes([len(cookie)]) + cookie
            + struct.pack("!H", len(SUITES)) + SUITES + b"\1\0"
            + struct.pack("!H", len(EXTENSIONS)) + EXTENSIONS)
    length = len(body).to_bytes(3, "big")
    message = b"\1" + length + struct.pack("!H", number) + b"\0\0\0" + length + body
    return (b"\x16\xfe\xfd" + struct.pack("!HIH", 0, 0, number)
            + struct.pack("!H", len(message)) + message)


def cookie_of(answer):
    """The cookie in a HelloVerifyRequest; None where it is something else."""
    if len(answer) > 28 and answer[0] == 22 and answer[13] == 3:
        return answer[28:28 + answer[27]]
    return None


def to(port):
    """A plain socket that sends to a port of this machine, from a new port of its own."""
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    end.connect(("127.0.0.1", port))
    return end


class Middle:
    """Passes datagrams on between clients, one after the other, and a server that sees one port.

    Those of the clients are kept. With `repeats` one of three comes twice, and now and then one of
    those before comes again. With `limit` no more than so many of them are passed on; `reached` is
    set then.
    """

    def __init__(self, port, rng, repeats=False, limit=None):
        self.rng, self.repeats, self.limit = rng, repeats, limit
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.front.bind(("127.0.0.1", 0))
        self.port = self.front.getsockname()[1]
        self.back = to(port)
        self.kept = []
        self.reached = threading.Event()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._pass, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
        self.front.close()
        self.back.close()

    def _pass(self):
        client = None
        while not self.over.is_set():
            for end in select.select([self.front, self.back], [], [], 0.2)[0]:
                try:
                    if end is self.front:
                        datagram, client = end.recvfrom(65536)
                        self._forth(datagram)
                    elif client:
                        self.front.sendto(end.recv(65536), client)
                except OSError:
                    pass  # who is gone is told by ICMP

    def _forth(self, datagram):
        if self.limit is not None and len(self.kept) >= self.limit:
            self.reached.set()
            return
        self.kept.append(datagram)
        self.back.send(datagram)
        if self.repeats and self.rng.random() < 0.3:
            self.back.send(datagram)
        if self.repeats and self.rng.random() < 0.1:
            self.back.send(self.rng.choice(self.kept))

    def replay(self, end):
        """Sends all that the clients have sent again, by another socket or our own."""
        for datagram in self.kept:
            try:
                end.send(datagram)
            except OSError:
                pass
