"""The tools that are compared, and how each is called: as its manual says it is used best."""

import re
import subprocess

from trial import HOST


class Tool:
    """A client, and the server that the same project has, if any.

    `more` are options behind those of every trial. A server writes what comes to standard output,
    unless it only echoes, and serves as long as it can.
    """

    name = title = pattern = ""
    version_command = ()
    line = ()  # options of client and server for one line, one message
    mtu = ()  # options for datagrams of at most so many bytes, where there are any
    has_server = has_keys = True
    writes = True  # whether the server writes what comes to standard output, and nothing else

    def __init__(self):
        try:
            told = subprocess.run(self.version_command, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True).stdout
        except FileNotFoundError:
            raise SystemExit(f"compare: {self.version_command[0]} is not installed") from None
        self.version = re.search(self.pattern, told)[1]

    def client(self, port, more=(), trust=False):
        """The client's command; without `trust` it accepts any certificate."""

    def server(self, port, cert, key, more=()):
        """The server's command."""

    def key_client(self, port, key, folder):
        """The client's command with a pre-shared key, for the identity `copy`."""

    def key_server(self, port, key, folder):
        """The server's command with a pre-shared key."""


class DTLSCat(Tool):
    name, title, pattern = "dtlscat", "dtlscat", r"dtlscat ([\d.]+)"
    line = ("--framing", "line")

    def __init__(self, path):
        self.path = path
        self.version_command = (path, "--version")
        super().__init__()

    def client(self, port, more=(), trust=False):
        return [self.path, "connect", *([] if trust else ["--insecure"]), *more, HOST, port]

    def server(self, port, cert, key, more=()):
        return [self.path, "listen", "-k", "--cert", cert, "--key", key, *more, HOST, port]

    def once(self, port, cert, key):
        """A listener that ends with its client."""
        return [self.path, "listen", "--cert", cert, "--key", key, HOST, port]

    def key_client(self, port, key, folder):
        return [self.path, "connect", "--psk-file", f"{folder}/{key}", HOST, port]

    def key_server(self, port, key, folder):
        return [self.path, "listen", "-k", "--psk-file", f"{folder}/{key}", HOST, port]

    def impair(self, port, target, *options):
        """A bad network in front of a server."""
        return [self.path, "impair", *options, f"{HOST}:{port}", f"{HOST}:{target}"]


class OpenSSL(Tool):
    name, title, pattern = "openssl", "openssl", r"OpenSSL ([\w.]+)"
    version_command = ("openssl", "version")
    mtu = ("-mtu", "600")

    def client(self, port, more=(), trust=False):
        return ["openssl", "s_client", "-dtls1_2", "-timeout", "-quiet", "-nocommands",
                *(more or ["-no_ign_eof"]), "-connect", f"{HOST}:{port}"]

    def server(self, port, cert, key, more=()):
        return ["openssl", "s_server", "-dtls1_2", "-timeout", "-quiet", *more,
                "-accept", f"{HOST}:{port}", "-cert", cert, "-key", key]

    def key_client(self, port, key, folder):
        return self.client(port, ["-no_ign_eof", "-psk_identity", "copy", "-psk",
                                  read_key(folder, key), "-cipher", "PSK"])

    def key_server(self, port, key, folder):
        return ["openssl", "s_server", "-dtls1_2", "-timeout", "-quiet", "-nocert", "-psk_identity",
                "copy", "-psk", read_key(folder, key), "-accept", f"{HOST}:{port}"]


class GnuTLS(Tool):
    name, title, pattern = "gnutls", "gnutls-cli, -serv", r"gnutls-cli ([\d.]+)"
    version_command = ("gnutls-cli", "--version")
    mtu = ("--mtu", "570")
    writes = False
    # With ECDHE-PSK and DHE-PSK, as in its manual's example, the client crashes.
    key_exchange = ("--priority", "NORMAL:-KX-ALL:+PSK")

    def client(self, port, more=(), trust=False):
        return ["gnutls-cli", "--udp", "--logfile=/dev/null", *([] if trust else ["--insecure"]),
                *more, "-p", port, HOST]

    def server(self, port, cert, key, more=()):
        return ["gnutls-serv", "--udp", "--echo", *more, "-p", port, "--x509certfile", cert,
                "--x509keyfile", key]

    def key_client(self, port, key, folder):
        return self.client(port, ["--pskusername", "copy", "--pskkey", read_key(folder, key),
                                  *self.key_exchange])

    def key_server(self, port, key, folder):
        return ["gnutls-serv", "--udp", "--echo", "--pskpasswd", f"{folder}/{key}",
                *self.key_exchange, "-p", port]


class Socat(Tool):
    name, title, pattern = "socat", "socat", r"socat version ([\d.]+)"
    version_command = ("socat", "-V")
    has_keys = False

    def client(self, port, more=(), trust=False):
        verify = "" if trust else ",verify=0"
        return ["socat", *more, "-", f"OPENSSL-DTLS-CLIENT:{HOST}:{port}{verify}"]

    def server(self, port, cert, key, more=()):
        return ["socat", "-u", *more, f"OPENSSL-DTLS-SERVER:{port},bind={HOST},cert={cert},"
                f"key={key},verify=0,fork", "-"]


class Ncat(Tool):
    name, title, pattern = "ncat", "ncat", r"Version ([\d.]+)"
    version_command = ("ncat", "--version")
    has_server = has_keys = False

    def client(self, port, more=(), trust=False):
        # Without --ssl-verify it verifies nothing.
        return ["ncat", "--udp", "--ssl", *more, HOST, port]


def read_key(folder, name):
    """The key in a file with identity:key."""
    with open(f"{folder}/{name}") as file:
        return file.read().strip().split(":")[1]
