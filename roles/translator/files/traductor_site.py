#!/usr/bin/python3
"""Ask the service on this machine, whether it runs in containers or under systemd.

Who wants to know something of the service asks here and nowhere else how it runs; the settings of
the release that has the traffic say it (TRANSLATOR_DEPLOYMENT).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

DIRECTORY = Path("/opt/traductor")
OPERATOR = "http://127.0.0.1:8081"
TIMEOUT_SECONDS = 5
JOURNAL = ("journalctl", "--quiet", "--no-pager")


class SiteError(Exception):
    """The service cannot be asked; the message says why."""


class Site(ABC):
    """The service as it runs here.

    Args:
        current: the folder of the release that has the traffic.
    """

    nginx_group: str

    def __init__(self, current: Path) -> None:
        self.current = current
        self.release = current.name

    @abstractmethod
    def serves(self) -> bool:
        """Tell whether the translator of the release runs."""

    @abstractmethod
    def answer(self, path: str) -> str:
        """Ask Nginx as its operator; nothing where it does not answer well."""

    @abstractmethod
    def run(self, module: Sequence[str]) -> int:
        """Run a module of the service, with its arguments, beside its translator."""

    @abstractmethod
    def take_up(self) -> int:
        """Let Nginx take up a certificate; one that does not run does so when it starts."""

    @abstractmethod
    def logs(self, of: str, lines: int, *, follow: bool) -> list[str]:
        """Give the command line that prints the log of `nginx` or `translator`."""


class Containers(Site):
    """Containers of Docker Compose."""

    nginx_group = "101"  # of the user of the image nginx:stable
    nginx, translator = "nginx", "translator"
    script = "/srv/traductor/current/nginx/serve.sh"

    def serves(self) -> bool:
        """Ask Docker."""
        return bool(self._translator())

    def answer(self, path: str) -> str:
        """Ask inside the container."""
        curl = ("curl", "--fail", "--silent", f"--max-time={TIMEOUT_SECONDS}", OPERATOR + path)
        return _output("docker", "exec", self._container(self.nginx), *curl)

    def run(self, module: Sequence[str]) -> int:
        """Run it inside the container."""
        return subprocess.call(["docker", "exec", self._translator(), "python", "-m", *module])

    def take_up(self) -> int:
        """Run the script inside the container."""
        nginx = self._container(self.nginx)
        line = ["docker", "exec", nginx, "sh", self.script, "take-up"]
        return subprocess.call(line) if nginx else 0

    def logs(self, of: str, lines: int, *, follow: bool) -> list[str]:
        """Ask the journal, which outlives a container, or Compose."""
        more = ["--follow"] if follow else []
        if of == "nginx":
            wanted = ["--output=cat", f"--lines={lines}", "CONTAINER_TAG=traductor-nginx"]
            return [*JOURNAL, *more, *wanted]
        plain = ["--no-color", "--no-log-prefix", f"--tail={lines}", *more]
        return ["docker", "compose", "--project-name", "traductor", "logs", *plain, self.translator]

    def _translator(self) -> str:
        return self._container(self.translator, f"--filter=label=traductor.release={self.release}")

    def _container(self, service: str, *more: str) -> str:
        label = "--filter=label=com.docker.compose"
        wanted = (f"{label}.project=traductor", f"{label}.service={service}", *more)
        return _output("docker", "ps", "--quiet", *wanted)


class OneContainer(Containers):
    """One container of Docker Compose, with Nginx in it."""

    nginx = translator = "standalone"
    script = "nginx/serve.sh"

    def answer(self, path: str) -> str:
        """Ask inside the container, which has no curl."""
        ask = f"urllib.request.urlopen({OPERATOR + path!r}, timeout={TIMEOUT_SECONDS})"
        program = f"import urllib.request; print({ask}.read().decode('utf-8', 'replace'))"
        python = ("python", "-I", "-c", program)
        return _output("docker", "exec", self._container(self.nginx), *python)


class Units(Site):
    """Units of systemd, and the distribution's Nginx."""

    nginx_group = "www-data"
    access_log = "/var/log/nginx/traductor.access.log"

    @property
    def unit(self) -> str:
        """Name the unit of the release."""
        return f"traductor-translator@{self.release}.service"

    def serves(self) -> bool:
        """Ask systemd."""
        return _output("systemctl", "is-active", self.unit) == "active"

    def answer(self, path: str) -> str:
        """Ask at the operator's port."""
        try:
            with urllib.request.urlopen(OPERATOR + path, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return str(answer.read().decode("utf-8", "replace")).strip()
        except OSError:
            return ""

    def run(self, module: Sequence[str]) -> int:
        """Run it as the unit's user, with its environment and its view of the files."""
        pid = _output("systemctl", "show", "--property=MainPID", "--value", self.unit)
        given = Path("/proc", pid, "environ").read_bytes().split(b"\0")
        environment = dict(pair.split(b"=", 1) for pair in given if b"=" in pair)
        user = _output("systemctl", "show", "--property=User", "--value", self.unit)
        rights = (f"--reuid={user}", f"--regid={user}", "--init-groups", "--no-new-privs")
        python = str(self.current / "environment" / "bin" / "python")
        return subprocess.call(
            [
                *("nsenter", f"--target={pid}", "--mount", "--wd"),
                *("setpriv", *rights, "--inh-caps=-all", "--", python, "-m", *module),
            ],
            # Without what systemd means for the unit alone.
            env={k: v for k, v in environment.items() if k not in (b"NOTIFY_SOCKET",)},
        )

    def take_up(self) -> int:
        """Run the script."""
        if _output("systemctl", "is-active", "nginx.service") != "active":
            return 0
        return subprocess.call(["sh", str(self.current / "nginx" / "serve.sh"), "take-up"])

    def logs(self, of: str, lines: int, *, follow: bool) -> list[str]:
        """Read Nginx's own file, or ask the journal."""
        if of == "nginx":
            more = ["--follow=name", "--retry"] if follow else []
            return ["tail", f"--lines={lines}", *more, self.access_log]
        more = ["--follow"] if follow else []
        return [*JOURNAL, *more, "--output=cat", f"--lines={lines}", f"--unit={self.unit}"]


SITES: dict[str, type[Site]] = {"compose": Containers, "standalone": OneContainer, "systemd": Units}


def find(directory: Path) -> Site:
    """Find the service that has the traffic.

    Raises:
        SiteError: there is none.
    """
    current = directory / "current"
    settings = current / ".env"
    if not settings.exists():
        raise SiteError(f"{directory} holds no release that has the traffic")
    deployment = "compose"  # releases of before do not say
    for line in settings.read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        if name == "TRANSLATOR_DEPLOYMENT":
            deployment = value
    if deployment not in SITES:
        raise SiteError(
            f"{settings} says TRANSLATOR_DEPLOYMENT={deployment}, which is unknown here"
        )
    return SITES[deployment](current.resolve())


def _output(*command: str) -> str:
    """Run a program and return what it prints; nothing where it fails or is missing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer; return what a shell takes for yes or no."""
    parser = argparse.ArgumentParser(prog="traductor-site", description=__doc__)
    parser.add_argument("--directory", type=Path, default=DIRECTORY, help="of the releases")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serving", help="name the release that has the traffic, if it runs")
    verbs.add_parser("ready", help="ask through Nginx whether the engine answers")
    verbs.add_parser("nginx-group", help="name the group that Nginx's processes are in")
    verbs.add_parser("take-up", help="let Nginx take up a certificate")
    run = verbs.add_parser("run", help="run a module of the service beside its translator")
    run.add_argument("module", nargs=argparse.REMAINDER)
    logs = verbs.add_parser("logs", help="show the last lines of a log")
    logs.add_argument("of", choices=["nginx", "translator"])
    logs.add_argument("--lines", type=int, default=100)
    logs.add_argument("--follow", action="store_true")
    asked = parser.parse_args(arguments)
    try:
        return _answer(find(asked.directory), asked)
    except SiteError as error:
        print(f"{error}. Remedy: ansible-playbook playbooks/deploy.yml", file=sys.stderr)
        return 1


def _answer(site: Site, asked: argparse.Namespace) -> int:
    if asked.verb in ("run", "take-up"):
        return site.run(asked.module) if asked.verb == "run" else site.take_up()
    if asked.verb == "logs":
        line = site.logs(asked.of, asked.lines, follow=asked.follow)
        os.execvp(line[0], line)  # noqa: S606 a list needs no shell
    said = {
        "serving": lambda: site.release if site.serves() else "",
        "ready": lambda: site.answer("/health/ready"),
        "nginx-group": lambda: site.nginx_group,
    }[asked.verb]()
    print(said)
    return 0 if said else 1


if __name__ == "__main__":
    sys.exit(main())
