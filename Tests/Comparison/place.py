"""Where the trials are made: a folder with certificates, keys and input, and the partners of those
who have no server of their own."""

import base64
import contextlib
import os
import subprocess
import tempfile

from tools import DTLSCat, GnuTLS, Ncat, OpenSSL, Socat

SIZE = 1_000_000
LINES = [b"line %03d\n" % number for number in range(100)]
LARGE = 20_000  # more than a record of TLS holds, 16,384 bytes


class Place:
    """The tools, and the files that they are given."""

    def __init__(self, folder, program):
        self.folder = folder
        self.dtlscat, self.openssl = DTLSCat(program), OpenSSL()
        self.tools = [self.dtlscat, self.openssl, GnuTLS(), Socat(), Ncat()]
        # Text, of which some lines begin with the letters that s_client takes for commands.
        self.data = base64.encodebytes(os.urandom(SIZE))[:SIZE]
        self._write("data", self.data)
        self._write("lines", b"".join(LINES))
        self._write("large", b"x" * LARGE + b"\n")
        self._write("question", b"question\n")
        self._write("right", b"copy:00112233445566778899aabbccddeeff\n")
        self._write("wrong", b"copy:ffeeddccbbaa99887766554433221100\n")
        self._certificates()

    def file(self, name):
        return os.path.join(self.folder, name)

    def _write(self, name, data):
        with open(os.open(self.file(name), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(data)

    def _certificates(self):
        """A certificate that nobody vouches for; and a chain of three, 3 KB with its keys' RSA."""
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True)

        name = "subjectAltName=IP:127.0.0.1,DNS:localhost"
        elliptic = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        openssl("req", "-x509", *elliptic, "-subj", "/CN=localhost", "-addext", name, "-days", "2",
                "-keyout", self.file("key.pem"), "-out", self.file("cert.pem"))
        authority, above = "basicConstraints=critical,CA:TRUE", None
        for number, extension in ((1, authority), (2, authority), (3, name)):
            own = (self.file(f"key{number}.pem"), self.file(f"cert{number}.pem"))
            openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN=certificate {number}",
                    "-keyout", own[0], "-out", self.file("request"))
            self._write(f"extension{number}", extension.encode())
            signer = (("-CA", above[1], "-CAkey", above[0], "-CAcreateserial") if above
                      else ("-signkey", own[0]))
            openssl("x509", "-req", "-in", self.file("request"), *signer, "-days", "2", "-extfile",
                    self.file(f"extension{number}"), "-out", own[1])
            above = own
        def read(number):
            with open(self.file(f"cert{number}.pem"), "rb") as file:
                return file.read()

        self._write("above.pem", read(2) + read(1))
        self._write("chain.pem", read(3) + read(2) + read(1))

    def server(self, tool, port, more=(), chain=False):
        """The command of a tool's server."""
        cert, key = ("chain.pem", "key3.pem") if chain else ("cert.pem", "key.pem")
        if chain and tool.name == "openssl":
            more = [*more, "-cert_chain", self.file("above.pem")]
        return tool.server(port, self.file(cert), self.file(key), more)

    def partner(self, tool):
        """The tool whose server a tool's client is tried with: its own, or openssl's."""
        return tool if tool.has_server else self.openssl


@contextlib.contextmanager
def place(program):
    shared = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=shared) as folder:
        yield Place(folder, program)
