"""Show the droplet's logs as they are written.

A module's output is seen when it has ended. Ansible's display is not: what an action says there is
on the screen at once.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from typing import Any

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.traductor.host.plugins.module_utils.log_sources import (
    ALL,
    SOURCES,
    script,
)

Json = dict[str, Any]

ARGUMENTS: Json = {
    "source": {"type": "str", "choices": [*SOURCES, ALL], "required": True},
    "lines": {"type": "int", "default": 100},
    "follow": {"type": "bool", "default": False},
}


# Compose clears the line before it prints one, also where there is no terminal.
TERMINAL_COMMAND = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def ssh_command(option: Callable[[str], Any], remote: str) -> list[str]:
    """Return the command line that runs a command on the host of a connection.

    Args:
        option: gives the options of the connection by their names.
        remote: what to run there.
    """
    arguments = ("ssh_args", "ssh_common_args", "ssh_extra_args")
    given = [word for name in arguments for word in shlex.split(option(name) or "")]
    key, port, user = (option(name) for name in ("private_key_file", "port", "remote_user"))
    return [
        *(option("ssh_executable"), *given),
        # Without the banner.
        *("-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-T"),
        *(("-i", key) if key else ()),
        *(("-p", str(port)) if port else ()),
        *(("-l", user) if user else ()),
        *(option("host"), remote),
    ]


def as_root(command: str, *, password: bool) -> str:
    """Return a shell command that runs another as root; a password comes on standard input."""
    how = "--stdin --prompt=" if password else "--non-interactive"
    return f"sudo {how} sh -c {shlex.quote(command)}"


def printable(line: str) -> str:
    """Return a line without what would command a terminal."""
    plain = TERMINAL_COMMAND.sub("", line)
    return "".join(sign if sign.isprintable() or sign == "\t" else "?" for sign in plain)


def stream(command: Sequence[str], *, password: str, show: Callable[[str], None]) -> Json:
    """Run a program and show each line at once; return how it went."""
    shown = 0
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        if password:
            process.stdin.write(f"{password}\n")
            process.stdin.flush()
        for line in process.stdout:
            show(printable(line.rstrip("\n")))
            shown += 1
        code = process.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
    return {"shown": shown, "code": code, "said": said}


class ActionModule(ActionBase):
    """The action."""

    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: Any = None, task_vars: Json | None = None) -> Json:
        """Show the lines until there are no more."""
        result: Json = super().run(tmp, task_vars)
        _, given = self.validate_argument_spec(ARGUMENTS)
        become = self._connection.become
        password = (become.get_option("become_pass") if become else None) or ""
        remote = script(given["source"], given["lines"], follow=given["follow"])
        command = ssh_command(self._connection.get_option, as_root(remote, password=bool(password)))
        done = stream(command, password=password, show=Display().display)
        result.update(changed=False, shown=done["shown"])
        if done["code"]:
            result.update(failed=True, msg=failure(done))
        return result


def failure(done: Json) -> str:
    """Say why there are no more lines, and what to do."""
    said = done["said"] or f"ssh ended with {done['code']}"
    remedy = "see that ansible translator -m ansible.builtin.ping answers; sudo's password: -K"
    return f"The log cannot be read: {said}\nRemedy: {remedy}"
