"""Two processes in one container: they end together, in order, and say why."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmark.serving.processes import tree
from benchmark.serving.variables import SERVICE

PATIENCE_SECONDS = 20
# A server that binds a socket, and one in front of it: each notes what reaches it, and leaves an
# orphan behind.
PROGRAM = """
    import os, signal, socket, subprocess, sys, time
    name, folder = sys.argv[1:]
    def note(number, frame):
        with open(f"{folder}/notes", "a") as notes:
            print(name, signal.Signals(number).name, file=notes)
        time.sleep(0.3)
        with open(f"{folder}/notes", "a") as notes:
            print(name, "ends", file=notes)
        sys.exit()
    for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(number, note)
    if name == "server":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{folder}/socket")
    subprocess.Popen(["sh", "-c", "sleep 0.2 &"])
    open(f"{folder}/{name}", "w").write(str(os.getpid()))
    while True:
        time.sleep(0.02)
"""
RUN = """
    import os, sys
    from pathlib import Path
    from translator.servers.standalone import run
    folder, program = sys.argv[1:]
    lines = [(sys.executable, "-c", program, name, folder) for name in ("server", "nginx")]
    sys.exit(run(*lines, environment=os.environ, socket=Path(folder, "socket")))
"""


@dataclass(frozen=True)
class Pair:
    """Both, as they run in a container."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    def number(self, name: str) -> int:
        """Wait for one of them, and return the number of its process."""
        return int(wait_for(lambda: read(self.folder / name)))

    def end(self) -> tuple[int, str]:
        """Wait for the end; return status and messages."""
        _, said = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, said.decode()

    @property
    def notes(self) -> list[str]:
        return read(self.folder / "notes").splitlines()


def read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def is_running(number: int) -> bool:
    state = read(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()
    return bool(state) and state[0] != "Z"


def wait_for(found: Callable[[], str]) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUN), str(tmp_path), textwrap.dedent(PROGRAM)],
        env={**os.environ, "PYTHONPATH": str(SERVICE)},
        stderr=subprocess.PIPE,
    )
    yield Pair(tmp_path, process)
    if process.poll() is None:
        for number in tree(process):
            os.kill(number, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(("name", "said"), [("server", "the WSGI server"), ("nginx", "Nginx")])
def test_one_that_is_killed_takes_the_other_and_the_container_with_it(
    pair: Pair, name: str, said: str
) -> None:
    numbers = {each: pair.number(each) for each in ("server", "nginx")}
    os.kill(numbers[name], signal.SIGKILL)
    status, message = pair.end()

    assert status == 1
    assert message == f"standalone: {said} was killed by signal 9; the container ends with it\n"
    wait_for(lambda: "" if any(map(is_running, numbers.values())) else "both have ended")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_who_stops_it_lets_nginx_finish_before_the_server_goes(
    pair: Pair, number: signal.Signals
) -> None:
    pair.number("nginx")
    pair.process.send_signal(number)

    assert pair.end() == (0, "")
    assert pair.notes == ["nginx SIGQUIT", "nginx ends", "server SIGTERM", "server ends"]


def test_who_stops_it_again_changes_nothing(pair: Pair) -> None:
    pair.number("nginx")
    pair.process.terminate()
    time.sleep(0.1)
    pair.process.terminate()

    assert pair.end() == (0, "")
    assert pair.notes[-1] == "server ends"


def test_a_server_that_does_not_start_ends_the_container_with_its_status(tmp_path: Path) -> None:
    run = "from translator.servers.standalone import run; from pathlib import Path; import os; "
    line = ["sh", "-c", "echo the setting is wrong >&2; exit 3"]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{run} raise SystemExit(run({line}, ['false'], environment=os.environ,"
            f" socket=Path({str(tmp_path / 'socket')!r})))",
        ],
        env={**os.environ, "PYTHONPATH": str(SERVICE)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "the setting is wrong",
        "standalone: the WSGI server has ended with status 3; the container ends with it",
    ]


def test_an_env_file_of_another_deployment_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TRANSLATOR_DEPLOYMENT=compose\n")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from translator.servers import standalone; from pathlib import Path;"
            f"standalone.HOME = Path({str(tmp_path)!r}); raise SystemExit(standalone.main([]))",
        ],
        env={"PYTHONPATH": str(SERVICE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "TRANSLATOR_DEPLOYMENT=compose" in done.stderr
    assert "set it to standalone" in done.stderr
