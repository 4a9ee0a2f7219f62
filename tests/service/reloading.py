"""A site whose code lies in a folder of its own, is changed there, and is taken up by a touch."""

import contextlib
import http.client
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmark.sentences import load_sentences
from benchmark.serving.processes import tree
from benchmark.serving.site import Site, running_site
from benchmark.serving.translator import surroundings
from benchmark.serving.variables import SERVICE, variables

PATIENCE_SECONDS = 60
JSON = {"Content-Type": "application/json"}
VISITORS = 4
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class ChangingSite:
    """A running site, and where its code is."""

    site: Site
    service: Path

    @property
    def workers(self) -> list[int]:
        return tree(self.site.translator.process)[1:]

    def change(self, file: str, before: str, after: str) -> None:
        path = self.service / "translator" / file
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after, 1))

    def touch(self) -> None:
        (self.site.folder / "reload").touch()

    def wait(self) -> "subprocess.CompletedProcess[str]":
        return run("translator.servers.reloaded", self.service, self.site.folder)

    def ask(
        self, path: str, query: dict[str, str] | None = None, *, is_operator: bool = False
    ) -> tuple[int, str]:
        """Ask through Nginx; a query is posted as JSON."""
        port = self.site.operator_port if is_operator else self.site.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(connection):
            body = None if query is None else json.dumps(query)
            connection.request("GET" if body is None else "POST", path, body, JSON)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def translate(self, text: str, **more: str) -> int:
        return self.ask("/translate", {"q": text, "source": "en", "target": "es", **more})[0]

    def samples(self, name: str) -> float:
        """Add up what Prometheus reads under a name."""
        _, text = self.ask("/metrics", is_operator=True)
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


@dataclass
class Visitors:
    """What those got who ask for one sentence after the other."""

    statuses: list[int | str] = field(default_factory=list)


@contextlib.contextmanager
def visited(changing: ChangingSite) -> Iterator[Visitors]:
    """Let visitors ask until the end of the block."""
    found, is_over = Visitors(), threading.Event()

    def visit(sentences: list[str]) -> None:
        for sentence in cycle(sentences):
            if is_over.wait(PAUSE_SECONDS):
                return
            try:
                found.statuses.append(changing.translate(sentence))
            except (OSError, http.client.HTTPException) as error:
                found.statuses.append(repr(error))

    sentences = load_sentences(100 * VISITORS)
    threads = [
        threading.Thread(target=visit, args=(sentences[number::VISITORS],))
        for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


class LongText(threading.Thread):
    """A text that takes long, translated in a thread of its own."""

    def __init__(self, changing: ChangingSite, text: str) -> None:
        super().__init__()
        self.has_begun = threading.Event()
        self.answer = b""
        self._changing, self._text = changing, text

    def run(self) -> None:
        port = self._changing.site.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(connection):
            query = {"q": self._text, "source": "en", "target": "es"}
            connection.request("POST", "/translate/stream", json.dumps(query), JSON)
            response = connection.getresponse()
            while part := response.read1(65_536):
                self.answer += part
                self.has_begun.set()


def copy_service(folder: Path) -> Path:
    """Lay the service out in a folder, with the models as they are."""
    folder.mkdir()
    for name in ("translator", "settings"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(SERVICE / name, folder / name, ignore=ignored)
    (folder / "model").symlink_to(SERVICE / "model")
    return folder


@contextlib.contextmanager
def running_changing_site(
    folder: Path, service: Path, **settings: object
) -> Iterator[ChangingSite]:
    folder.mkdir()
    with running_site(folder, service, **settings) as site:
        yield ChangingSite(site, service)


def run(module: str, service: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a module as `docker exec` would."""
    environment = surroundings(variables(), service) | {
        "TRADUCTOR_RELOAD_FILE": str(folder / "reload"),
        "TRADUCTOR_STATE": str(folder / "state"),
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-P", "-m", module],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
