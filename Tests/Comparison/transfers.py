"""What arrives of what a client is given, and what comes back."""

from place import LINES, SIZE
from row import row
from trial import CAP, Program, ended, port, server, settle

ROUNDS = 5
LARGE_MTU = ("--mtu", "17000")  # the most that gnutls-cli takes: for the loopback device, no other
# A service that has its answer late, and leaves when the client does.
LATE = "head -n 1 >/dev/null; sleep 0.7; echo answer; cat >/dev/null"
WAITING = {"openssl": ("-ign_eof",), "socat": ("-t", "3"), "ncat": ("--no-shutdown",)}


def send(place, tool, to, source, more=(), listen=()):
    """Pipes a file through a session; what a server has written, and the client's exit status."""
    number = port()
    with server(place.server(to, number, listen), number) as partner:
        with Program(tool.client(number, more), source=place.file(source)) as client:
            status, _ = client.wait()
            return settle(partner), status


def delivered(place, tool, to, more=()):
    """The least and the most of some rounds, in words."""
    rounds = [send(place, tool, to, "data", more) for _ in range(ROUNDS)]
    worst, status = min(rounds, key=lambda each: len(each[0]))
    if all(data == place.data and code == 0 for data, code in rounds):
        return "whole"
    least, most = len(worst), max(len(data) for data, _ in rounds)
    if most < SIZE // 100:
        words = f"{most:,} B"
    else:
        low, high = 100 * least // SIZE, 100 * most // SIZE
        words = f"{high} %" if low == high else f"{low} to {high} %"
    return f"{words}, {ended(status)}"


@row(f"A file of {SIZE // 1_000_000} MB, piped in: what arrives",
     f"`cat file | CLIENT`, least and most of {ROUNDS} rounds; to the tool's own server, then"
     " to `dtlscat listen` (whose receive buffer is 4 MiB); gnutls-serv does not write out what"
     " comes and ncat has no server: to `dtlscat listen` alone; gnutls-cli also with"
     f" `{' '.join(LARGE_MTU)}`, which only the loopback device carries; “whole” is each time"
     " and with status 0")
def file(tool, place):
    if tool is place.dtlscat:
        return delivered(place, tool, tool)
    if tool.name == "gnutls":
        plain = delivered(place, tool, place.dtlscat)
        return f"{plain}; --mtu: {delivered(place, tool, place.dtlscat, LARGE_MTU)}"
    if not tool.has_server:
        return delivered(place, tool, place.dtlscat)
    own = delivered(place, tool, tool)
    return own if own == "whole" else f"{own}; to dtlscat: {delivered(place, tool, place.dtlscat)}"


@row("100 lines as 100 messages; then one of 20,000 B, too large for a datagram",
     "to `dtlscat listen -k --framing hex`, which writes a line a message; dtlscat with `--framing"
     f" line`, the others have nothing to set; gnutls-cli also with `{' '.join(LARGE_MTU)}`; “lost”"
     " is with status 0")
def messages(tool, place):
    def arrived(source, more=()):
        out, status = send(place, tool, place.dtlscat, source, more or tool.line,
                           ("--framing", "hex"))
        return [bytes.fromhex(line.decode()) for line in out.split()], status

    def large(more=()):
        many, status = arrived("large", more)
        if len(many) > 1:
            return f"split in {len(many)}"
        return "refused, " + ended(status) if status else "lost" if not many else "whole"

    many, _ = arrived("lines")
    kept = [line.rstrip() for line in many] == [line.rstrip() for line in LINES]
    words = ("kept" if kept else f"joined in {len(many)}") + "; " + large()
    return f"{words}; --mtu: {large(LARGE_MTU)}" if tool.name == "gnutls" else words


@row("A reply 0.5 s after the client's end of input",
     f"`echo question | CLIENT` to `dtlscat listen -k -c '{LATE}'`, which closes when the client"
     " has; where it is lost, once more with "
     + ", ".join(f"`{' '.join(option)}` ({name})" for name, option in WAITING.items())
     + f"; “no end” is killed after {CAP} s", together=True)
def reply(tool, place):
    def answered(more=()):
        number = port()
        # The client's end of input comes at once after its question.
        with server(place.server(place.dtlscat, number, ["-c", LATE]), number):
            with Program(tool.client(number, more), source=place.file("question")) as client:
                status, _ = client.wait()
                what = "delivered" if b"answer" in client.out else "lost"
                return f"{what}, " + ("no end" if status is None else ended(status))

    plain = answered()
    option = WAITING.get(tool.name)
    if not option or plain.startswith("delivered"):
        return plain
    other = answered(option)
    if other == plain:
        return plain
    return f"{plain.split(',')[0]}; {' '.join(option)}: {other.replace(', status 0', '')}"
