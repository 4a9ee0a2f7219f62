"""systemd is told that the engine answers, and not where it does not."""

import socket
from pathlib import Path

import pytest
from translator.servers import health_check, heartbeat, start
from translator.settings import Settings


class EnoughError(Exception):
    """Ends the loop."""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Listen as systemd does, for three rounds, and keep what is said."""
    heard: list[bytes] = []
    rounds = iter(range(2))
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(str(tmp_path / "notify"))
    listener.setblocking(False)

    def pause(_: float) -> None:
        try:
            heard.append(listener.recv(100))
        except BlockingIOError:
            heard.append(b"")
        if next(rounds, None) is None:
            listener.close()
            raise EnoughError

    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setattr("time.sleep", pause)
    monkeypatch.setattr("os.fork", lambda: 0)
    return heard


def test_silence_follows_an_engine_that_does_not_answer(
    told: list[bytes], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([0, 1, 1])

    def answer() -> int:
        print("timed out")
        return next(answers)

    monkeypatch.setattr(health_check, "main", answer)
    with pytest.raises(EnoughError):
        heartbeat.main()

    assert told == [b"WATCHDOG=1", b"", b""]
    assert capsys.readouterr().out == "the engine does not answer: timed out\n"


@pytest.mark.parametrize("server", sorted(start.PROGRAMS))
def test_where_systemd_listens_no_address_is_named(server: str) -> None:
    settings = Settings(server_name="_", wsgi_server=server, deployment="systemd")
    line = start.command(settings)

    assert start.OPTIONS[server][0] not in line
    assert line[line.index(start.OPTIONS[server][1]) + 1] == "5"


def test_the_socket_of_the_release_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRANSLATOR_DEPLOYMENT", "systemd")
    monkeypatch.setenv("TRANSLATOR_RELEASE", "0123456789ab")
    monkeypatch.setattr(health_check, "HOST_SOCKET", str(tmp_path / "{release}.sock"))

    assert health_check.main() == 1
    assert f"on {tmp_path}/0123456789ab.sock" in capsys.readouterr().out
