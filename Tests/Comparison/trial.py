"""What the trials have in common: programs that are started, fed, listened to and ended.

Nothing here waits without an end, and no process outlives its `with`.
"""

import concurrent.futures
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Benchmarks"))

from harness import HOST, free_port, is_bound  # noqa: E402

CAP = 20  # seconds that a client may take, unless a row says otherwise
QUIET = 0.6  # seconds without data after which nothing more is expected

_lock = threading.Lock()
_ports, _running = set(), set()
_over = False


class Broken(Exception):
    """A trial that says nothing about the tool: a server that does not start, a failed control."""


def port():
    """A port that is free, and that no other trial of this run has been given."""
    with _lock:
        while True:
            number = free_port()
            if number not in _ports:
                _ports.add(number)
                return str(number)


def abandon():
    """Ends all that runs, and lets nothing start any more."""
    global _over
    with _lock:
        _over = True
        for program in list(_running):
            program.kill()


class Program:
    """A process in a group of its own, what it has written so far, and its standard input.

    `source` is what it reads through a pipe: the path of a file, or messages, each written by
    a write of its own into a pipe in packet mode (O_DIRECT, pipe(2)), in which one read brings one
    of them. Without it the input stays open until `close_input`.
    """

    def __init__(self, command, source=None):
        self.out, self.errors = bytearray(), bytearray()
        packets = isinstance(source, list)
        reading, self._writing = os.pipe2(os.O_CLOEXEC | (os.O_DIRECT if packets else 0))
        with _lock:
            if _over:
                raise SystemExit("compare: interrupted")
            self.started = time.monotonic()
            # A group, since socat and dtlscat have children.
            self._process = subprocess.Popen(
                command, stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                start_new_session=True)
            _running.add(self)
        os.close(reading)
        self._threads = [
            threading.Thread(target=self._collect, args=pair, daemon=True)
            for pair in ((self._process.stdout, self.out), (self._process.stderr, self.errors))]
        if source:
            self._threads.append(threading.Thread(target=self._feed, args=(source,), daemon=True))
        for thread in self._threads:
            thread.start()

    def _collect(self, pipe, into):
        with pipe:
            while data := pipe.read1(1 << 16):
                into += data

    def _feed(self, source):
        with contextlib.suppress(BrokenPipeError):
            if isinstance(source, list):
                for message in source:
                    self.write(message)
            else:
                with open(source, "rb") as file:
                    while data := file.read(1 << 16):
                        self.write(data)
        self.close_input()

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self._writing, view):]

    def told(self):
        """What it has written, wherever: gnutls-serv tells what comes on standard error."""
        return bytes(self.out + self.errors)

    def close_input(self):
        descriptor, self._writing = self._writing, None
        if descriptor is not None:
            os.close(descriptor)

    def wait(self, seconds=CAP):
        """Its exit status as a shell has it, and the seconds it took; None if it goes on."""
        until = self.started + seconds
        while (code := self._process.poll()) is None and time.monotonic() < until:
            time.sleep(0.01)
        if code is None:
            return None, seconds
        return (128 - code if code < 0 else code), time.monotonic() - self.started

    def age(self):
        """Seconds since it was started."""
        return time.monotonic() - self.started

    def is_running(self):
        return self._process.poll() is None

    def terminate(self):
        os.kill(self._process.pid, signal.SIGTERM)

    def kill(self):
        """Ends it and its children by SIGKILL, as one who vanishes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        for thread in self._threads:
            thread.join(5)
        self.close_input()
        with _lock:
            _running.discard(self)


@contextlib.contextmanager
def server(command, number):
    """A server that has bound its port."""
    with Program(command) as program:
        until = time.monotonic() + 10
        while not is_bound(int(number)):
            if not program.is_running() or time.monotonic() > until:
                raise Broken(f"did not start: {' '.join(command)}: {text(program.errors)}")
            time.sleep(0.01)
        yield program


def several(attempt, rounds):
    """What an attempt gives in some rounds of it, made at the same time."""
    with concurrent.futures.ThreadPoolExecutor(len(rounds)) as pool:
        return list(pool.map(attempt, rounds))


def until(happened, seconds):
    """Waits for it; whether it has happened."""
    end = time.monotonic() + seconds
    while not (done := happened()) and time.monotonic() < end:
        time.sleep(0.01)
    return bool(done)


def settle(program):
    """Waits until a program has written nothing for a while; its standard output."""
    size, since = -1, 0
    while len(program.told()) != size or time.monotonic() - since < QUIET:
        if len(program.told()) != size:
            size, since = len(program.told()), time.monotonic()
        time.sleep(0.02)
    return bytes(program.out)


def text(data):
    return data.decode(errors="replace").strip()


def time_taken(seconds):
    return f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"


def ended(status, seconds=None):
    """How a client has ended, in words, and when."""
    if status is None:
        return f"hangs, killed after {CAP} s"
    return f"status {status}" + (f" after {time_taken(seconds)}" if seconds is not None else "")
