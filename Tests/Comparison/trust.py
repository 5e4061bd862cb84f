"""Whom a client believes, and how it takes its leave."""

from row import row
from tools import GnuTLS
from trial import CAP, Broken, Program, ended, port, server, settle, text, until

GRACE = 5  # seconds that a server may take to notice


@row("A certificate that nobody vouches for, and no option set",
     "self-signed, for the right name, at `dtlscat listen -k`; `CLIENT` without `--insecure` and"
     " `verify=0`; accepted is where its line arrives", together=True)
def stranger(tool, place):
    number = port()
    with server(place.server(place.dtlscat, number), number) as partner:
        with Program(tool.client(number, trust=True), source=place.file("question")) as client:
            status, _ = client.wait()
            accepted = b"question" in settle(partner)
            return ("accepted, " if accepted else "refused, ") + ended(status)


@row("A wrong pre-shared key",
     "the tool's own client and server, first with the right key: dtlscat with `--psk-file`,"
     " openssl with `-psk`, `-nocert` and `-cipher PSK`, gnutls-cli with `--pskkey` and"
     f" `{' '.join(GnuTLS.key_exchange)}`; socat and ncat have no pre-shared keys",
     together=True)
def key(tool, place):
    if not tool.has_keys:
        return "—"
    for name in ("right", "wrong"):
        number = port()
        with server(tool.key_server(number, "right", place.folder), number) as partner:
            with Program(tool.key_client(number, name, place.folder)) as client:
                client.write(b"keyed\n")
                if name == "right":
                    if not until(lambda: b"keyed" in partner.told(), CAP):
                        raise Broken(f"the right key fails: {text(client.errors)}")
                    continue
                client.close_input()
                return ended(*client.wait())


@row("SIGTERM at the client: does the server hear close_notify",
     "`dtlscat listen` without `-k`, which ends when it gets close_notify; it is given"
     f" {GRACE} s", together=True)
def terminated(tool, place):
    number = port()
    command = place.dtlscat.once(number, place.file("cert.pem"), place.file("key.pem"))
    with server(command, number) as partner, Program(tool.client(number)) as client:
        client.write(b"hello there\n")
        if not until(lambda: b"hello there" in partner.out, CAP):
            raise Broken(f"no session: {text(client.errors)}")
        client.terminate()
        status, _ = client.wait(CAP + GRACE)
        heard = until(lambda: not partner.is_running(), GRACE)
        return ("yes, " if heard and partner.wait(0)[0] == 0 else "no, ") + ended(status)
