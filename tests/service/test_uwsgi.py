"""The real uWSGI with the real application and model, asked over the uwsgi protocol."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from translator.servers.health_check import ask, encode_request

SERVICE = Path(__file__).parents[2] / "service"
START_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A running uWSGI: its port, its log, and the file whose touch reloads it."""

    port: int
    log: Path
    reload_file: Path
    process: subprocess.Popen[bytes]


def wait_until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {START_SECONDS} s for {what}"
        time.sleep(0.1)


def write_ini(folder: Path, port: int) -> Path:
    """Copy the ini as served but for its addresses: loopback, a free port, files of the test."""
    text = (SERVICE / "translator" / "servers" / "uwsgi.ini").read_text(encoding="utf-8")
    changes = {
        "0.0.0.0:56733": f"127.0.0.1:{port}",
        "/tmp/reload": str(folder / "reload"),  # noqa: S108 it is replaced here
        "%d../..": str(SERVICE),
    }
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    ini = folder / "uwsgi.ini"
    ini.write_text(text, encoding="utf-8")
    return ini


def start(folder: Path, port: int, **variables: str) -> subprocess.Popen[bytes]:
    # The search path as in the image, where no virtual environment is.
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": sysconfig.get_path("purelib"),
        **variables,
    }
    program = Path(sys.executable).parent / "uwsgi"
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [program, "--ini", write_ini(folder, port)],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


@pytest.fixture(scope="module")
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, free_port: int) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("uwsgi")
    settings = {"SERVER_NAME": "_", "PROCESSES": "2", "REQUEST_TIMEOUT_SECONDS": "20"}
    variables = {f"TRANSLATOR_{name}": value for name, value in settings.items()}
    process = start(folder, free_port, **variables)
    running = Server(free_port, folder / "log", folder / "reload", process)
    try:
        wait_until(lambda: answers(running), "an answer of uWSGI")
        yield running
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def answers(server: Server) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return ask("/health", port=server.port)[0] == 200
    except (OSError, IndexError):
        return False


def translate(server: Server, text: str) -> tuple[int, bytes]:
    body = json.dumps({"q": text, "source": "en", "target": "es"}).encode()
    return ask(
        "/translate", method="POST", body=body, content_type="application/json", port=server.port
    )


def test_health_is_answered_by_the_engine_behind_uwsgi(server: Server) -> None:
    status, body = ask("/health", port=server.port)

    assert (status, json.loads(body)) == (200, {"status": "ok"})


def test_every_worker_translates_after_the_fork(server: Server) -> None:
    answered = [translate(server, "Good morning.") for _ in range(10)]

    assert {status for status, _ in answered} == {200}
    assert len(set(answered)) == 1


def test_a_refused_body_does_not_break_the_connection(server: Server) -> None:
    status, _ = ask(
        "/result",
        method="POST",
        body=b"x" * 1_000_000,
        content_type="application/x-www-form-urlencoded",
        port=server.port,
    )

    assert status == 413


def test_nothing_a_visitor_typed_is_logged(server: Server) -> None:
    translate(server, "Confidential words.")
    translate(server, "Confidential " * 1_000)

    assert "onfidential" not in server.log.read_text()


def test_touching_the_file_reloads_the_application(server: Server) -> None:
    server.reload_file.touch()

    wait_until(lambda: "gracefully (RE)spawned" in server.log.read_text(), "the reload")
    wait_until(lambda: answers(server), "an answer after the reload")
    assert translate(server, "Good morning.")[0] == 200


def test_a_misspelt_setting_stops_the_start(tmp_path: Path, free_port: int) -> None:
    process = start(
        tmp_path,
        free_port + 1,
        TRANSLATOR_SERVER_NAME="_",
        TRANSLATOR_PROCESSES="1",
        TRANSLATOR_REQUEST_TIMEOUT_SECONDS="20",
        TRANSLATOR_BEAMSIZE="2",
    )

    assert process.wait(timeout=START_SECONDS) != 0
    assert "did you mean TRANSLATOR_BEAM_SIZE" in (tmp_path / "log").read_text()


def test_a_packet_of_the_uwsgi_protocol_is_laid_out_as_specified() -> None:
    packet = encode_request({"A": "bc"}, b"body")

    assert packet == b"\x00\x07\x00\x00" + b"\x01\x00A\x02\x00bc" + b"body"


def test_the_health_check_fails_where_nobody_listens() -> None:
    script = SERVICE / "translator" / "servers" / "health_check.py"

    result = subprocess.run(
        [sys.executable, "-I", "-S", script], capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "no answer from uWSGI" in result.stdout
