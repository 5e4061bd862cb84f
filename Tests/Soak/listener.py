"""A listener that serves for hours, what it says of itself, and what the kernel says of it."""

import json
import os
import queue
import re
import signal
import subprocess
import threading
import time

IDLE = 8  # seconds after which a client that says nothing is gone, for the listeners here
PATIENCE = 120  # seconds after which something that has to come will not come any more


class Failure(Exception):
    """Something that must not be."""


class Listener:
    """`dtlscat listen -k`, on a port of the kernel's choice."""

    def __init__(self, name, program, folder, *options):
        self.name = name
        self.log_path = os.path.join(folder, f"{name}.log")
        self.log = open(self.log_path, "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "listen", "-k", "--json", "-i", f"{IDLE}s", "-w", f"{IDLE}s", *options,
             "127.0.0.1", "0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        self.port = self._bound()

    def _read(self):
        for line in self.process.stderr:
            self.log.write(line)
            self.log.flush()
            self.lines.put(line)

    def _bound(self):
        """The port: that of the UDP socket whose inode is one of the program's descriptors."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            inodes = {match.group(1) for link in self._descriptors()
                      if (match := re.fullmatch(r"socket:\[(\d+)\]", link))}
            with open("/proc/net/udp", encoding="ascii") as table:
                for line in table.readlines()[1:]:
                    fields = line.split()
                    if fields[9] in inodes:
                        return int(fields[1].split(":")[1], 16)
            time.sleep(0.02)
        raise Failure(f"{self.name}: does not listen")

    def dropped(self):
        """How many datagrams the kernel had no room for, or a filter did not let in."""
        with open("/proc/net/udp", encoding="ascii") as table:
            return sum(int(line.split()[12]) for line in table.readlines()[1:]
                       if int(line.split()[1].split(":")[1], 16) == self.port)

    def _descriptors(self):
        folder = f"/proc/{self.process.pid}/fd"
        links = []
        for name in os.listdir(folder):
            try:
                links.append(os.readlink(f"{folder}/{name}"))
            except FileNotFoundError:
                pass
        return links

    def table(self):
        """What SIGUSR1 shows: the clients, and how many handshakes are under way."""
        return self._told(signal.SIGUSR1, "clients")

    def _told(self, number, key):
        if self.process.poll() is not None:
            raise Failure(f"{self.name}: ended with {self.process.returncode}")
        self.process.send_signal(number)
        end = time.monotonic() + PATIENCE
        while (left := end - time.monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                break
            if line.startswith("{") and key in (report := json.loads(line)):
                return report
        raise Failure(f"{self.name}: signal {number} shows nothing")

    def figures(self):
        """Memory in KiB, resident and its anonymous part, descriptors and threads."""
        pid = self.process.pid
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            sizes = dict(re.findall(r"^(\w+): +(\d+) kB", file.read(), re.M))
        return {"rss": int(sizes["Rss"]), "pss": int(sizes["Pss"]),
                "anonymous": int(sizes["Anonymous"]),
                "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
                "threads": len(os.listdir(f"/proc/{pid}/task"))}

    def quiet(self, descriptors=None):
        """Waits until there are no clients, nor more descriptors than there were at first."""
        end = time.monotonic() + PATIENCE
        while True:
            table = self.table()
            now = self.figures()
            is_empty = not table["clients"] and table["handshakes"] == 0
            if is_empty and (descriptors is None or now["descriptors"] <= descriptors):
                return now | {"ignored": table["ignored"], "challenges": table["challenges"]}
            if time.monotonic() > end:
                raise Failure(f"{self.name}: {len(table['clients'])} clients and "
                              f"{now['descriptors']} descriptors are left")
            time.sleep(0.2)

    def end(self):
        """Ends it by SIGTERM; its report."""
        report = self._told(signal.SIGTERM, "traffic")
        status = self.process.wait(PATIENCE)
        if status != 143 or report["exit"] != 143:
            raise Failure(f"{self.name}: ended with {status}, said {report['exit']}, not 143")
        return report

    def kill(self):
        """Ends it at once, where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
