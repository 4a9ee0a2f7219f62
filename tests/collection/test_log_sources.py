"""Logs are printed by shell commands that end with their reader."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.action.logs import (
    as_root,
    failure,
    printable,
    ssh_command,
    stream,
)
from ansible_collections.traductor.host.plugins.module_utils.log_sources import (
    ALL,
    SOURCES,
    script,
)

PATIENCE_SECONDS = 20
# What the droplet has: each says how it was called, and goes on for ever if it is to follow.
PROGRAM = """#!/bin/sh
echo "$(basename "$0") $*"
case "$*" in *--follow*) exec sleep 1000;; esac
"""


@pytest.fixture
def droplet(tmp_path: Path) -> dict[str, str]:
    """An environment where the droplet's programs are ours."""
    for name in ("journalctl", "traductor-site", "tail"):
        (tmp_path / name).write_text(PROGRAM)
        (tmp_path / name).chmod(0o755)
    return {**os.environ, "PATH": f"{tmp_path}:/usr/bin:/bin"}


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("source", "call"),
    [
        ("nginx", "traductor-site logs nginx --lines=7"),
        ("translator", "traductor-site logs translator --lines=7"),
        ("certificate", "--unit=certbot.service"),
        ("ssh", "--identifier=sshd-session"),
        ("bans", "--lines=7"),
    ],
)
def test_the_last_lines_of_a_source_are_printed(
    droplet: dict[str, str], source: str, call: str
) -> None:
    command = ["sh", "-c", script(source, 7, follow=False)]
    done = subprocess.run(command, env=droplet, capture_output=True, text=True, check=True)

    assert call in done.stdout
    assert "--follow" not in done.stdout


def printing(droplet: dict[str, str], source: str, *, follow: bool) -> subprocess.Popen[str]:
    """Run the script as the droplet does, with a reader that may go away."""
    return subprocess.Popen(
        ["sh", "-c", script(source, 7, follow=follow)],
        env=droplet,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("follow", [False, True])
def test_all_sources_are_printed_under_their_names(droplet: dict[str, str], follow: bool) -> None:
    with printing(droplet, ALL, follow=follow) as process:
        assert process.stdout
        assert process.stdin
        lines = [process.stdout.readline() for _ in SOURCES]
        process.stdin.close()

    assert {line.partition(":")[0] for line in lines} == set(SOURCES)


@pytest.mark.parametrize("source", [*SOURCES, ALL])
def test_nothing_goes_on_when_the_reader_has_gone(droplet: dict[str, str], source: str) -> None:
    with printing(droplet, source, follow=True) as process:
        assert process.stdout
        assert process.stdin
        first = process.stdout.readline()
        followed = is_running(process.pid)
        process.stdin.close()
        code = process.wait(PATIENCE_SECONDS)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_running(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert first
    assert followed
    assert code == -signal.SIGTERM
    assert not is_running(process.pid)


def test_a_source_that_ends_by_itself_ends_the_following(tmp_path: Path) -> None:
    (tmp_path / "journalctl").write_text("#!/bin/sh\necho once\n")
    (tmp_path / "journalctl").chmod(0o755)
    with subprocess.Popen(
        ["sh", "-c", script("nginx", 7, follow=True)],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        code = process.wait(PATIENCE_SECONDS)

    assert code == -signal.SIGTERM


def test_the_way_to_the_droplet_is_that_of_the_inventory() -> None:
    options = {
        **{"ssh_executable": "ssh", "ssh_args": "-o ControlMaster=auto", "ssh_extra_args": None},
        "ssh_common_args": "-o HostKeyAlias=droplet-1 -o 'UserKnownHostsFile=\"/my site/keys\"'",
        **{"private_key_file": "/keys/me", "port": 2222, "remote_user": "traductor"},
        "host": "203.0.113.10",
    }

    command = ssh_command(options.__getitem__, as_root("echo 'a b'", password=False))
    settings = subprocess.run(
        [command[0], "-F", "none", "-G", *command[1:-1]], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert {"hostkeyalias droplet-1", "port 2222", "user traductor"} <= set(settings)
    assert {"hostname 203.0.113.10", "batchmode yes", "requesttty false"} <= set(settings)
    assert command[-1] == """sudo --non-interactive sh -c 'echo '"'"'a b'"'"''"""


def test_a_password_of_sudo_goes_by_standard_input() -> None:
    shown: list[str] = []
    done = stream(["sh", "-c", "read word; echo got ${#word}"], password="12345", show=shown.append)

    assert shown == ["got 5"]
    assert done["code"] == 0
    assert "--stdin" in as_root("true", password=True)


def test_a_line_cannot_command_the_terminal() -> None:
    assert printable('\x1b[2K{"a": "ñ"}\t') == '{"a": "ñ"}\t'
    assert printable("a\x1b]0;title\x07b\r") == "a?]0;title?b?"


def test_a_log_that_cannot_be_read_says_why() -> None:
    shown: list[str] = []
    done = stream(
        ["sh", "-c", "echo one; echo reason >&2; exit 255"], password="", show=shown.append
    )

    assert shown == ["one"]
    assert failure(done).startswith("The log cannot be read: reason\nRemedy: ")
