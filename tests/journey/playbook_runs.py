"""Run playbooks as the owner of the finished site does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import NamedTemporaryFile
from threading import Thread

from tests.journey.finished_site import REPOSITORY, STATE

FILES = (STATE / "variables.yml", REPOSITORY / "simulator/demo.yml")
LIMIT_SECONDS = 120


def command(playbook: str, *settings: str) -> list[str]:
    extra = [word for file in FILES for word in ("-e", f"@{file}")]
    given = [word for setting in settings for word in ("-e", setting)]
    return ["ansible-playbook", f"playbooks/{playbook}", *extra, *given]


def environment() -> dict[str, str]:
    """Return the environment of a person at a prompt: molecule's own settings are left out."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
    return {**own, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg")}


def run_playbook(
    playbook: str, *settings: str, without: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a playbook to its end, perhaps without a variable of the environment."""
    own = environment()
    own.pop(without, None)
    return subprocess.run(
        command(playbook, *settings),
        cwd=REPOSITORY,
        env=own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )


class Follower:
    """What a playbook prints while it runs."""

    def __init__(self, process: subprocess.Popen[str], complaints: Path) -> None:
        self.process = process
        self._complaints = complaints
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)

    def next_line(self) -> str:
        """Wait for the next line."""
        try:
            return self._lines.get(timeout=LIMIT_SECONDS)
        except Empty:
            ended = self.process.poll()
            said = self._complaints.read_text(encoding="utf-8")
            raise AssertionError(f"no line came; exit status so far: {ended}; {said}") from None

    def close(self) -> None:
        """End it, whatever it was at."""
        self.process.kill()
        self._reader.join()
        self.process.communicate()


@contextmanager
def following(playbook: str, *settings: str) -> Iterator[Follower]:
    """Run a playbook that does not end by itself."""
    with NamedTemporaryFile() as complaints:
        process = subprocess.Popen(
            command(playbook, *settings),
            cwd=REPOSITORY,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            start_new_session=True,
        )
        with closing(Follower(process, Path(complaints.name))) as follower:
            yield follower
