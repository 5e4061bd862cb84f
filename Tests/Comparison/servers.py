"""What becomes of a server that strangers, the dead and crowds come to."""

import concurrent.futures
import contextlib
import socket

from row import row
from trial import CAP, HOST, Program, port, server, until

ROUNDS = 5
NO_ROLE = "—"
STRAY = b"\xa5" * 13  # as long as a record's header, and none


def is_served(partner, client, words, seconds=CAP):
    """Whether what a client says reaches the server's output, or comes back from one that echoes."""
    return until(lambda: words in partner.told() or words in client.out, seconds)


@contextlib.contextmanager
def speaker(tool, number, words):
    """A client that has something to say, and stays."""
    with Program(tool.client(number)) as client:
        client.write(words + b"\n")
        yield client


def answer(yes):
    return "served" if yes else f"not served within {CAP} s"


@row("One stray datagram of 13 bytes at the server, then a client",
     "13 bytes of 0xa5 from another socket; the tool's own client and server", together=True)
def stray(tool, place):
    if not tool.has_server:
        return NO_ROLE
    number = port()
    with server(place.server(tool, number), number) as partner:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            stranger.sendto(STRAY, (HOST, int(number)))
        with speaker(tool, number, b"after the stray") as client:
            return answer(is_served(partner, client, b"after the stray"))


@row("A client is killed in the middle, then another comes",
     "SIGKILL once its line has been served; the tool's own client and server", together=True)
def vanished(tool, place):
    if not tool.has_server:
        return NO_ROLE
    number = port()
    with server(place.server(tool, number), number) as partner:
        with speaker(tool, number, b"before") as client:
            if not is_served(partner, client, b"before"):
                return "not even the first served"
        with speaker(tool, number, b"thereafter") as client:
            return answer(is_served(partner, client, b"thereafter"))


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


@row("A second client while one is connected; two that start together",
     f"the tool's own client and server; those that start together {ROUNDS} times, of whom"
     f" {2 * ROUNDS} are to be served", together=True)
def two(tool, place):
    if not tool.has_server:
        return NO_ROLE
    with concurrent.futures.ThreadPoolExecutor(ROUNDS) as pool:
        rounds = list(pool.map(lambda _: crowd(tool, place), range(ROUNDS)))
    return f"{second(tool, place)}; {sum(rounds)} of {2 * ROUNDS}"
