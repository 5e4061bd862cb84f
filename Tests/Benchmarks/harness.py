"""What the benchmarks have in common: programs in pairs, and how a pipe through them is measured.

Every pair carries the same bytes with DTLS 1.2, ECDSA P-256 and AES-128-GCM. A rate is the bytes
that arrived over the time between the first and the last of them, so neither start nor handshake
counts. CPU is what the process used for each gigabyte that it was given (client) or that it
delivered (server).

How each peer is fed, so that it sends datagrams of the wanted size: socat has an option for it.
openssl, gnutls-cli and ncat send what one read brings, so their input is a pipe in packet mode
(O_DIRECT, pipe(2)), where each read brings one write. `s_client -quiet` takes no commands from its
input; it never closes, and `s_server` needs an input that stays open: both are ended once nothing
has come for a while. gnutls-cli drops what is larger than its MTU.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time

HOST = "127.0.0.1"
CIPHER = "ECDHE-ECDSA-AES128-GCM-SHA256"
SUITE_MTU = 1428  # leaves 1,363 bytes of data with this suite over IPv4
QUIET = 0.6  # seconds without data after which a run is over
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DTLSCAT = os.path.join(ROOT, ".build/release/dtlscat")
LIMIT = os.path.join(ROOT, "Tests/Benchmarks/limit/limit")


class Program:
    """A client and a server, and how the client is fed."""

    def __init__(self, name, block, client, server, packets=False):
        self.name, self.block, self.packets = name, block, packets
        self.client, self.server = client, server
        self.results = []


def dtlscat(folder, *options, listen=()):
    cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    return (lambda port: [DTLSCAT, "connect", "--insecure", "-q", "0", *options, HOST, port],
            lambda port: [DTLSCAT, "listen", "--cert", cert, "--key", key, *listen, HOST, port])


def limit(folder, mtu, *options):
    """The C program, with the window that dtlscat has on a machine with large socket buffers."""
    cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    return (lambda port: [LIMIT, "client", "-w", "1048576", *options, HOST, port, str(mtu)],
            lambda port: [LIMIT, "server", cert, key, port, str(mtu)])


def s_server(folder):
    cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    return lambda port: ["openssl", "s_server", "-dtls1_2", "-quiet", "-accept", f"{HOST}:{port}",
                         "-cert", cert, "-key", key, "-cipher", CIPHER]


def peers(folder, block, packets):
    """The peers' clients and servers, for datagrams of `block` bytes."""
    cert, key = f"{folder}/cert.pem", f"{folder}/key.pem"
    server = s_server(folder)
    return [
        Program("openssl", block,
                lambda port: ["openssl", "s_client", "-dtls1_2", "-quiet", "-connect",
                              f"{HOST}:{port}"], server, packets),
        Program("gnutls-cli", block,
                lambda port: ["gnutls-cli", "--udp", "--no-ca-verification", "--mtu",
                              str(SUITE_MTU), "-p", port, HOST], server, packets),
        Program("socat", block,
                lambda port: ["socat", "-u", "-b", str(block), "-",
                              f"OPENSSL-DTLS-CLIENT:{HOST}:{port},verify=0,cipher={CIPHER}"],
                lambda port: ["socat", "-u", "-b", "65536",
                              f"OPENSSL-DTLS-SERVER:{port},bind={HOST},cert={cert},key={key},"
                              "verify=0", "-"]),
        Program("ncat", block,
                lambda port: ["ncat", "--udp", "--ssl", "--send-only", HOST, port], server,
                packets),
    ]


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_bound(port):
    """Whether something has bound the port."""
    with open("/proc/net/udp") as table:
        return any(line.split()[1].endswith(f":{port:04X}") for line in table.readlines()[1:])


