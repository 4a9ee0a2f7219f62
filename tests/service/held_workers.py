"""A site whose workers wait for word of the test when they have a request in hand."""

import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark.serving.processes import tree
from benchmark.serving.site import Site, running_site

from tests.service.reloading import copy_service

PATIENCE_SECONDS = 20
WAIT = """
    import os, socket
    with socket.create_connection(("127.0.0.1", {port})) as test:
        test.sendall(b"%d" % os.getpid())
        test.recv(1)
"""
# What was asked is read by then, and of a stream the beginning is sent.
PLACES = {
    "translator/web/demand.py": " -> Demand:\n",
    "translator/web/stream.py": "    yield start\n",
}


@dataclass(frozen=True)
class Worker:
    """A worker with a request in hand."""

    pid: int
    word: socket.socket

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self.word.close()

    def let_go(self) -> None:
        self.word.close()


@dataclass(frozen=True)
class HeldSite:
    """A running site, and where its workers wait for word."""

    site: Site
    listener: socket.socket

    def taken(self) -> Worker:
        """Wait for a worker to take a request."""
        word, _ = self.listener.accept()
        word.settimeout(PATIENCE_SECONDS)
        return Worker(int(word.recv(20)), word)


@contextlib.contextmanager
def running_held_site(folder: Path, **settings: object) -> Iterator[HeldSite]:
    """Run such a site; `folder` is empty."""
    service = copy_service(folder / "service")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE_SECONDS)
        for file, place in PLACES.items():
            text = (service / file).read_text()
            assert place in text
            wait = WAIT.format(port=listener.getsockname()[1])
            (service / file).write_text(text.replace(place, place + wait, 1))
        (folder / "site").mkdir()
        with running_site(folder / "site", service, **settings) as site:
            yield HeldSite(site, listener)
            _end_at_once(site.translator.process)


def _end_at_once(master: "subprocess.Popen[bytes]") -> None:
    """Leave no time for the orderly end: a worker that is just starting overlooks that signal."""
    master.send_signal(signal.SIGSTOP)
    os.waitpid(master.pid, os.WUNTRACED)
    for pid in tree(master):
        os.kill(pid, signal.SIGKILL)
