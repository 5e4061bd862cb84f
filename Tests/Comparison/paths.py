"""What a bad network, and a server that is not there, make of a session."""

import contextlib
import re
import statistics

from place import LINES
from row import row
from tools import GnuTLS, OpenSSL
from trial import CAP, Program, ended, port, server, settle, several, time_taken, until

ROUNDS = 3
SEEDS = range(1, 11)
LOSSY_CAP = 30


@contextlib.contextmanager
def behind(place, spec, tool, more=(), chain=False, seed=1):
    """A tool's server, and the port of a bad network in front of it."""
    number, front = port(), port()
    with server(place.server(tool, number, more, chain), number) as partner:
        bad = place.dtlscat.impair(front, number, "--both", spec, "--seed", str(seed))
        with server(bad, front):
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


@row("10 % of datagrams lost: sessions that come about, and how many of 100 lines arrive",
     f"`dtlscat impair --both loss=10% --seed N` with seeds {SEEDS[0]} to {SEEDS[-1]}, in front"
     " of a new server each time; each line by a write of its own into a pipe in packet mode, so"
     " that it is a datagram; counted are runs with status 0 within"
     f" {LOSSY_CAP} s of which lines arrived")
def loss(tool, place):
    counts = several(lambda seed: lines_through(place, tool, seed), SEEDS)
    well = sorted(count for count in counts if count is not None)
    words = f"{len(well)} of {len(counts)}"
    return f"{words}; {well[0]} to {well[-1]} lines" if well else words


@row("A path that drops datagrams over 600 B: sessions that come about, and when",
     "`dtlscat impair --both mtu=600`, which counts the headers of IP and UDP, in front of a server"
     f" whose certificates have 2.3 KB; {ROUNDS} rounds, the median time until a line arrives,"
     f" {CAP} s at most; where none does, once more with an option at both ends: openssl's"
     f" `{' '.join(OpenSSL.mtu)}`, gnutls's `{' '.join(GnuTLS.mtu)}`")
def narrow(tool, place):
    def once(more):
        partner = place.partner(tool)
        with behind(place, "mtu=600", partner, more, chain=True) as (receiver, front):
            with Program(tool.client(front, more)) as client:
                client.write(b"hello there\n")
                if until(lambda: b"hello there" in receiver.told(), CAP):
                    return client.age()

    def through(more=()):
        times = several(lambda _: once(more), range(ROUNDS))
        well = [each for each in times if each is not None]
        words = f"{len(well)} of {ROUNDS}"
        return f"{words}, {time_taken(statistics.median(well))}" if well else words

    plain = through()
    if not plain.startswith("0") or not tool.mtu:
        return plain
    return f"{plain}; {' '.join(tool.mtu)}: {through(tool.mtu)}"


@row("Nobody listens at the port", "the client alone, at a port that is free")
def nobody(tool, place):
    with Program(tool.client(port()), source=place.file("question")) as client:
        return ended(*client.wait())
