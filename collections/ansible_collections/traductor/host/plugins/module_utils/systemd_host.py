"""A host where the service runs without Docker: by systemd, with the distribution's Nginx."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import urllib.request
from collections.abc import Collection
from pathlib import Path

from ansible_collections.traductor.host.plugins.module_utils.releases import SwitchError, setting
from ansible_collections.traductor.host.plugins.module_utils.switching import (
    LOG_LINES,
    Host,
    Translator,
)

NAME = "traductor-translator"
NGINX = "nginx.service"
OPERATOR = "http://127.0.0.1:8081"
TIMEOUT_SECONDS = 5
UNITS = Path("/etc/systemd/system")
PROCESSES = Path("/proc")
PYTHON = "/usr/bin/python3"
KEY_LENGTH = 12
READABLE_UMASK = 0o022
STOPPED = ("inactive", "failed")
# As much as the container of compose.yaml may take.
LIMITS = """\
# What the settings of this release allow it; the rest is in the template of the unit.
[Service]
MemoryMax={memory}M
TimeoutStopSec={timeout}
"""


class SystemdHost(Host):
    """systemd, as far as a switch needs it: a release is an instance of a template unit."""

    def ask(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command, whatever comes of it; others may read what it makes."""
        return subprocess.run(
            command, capture_output=True, text=True, check=False, umask=READABLE_UMASK
        )

    def do(self, *command: str) -> str:
        """Run a command and return what it prints.

        Raises:
            SwitchError: it fails.
        """
        done = self.ask(*command)
        if done.returncode != 0:
            said = "\n".join((done.stderr or done.stdout).splitlines()[-LOG_LINES:])
            raise SwitchError(f"{' '.join(command[:2])} failed:\n{said}")
        return done.stdout

    def translators(self) -> list[Translator]:
        """List the units that systemd knows of."""
        listed = self.do(
            *("systemctl", "list-units", "--all", "--output=json", f"{NAME}@*.service")
        )
        return [
            Translator(
                unit["unit"],
                unit["unit"].partition("@")[2].removesuffix(".service"),
                unit["active"] not in STOPPED,
            )
            for unit in json.loads(listed)
        ]

    def start(self, release: str) -> None:
        """Start one more instance; make its environment where it is missing."""
        self._provide_environment(release)
        file = self.releases.folder(release) / ".env"
        drop_in = _drop_in(release)
        drop_in.parent.mkdir(parents=True, exist_ok=True)
        drop_in.write_text(
            LIMITS.format(
                memory=setting(file, "TRANSLATOR_MEMORY_MEGABYTES"),
                timeout=int(setting(file, "TRANSLATOR_REQUEST_TIMEOUT_SECONDS")) + 10,
            )
        )
        drop_in.chmod(0o644)
        self.do("systemctl", "daemon-reload")
        self.do("systemctl", "enable", "--quiet", _unit(release))
        self.do("systemctl", "start", "--no-block", _unit(release))

    def stop(self, translator: Translator, seconds: int) -> None:  # noqa: ARG002 the unit knows it
        """Let it answer what it has in hand, and end it."""
        self.remove(translator)

    def remove(self, translator: Translator) -> None:
        """End it, and forget its instance."""
        # The socket first: nobody is to wake it again.
        socket = f"{NAME}@{translator.release}.socket"
        self.ask("systemctl", "disable", "--quiet", translator.name, socket)
        self.do("systemctl", "stop", socket, translator.name)
        self.ask("systemctl", "reset-failed", translator.name, socket)
        shutil.rmtree(_drop_in(translator.release).parent, ignore_errors=True)

    def translation(self, translator: Translator, sentence: str) -> str | None:
        """Ask at its socket."""
        folder = self.releases.folder(translator.release)
        names = ("TRANSLATOR_DEPLOYMENT", "TRANSLATOR_RELEASE", "TRANSLATOR_WSGI_SERVER")
        asked = self.ask(
            *("env", *(f"{name}={setting(folder / '.env', name)}" for name in names)),
            *(PYTHON, "-I", "-S", str(folder / "translator/servers/health_check.py"), sentence),
        )
        return asked.stdout.strip() if asked.returncode == 0 else None

    def has_ended(self, translator: Translator) -> bool:
        """Look whether systemd had to start it again."""
        shown = self.do("systemctl", "show", "--property=ActiveState,NRestarts", translator.name)
        found = dict(line.split("=", 1) for line in shown.splitlines())
        return found["ActiveState"] in STOPPED or found["NRestarts"] != "0"

    def logs(self, translator: Translator) -> str:
        """Ask the journal for them."""
        return self._journal(translator.name)

    def served(self) -> str:
        """Ask the operator's server block."""
        return _operator("/release")

    def is_ready(self) -> bool:
        """Ask the operator's server block."""
        return bool(_operator("/health/ready"))

    def nginx_workers(self) -> set[str]:
        """List the children of its master."""
        master = self.do("systemctl", "show", "--property=MainPID", "--value", NGINX).strip()
        children = (PROCESSES / master / "task" / master / "children").read_text().split()
        return {pid for pid in children if _command(pid).startswith("nginx: worker process")}

    def nginx_logs(self) -> str:
        """Ask the journal for them."""
        return self._journal(NGINX)

    def take_up(self, release: str) -> None:
        """Run the release's script."""
        self.do(*self._take_up(release))

    def _take_up(self, release: str) -> tuple[str, ...]:
        folder = self.releases.folder(release)
        return ("sh", str(folder / "nginx" / "serve.sh"), "take-up", str(folder))

    def keep_nginx(self, release: str) -> bool:
        """Start it where it does not run, and let it take up what it does not serve yet."""
        started = self.ask("systemctl", "is-active", "--quiet", NGINX).returncode != 0
        if started:
            # It cannot start before its configuration is laid out, nor be told before it runs.
            if self.ask("nginx", "-t", "-q").returncode != 0:
                self.ask(*self._take_up(release))
            self.do("systemctl", "start", NGINX)
        if self.served() != release:
            self.take_up(release)
        return started

    def prune(self, stay: Collection[str]) -> None:
        """Remove the environments that no other release has."""
        used = {(self.releases.folder(name) / "environment").resolve() for name in stay}
        for path in self._environments.glob("*"):
            if path not in used:
                shutil.rmtree(path)

    @property
    def _environments(self) -> Path:
        return self.releases.directory.resolve() / "environments"

    def _provide_environment(self, release: str) -> None:
        """Make the virtual environment of a release, or link to one with the same packages."""
        folder = self.releases.folder(release)
        engine = setting(folder / ".env", "TRANSLATOR_ENGINE")
        files = [folder / "translator" / f"requirements{end}.txt" for end in ("", f"-{engine}")]
        environment = self._environments / _key(self.do(PYTHON, "--version"), files)
        whole = environment / ".complete"
        if not whole.exists():
            shutil.rmtree(environment, ignore_errors=True)
            environment.parent.mkdir(exist_ok=True)
            environment.parent.chmod(0o755)
            self.do(PYTHON, "-m", "venv", str(environment))
            self.do(
                *(str(environment / "bin" / "pip"), "install", "--quiet", "--no-cache-dir"),
                *("--disable-pip-version-check", "--no-deps"),
                *("--require-hashes", "--only-binary=:all:"),
                *(f"--requirement={file}" for file in files),
            )
            whole.touch()
        link = folder / "environment"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("..", "..", "environments", environment.name))

    def _journal(self, unit: str) -> str:
        return self.ask(
            *("journalctl", "--quiet", "--no-pager", "--output=cat", f"--lines={LOG_LINES}"),
            f"--unit={unit}",
        ).stdout


def _unit(release: str) -> str:
    return f"{NAME}@{release}.service"


def _drop_in(release: str) -> Path:
    return UNITS / f"{_unit(release)}.d" / "release.conf"


def _key(python: str, files: Collection[Path]) -> str:
    """Name an environment by all that it is made of."""
    made_of = [python.rpartition(".")[0], platform.machine(), *(each.read_text() for each in files)]
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:KEY_LENGTH]


def _operator(path: str) -> str:
    try:
        with urllib.request.urlopen(OPERATOR + path, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 it is http
            content: bytes = answer.read()
    except (OSError, ValueError):
        return ""
    return content.decode("utf-8", "replace").strip()


def _command(pid: str) -> str:
    try:
        return (PROCESSES / pid / "cmdline").read_text(errors="replace")
    except OSError:
        return ""
