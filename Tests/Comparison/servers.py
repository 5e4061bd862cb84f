"""What becomes of a server that strangers, the dead and crowds come to."""

import contextlib
import socket

from row import row
from trial import CAP, HOST, Broken, Program, port, server, several, until

ROUNDS = 5
NO_ROLE = "—"
STRAY = b"\xa5" * 13  # as long as a record's header, and none


def is_served(partner, client, words, seconds=CAP):
    """Whether what a client says reaches the server's output, or comes back by its echo."""
    return until(lambda: words in partner.told() or words in client.out, seconds)


@contextlib.contextmanager
def speaker(tool, number, words):
    """A client that has something to say, and stays."""
    with Program(tool.client(number)) as client:
        client.write(words + b"\n")
        yield client


def how_many(tool, attempt):
    return f"{sum(several(attempt, range(ROUNDS)))} of {ROUNDS}" if tool.has_server else NO_ROLE


@row("A stray datagram at the server, then a client: served",
     "13 bytes of 0xa5 from another socket; the tool's own client and server;"
     f" {ROUNDS} rounds, each with a new server, {CAP} s", together=True)
def stray(tool, place):
    def once(_):
        number = port()
        with server(place.server(tool, number), number) as partner:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
                stranger.sendto(STRAY, (HOST, int(number)))
            with speaker(tool, number, b"after the stray") as client:
                return is_served(partner, client, b"after the stray")

    return how_many(tool, once)


@row("A client is killed, then another comes: served",
     "SIGKILL once its line has been served; the rest as above", together=True)
def vanished(tool, place):
    def once(_):
        number = port()
        with server(place.server(tool, number), number) as partner:
            with speaker(tool, number, b"before") as client:
                if not is_served(partner, client, b"before"):
                    raise Broken("the first is not served")
            with speaker(tool, number, b"thereafter") as client:
                return is_served(partner, client, b"thereafter")

    return how_many(tool, once)


def second(tool, place):
    """Whether a client is served while another is connected."""
    number = port()
    with server(place.server(tool, number), number) as partner:
        with speaker(tool, number, b"first") as client:
            if not is_served(partner, client, b"first"):
                return "not even one"
            with speaker(tool, number, b"second") as client:
                return "yes" if is_served(partner, client, b"second") else "no"


def crowd(tool, place):
    """How many of two clients that start at the same time are served."""
    number = port()
    with server(place.server(tool, number), number) as partner:
        with speaker(tool, number, b"hers") as one, speaker(tool, number, b"his") as other:
            return is_served(partner, one, b"hers") + is_served(partner, other, b"his")


@row("A second client while one is connected: served; of ten that start in pairs",
     f"the rest as above; {ROUNDS} servers with a pair of clients each", together=True)
def two(tool, place):
    if not tool.has_server:
        return NO_ROLE
    rounds = several(lambda _: crowd(tool, place), range(ROUNDS))
    return f"{second(tool, place)}; {sum(rounds)} of {2 * ROUNDS}"
