"""The clients of a soak: those who want to be served, of whom every byte is compared, and those
who are killed, vanish, lie, or send what nobody can read."""

import glob
import os
import signal
import subprocess
import threading

from listener import PATIENCE, Failure
from wire import Middle, cookie_of, hello, to


class Round:
    """What the clients of a round have in common, and what is to be seen to at its end."""

    def __init__(self, place):
        self.place = place
        self.idle, self.stopped = [], []
        self.sent = []  # who has sent what into a file


class Place:
    """The listeners, the folder, and the keys. `echo` sends back what comes; `files` writes what
    each client sends into a file of its own."""

    IDENTITIES = 8

    def __init__(self, folder, program):
        self.folder, self.program = folder, program
        self.output = os.path.join(folder, "files")
        os.mkdir(self.output)
        self.keys = [os.urandom(16).hex() for _ in range(self.IDENTITIES)]
        self.database = self._secret(
            "keys", "".join(f"soak{n}:{key}\n" for n, key in enumerate(self.keys)))
        for number, key in enumerate(self.keys):
            self._secret(f"key{number}", f"soak{number}:{key}\n")
        self.written = 0  # bytes in files that were compared, or thrown away with their clients

    def _secret(self, name, text):
        path = os.path.join(self.folder, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        return path

    def trust(self, rng):
        """How a client and the listener prove themselves: a key, or a certificate made for the run,
        by a session that is taken up again where there is one."""
        way = rng.randrange(3)
        if way == 0:
            return ["--psk-file", f"{self.folder}/key{rng.randrange(self.IDENTITIES)}"]
        if way == 1:
            return ["--insecure"]
        return ["--insecure", "--session-file",
                f"{self.folder}/session-{threading.get_ident()}"]

    def connect(self, port, trust, *options):
        """Starts a client."""
        return subprocess.Popen(
            [self.program, "connect", *trust, "-w", "60s", *options, "127.0.0.1", str(port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def compare(self, sent):
        """Looks for a file with each of what was sent, and removes it; the listener has to be quiet,
        for a client ends before all that it has sent is in its file. Says what is not there."""
        missing = []
        for number, data in sent:
            for path in glob.glob(f"{self.output}/soak{number}.*"):
                with open(path, "rb") as written:
                    found = written.read()
                if found == data:
                    os.remove(path)
                    self.written += len(data)
                    break
            else:
                missing.append(f"{len(data)} bytes of soak{number} are in no file")
        return missing

    def sweep(self):
        """Counts and removes the files of those who were killed."""
        for path in glob.glob(f"{self.output}/*"):
            self.written += os.path.getsize(path)
            os.remove(path)


def noise(rng, most):
    """Random bytes, more often few than many."""
    return rng.randbytes(max(1, int(most ** rng.random())))


class Watched:
    """A process that is killed after a while, whatever it does; it has no zombies."""

    def __init__(self, process):
        self.process = process
        self.timer = threading.Timer(PATIENCE, process.kill)

    def __enter__(self):
        self.timer.start()
        return self.process

    def __exit__(self, *_):
        self.timer.cancel()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                try:
                    stream.close()
                except OSError:
                    pass


def feed(process, data):
    """Writes in a thread of its own, since what comes back has to be read meanwhile."""
    def write():
        try:
            process.stdin.write(data)
            process.stdin.flush()
        except (OSError, ValueError):
            pass
    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def told(process):
    return process.stderr.read().decode(errors="replace").strip() if process.stderr else ""


def exchange(process, data):
    """Sends all, reads it back, and says goodbye."""
    writer = feed(process, data)
    back = process.stdout.read(len(data))
    writer.join()
    process.stdin.close()
    rest = process.stdout.read()
    status = process.wait()
    if back + rest != data or status != 0:
        whole = "the first" if data.startswith(back + rest) else "changed,"
        raise Failure(f"{whole} {len(back + rest)} of {len(data)} bytes came back "
                      f"(status {status}): {told(process)}")
    return len(data)


# MARK: Those who want to be served


def echo(here, rng):
    place = here.place
    with Watched(place.connect(place.echo.port, place.trust(rng), "-q", "0")) as client:
        return exchange(client, noise(rng, 1_000_000))


def file(here, rng):
    place, data, number = here.place, noise(rng, 1_000_000), rng.randrange(Place.IDENTITIES)
    trust = ["--psk-file", f"{place.folder}/key{number}"]
    with Watched(place.connect(place.files.port, trust, "-q", "0")) as client:
        _, errors = client.communicate(data)
        if client.returncode != 0:
            raise Failure(f"status {client.returncode}: {errors.decode(errors='replace')}")
    here.sent.append((number, data))
    return len(data)


def _other_tool(here, rng, words):
    """Lines by a tool that is not ours, one after the other: it keeps to no pace."""
    place, count = here.place, 0
    with Watched(subprocess.Popen(words(place.echo.port), stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)) as client:
        for _ in range(rng.randrange(1, 20)):
            line = rng.randbytes(rng.randrange(1, 500)).hex().encode() + b"\n"
            client.stdin.write(line)
            client.stdin.flush()
            # gnutls-cli says on standard output what it thinks of the handshake.
            while (back := client.stdout.readline()) != line:
                if not back:
                    raise Failure(f"a line of {len(line)} bytes did not come back")
            count += len(line)
        client.stdin.close()
        client.wait()
    return count


def openssl(here, rng):
    return _other_tool(here, rng, lambda port: [
        "openssl", "s_client", "-dtls1_2", "-quiet", "-no_ign_eof", "-connect",
        f"127.0.0.1:{port}"])


def gnutls(here, rng):
    return _other_tool(here, rng, lambda port: [
        "gnutls-cli", "--udp", "--insecure", "-p", str(port), "127.0.0.1"])


def replayed(here, rng):
    """Datagrams come twice, and all of them again when the session is over, from the same port and
    from another one."""
    place = here.place
    with Middle(place.echo.port, rng, repeats=True) as middle:
        with Watched(place.connect(middle.port, place.trust(rng), "-q", "0")) as client:
            count = exchange(client, noise(rng, 60_000))
        with to(place.echo.port) as stranger:
            middle.replay(stranger)
        middle.replay(middle.back)
    return count


def reborn(here, rng):
    """A client is killed, and another comes from the same port (RFC 6347, 4.2.8)."""
    place = here.place
    with Middle(place.echo.port, rng) as middle:
        with Watched(place.connect(middle.port, place.trust(rng))) as client:
            feed(client, b"x")
            client.stdout.read(1)
            client.kill()
        with Watched(place.connect(middle.port, place.trust(rng), "-q", "0")) as client:
            return exchange(client, noise(rng, 60_000))


# MARK: Those who do not


def killed(here, rng):
    """Ends without a word, in the middle of a transfer."""
    place = here.place
    if rng.random() < 0.5:
        with Watched(place.connect(place.echo.port, place.trust(rng))) as client:
            feed(client, rng.randbytes(1_000_000))
            client.stdout.read(rng.randrange(1, 500_000))
            client.kill()
    else:
        trust = ["--insecure"]  # its file is of “unknown”, and is swept away
        with Watched(place.connect(place.files.port, trust)) as client:
            client.stdin.write(rng.randbytes(rng.randrange(100_000, 1_000_000)))
            client.kill()


def halfway(here, rng):
    """openssl's client, of which a few datagrams pass, and which is stopped until the end."""
    middle = Middle(here.place.echo.port, rng, limit=rng.randrange(1, 4))
    client = subprocess.Popen(
        ["openssl", "s_client", "-dtls1_2", "-connect", f"127.0.0.1:{middle.port}"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    middle.reached.wait(PATIENCE)
    client.send_signal(signal.SIGSTOP)
    here.stopped.append((client, middle))


def vanished(here, rng):
    """Shows its cookie, and is never heard again."""
    port = rng.choice([here.place.echo.port, here.place.files.port])
    with to(port) as end:
        end.settimeout(PATIENCE)
        random = rng.randbytes(32)
        end.send(hello(random))
        cookie = cookie_of(end.recv(65536))
        if cookie is None:
            raise Failure("a hello is not answered with a cookie")
        end.send(hello(random, cookie, 1))
        if rng.random() < 0.5:
            end.recv(65536)


def forged(here, rng):
    """Cookies that the listener never gave."""
    with to(here.place.echo.port) as end:
        for _ in range(rng.randrange(1, 50)):
            _send(end, hello(rng.randbytes(32), rng.randbytes(rng.choice([1, 16, 32])), 1))


def garbage(here, rng):
    """Bytes, some of which begin as a record does."""
    with to(rng.choice([here.place.echo.port, here.place.files.port])) as end:
        for _ in range(rng.randrange(1, 200)):
            datagram = rng.randbytes(rng.randrange(0, 1_400))
            if rng.random() < 0.5:
                kind = rng.choice([20, 21, 22, 23, 24, 25])
                datagram = (bytes([kind]) + b"\xfe\xfd" + rng.randbytes(8)
                            + len(datagram).to_bytes(2, "big") + datagram)
            _send(end, datagram)


def _send(end, datagram):
    try:
        end.send(datagram)
    except OSError:
        pass


def idle(here, rng):
    """Says nothing until the listener has had enough; its end is waited for when the round ends."""
    place = here.place
    here.idle.append(place.connect(place.echo.port, place.trust(rng), "-q", "inf"))


def finish(here):
    """The end of a round: idle clients are sent away, stopped ones are killed."""
    for client in here.idle:
        with Watched(client):
            status = client.wait()
            if status != 0:
                raise Failure(f"an idle client ended with {status}: {told(client)}")
    for client, middle in here.stopped:
        client.kill()
        client.wait()
        client.stdin.close()
        middle.__exit__()


# How many of a hundred clients are of which kind. Those in front want to be served.
HONEST = {echo: 24, file: 24, openssl: 6, gnutls: 6, replayed: 6, reborn: 4}
RUDE = {killed: 8, halfway: 5, vanished: 6, forged: 4, garbage: 5, idle: 2}
