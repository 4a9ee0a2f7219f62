"""The entry point of the image: the server that is wanted, or the command line."""

import subprocess
import sys

import pytest
from benchmark.serving.translator import surroundings
from benchmark.serving.variables import SERVICE, variables
from translator.errors import SettingsError
from translator.servers import start
from translator.servers.health_check import PORT, SOCKET, main
from translator.settings import Settings

SERVERS = sorted(start.PROGRAMS)


def run(*arguments: str, text: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "translator.servers.start", *arguments],
        cwd=SERVICE,
        env=surroundings(variables()) | environment,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("server", SERVERS)
def test_both_servers_get_the_same_numbers(server: str) -> None:
    settings = Settings(server_name="_", wsgi_server=server, processes=3, threads=7)
    line = start.command(settings)
    values = [line[line.index(option) + 1] for option in start.OPTIONS[server]]

    assert values == ["0.0.0.0:56733", "3", "7", "128", "90", "60"]


@pytest.mark.parametrize("server", SERVERS)
def test_nginx_looks_for_the_translator_where_it_listens(server: str) -> None:
    values = (SERVICE / "nginx" / "values.sh").read_text()
    settings = Settings(server_name="_", wsgi_server=server, deployment="standalone")
    line = start.command(settings)

    assert f"standalone) PLACE_TRANSLATOR={start.ADDRESSES['standalone']} ;;" in values
    assert f"PLACE_TRANSLATOR=translator-$TRANSLATOR_RELEASE:{PORT} ;;" in values
    assert line[line.index(start.OPTIONS[server][0]) + 1].endswith(SOCKET)


def test_a_misspelt_setting_stops_the_start() -> None:
    done = run(TRANSLATOR_BEAMSIZE="2")

    assert done.returncode == 1
    assert "did you mean TRANSLATOR_BEAM_SIZE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_queue_that_the_kernel_would_cut_off_stops_the_start() -> None:
    settings = Settings(server_name="_", max_requests=10_000)

    with pytest.raises(SettingsError, match=r"lower it, or raise net\.core\.somaxconn"):
        start.command(settings)


def test_with_arguments_it_is_the_command_line() -> None:
    done = run("translate", text="Good morning.\n")

    assert done.stderr == ""
    assert "Buenos" in done.stdout


@pytest.mark.parametrize("server", SERVERS)
def test_the_health_check_fails_where_nobody_listens(
    server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRANSLATOR_WSGI_SERVER", server)
    monkeypatch.setattr("translator.servers.health_check.PORT", 1)

    assert main() == 1
    assert f"no answer from {server}" in capsys.readouterr().out


def test_the_health_check_needs_nothing_of_the_package() -> None:
    script = SERVICE / "translator" / "servers" / "health_check.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(script)!r})"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
