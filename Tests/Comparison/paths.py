"""What a bad network, and a server that is not there, make of a session."""

import concurrent.futures
import contextlib
import re

from place import LINES
from row import row
from tools import GnuTLS, OpenSSL
from trial import CAP, Program, ended, port, server, settle, time_taken, until

SEEDS = range(1, 11)
LOSSY_CAP = 30


@contextlib.contextmanager
def behind(place, spec, tool, more=(), chain=False, seed=1):
    """A tool's server, and the port of a bad network in front of it."""
    number, front = port(), port()
    with server(place.server(tool, number, more, chain), number) as partner:
        with server(place.dtlscat.impair(front, number, "--both", spec, "--seed", str(seed)), front):
            yield partner, front


def lines_through(place, tool, seed):
    """How many lines arrive over a lossy path; None where the client does not end well."""
    partner = place.partner(tool)
    with behind(place, "loss=10%", partner, tool.line, seed=seed) as (receiver, front):
        with Program(tool.client(front, tool.line), source=LINES) as client:
            status, _ = client.wait(LOSSY_CAP)
            settle(receiver)
            lines = len(re.findall(rb"line \d\d\d", receiver.told()))
            return lines if status == 0 and lines else None


@row("10 % of all datagrams lost: sessions that come about, and lines of 100 that arrive",
     f"seeds {SEEDS[0]} to {SEEDS[-1]} of `dtlscat impair --both loss=10% --seed N` in front of a new"
     " server each time; each line by a write of its own into a pipe in packet mode, so that it is a"
     f" datagram; counted are runs with status 0 within {LOSSY_CAP} s of which lines arrived")
def loss(tool, place):
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        counts = list(pool.map(lambda seed: lines_through(place, tool, seed), SEEDS))
    well = sorted(count for count in counts if count is not None)
    words = f"{len(well)} of {len(counts)}"
    return f"{words}; {well[0]} to {well[-1]} lines" if well else words


@row("A path that drops datagrams over 600 bytes, in silence; certificates of 2.3 KB",
     "`dtlscat impair --both mtu=600`, which counts the headers of IP and UDP, in front of the"
     f" server; the time until a line arrives, {CAP} s at most; where none does, once more with an"
     f" option at both ends: openssl's `{' '.join(OpenSSL.mtu)}`, gnutls's `{' '.join(GnuTLS.mtu)}`")
def narrow(tool, place):
    def through(more=()):
        partner = place.partner(tool)
        with behind(place, "mtu=600", partner, more, chain=True) as (receiver, front):
            with Program(tool.client(front, more)) as client:
                client.write(b"hello there\n")
                if until(lambda: b"hello there" in receiver.told(), CAP):
                    return f"yes, {time_taken(client.age())}"
                return f"no ({time_taken(client.age())})"

    plain = through()
    if plain.startswith("yes") or not tool.mtu:
        return plain
    return f"{plain}; {' '.join(tool.mtu)}: {through(tool.mtu)}"


@row("Nobody listens at the port", "the client alone, at a port that is free")
def nobody(tool, place):
    with Program(tool.client(port()), source=place.file("question")) as client:
        return ended(*client.wait())