def wait_until_bound(port, process):
    """Waits until something has bound the port: a server says so in words of its own, if at all, and
    the kernel's table of sockets has no event for it."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if is_bound(port):
            return
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise SystemExit(f"bench: the server did not start: {' '.join(process.args)}")


def end(process):
    """Ends a process; the CPU seconds that it used."""
    # Not send_signal or wait, which reap a process that has ended, and the times with it.
    watch = os.pidfd_open(process.pid)
    os.kill(process.pid, signal.SIGTERM)
    if not select.select([watch], [], [], 2)[0]:
        os.kill(process.pid, signal.SIGKILL)
    os.close(watch)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def run(program, path, size):
    """One run, of which no process is left: see `measure`."""
    processes = []
    try:
        return measure(program, path, size, processes)
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()


def measure(program, path, size, processes):
    """One run: bytes delivered, seconds between first and last, CPU of client and server."""
    port = free_port()
    # Held open as long as the server lives.
    kept, idle = os.pipe()
    arrived, out = os.pipe()
    with open(os.devnull, "w") as nowhere:
        server = subprocess.Popen(
            program.server(str(port)), stdin=kept, stdout=out, stderr=nowhere)
        processes.append(server)
        os.close(out)
        wait_until_bound(port, server)
        source, sink = os.pipe2(os.O_DIRECT if program.packets else 0)
        for end_of_pipe in (arrived, source):
            try:
                fcntl.fcntl(end_of_pipe, 1031, 1 << 20)  # F_SETPIPE_SZ
            except OSError:
                pass
        client = subprocess.Popen(
            program.client(str(port)), stdin=source, stdout=nowhere, stderr=nowhere)
        processes.append(client)
        os.close(source)
        block = str(program.block) if program.packets else "64K"
        feeder = subprocess.Popen(
            ["dd", f"if={path}", f"bs={block}", "status=none"], stdin=nowhere, stdout=sink,
            stderr=nowhere)
        processes.append(feeder)
        os.close(sink)

    count, first, last = 0, None, None
    buffer = bytearray(1 << 20)
    while count < size:
        quiet = QUIET if feeder.poll() is not None else 10
        if not select.select([arrived], [], [], quiet)[0]:
            break
        read = os.readv(arrived, [buffer])
        if read == 0:
            break
        last = time.monotonic()
        first = first or last
        count += read
    feeder.kill()
    feeder.wait()
    client_cpu, server_cpu = end(client), end(server)
    for descriptor in (kept, idle, arrived):
        os.close(descriptor)
    seconds = (last - first) if count else 0
    return count, max(seconds, 1e-6), client_cpu, server_cpu


def data_mtu(folder):
    """How much data a datagram of ours carries at the MTU that is compared at."""
    port = str(free_port())
    server = subprocess.Popen(
        [DTLSCAT, "listen", "--self-signed", HOST, port], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until_bound(int(port), server)
    told = subprocess.run(
        [DTLSCAT, "connect", "-v", "--insecure", "--mtu", str(SUITE_MTU), "-q", "0", HOST, port],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20).stderr
    end(server)
    found = re.search(r"(TLS_\w+).*data MTU (\d+)", told)
    if not found:
        raise SystemExit(f"bench: dtlscat does not connect: {told}")
    return found[1], int(found[2])


def processor():
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "?")
    return f"{model}, {os.cpu_count()} cores"


@contextlib.contextmanager
def workshop(size):
    """A folder in memory with a certificate, and a file of `size` random bytes, lines of 64."""
    shared = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        with open(f"{folder}/bytes", "wb") as file:
            # No line feed but at the end of a line, so that the same file serves for messages.
            piece = bytes(10 if index % 64 == 63 else byte if byte != 10 else 11
                          for index, byte in enumerate(os.urandom(1 << 20)))
            for _ in range(size >> 20):
                file.write(piece)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout", f"{folder}/key.pem",
             "-out", f"{folder}/cert.pem"], check=True, capture_output=True)
        yield folder


def build():
    """Builds the C program; dtlscat has been built by `make bench`."""
    if not os.path.exists(DTLSCAT):
        subprocess.run(["make", "-C", ROOT, "release"], stdout=sys.stderr, check=True)
    subprocess.run(["make", "-C", os.path.dirname(LIMIT)], stdout=sys.stderr, check=True)


# Ended by a signal, a benchmark ends what it has started too, and removes its files.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
