"""Nginx here: a release with the real configuration, for the ports of a loopback interface."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmark.errors import MissingProgramError
from benchmark.serving.processes import running, search_path
from benchmark.serving.variables import SERVICE

SOURCE = SERVICE / "nginx"
STATIC = SERVICE / "translator" / "web" / "static"


@dataclass(frozen=True)
class Nginx:
    """What one Nginx serves, and the script that it is served with.

    Args:
        folder: with all that is in the container: `current`, `tls`, `tmp`, and its logs.
    """

    folder: Path

    @property
    def log(self) -> Path:
        """Collect what Nginx and the script print."""
        return self.folder / "nginx.log"

    @property
    def configuration(self) -> Path:
        """Give the configuration that Nginx reads, once it was started."""
        return self.folder / "tmp" / "site" / "nginx.conf"

    @property
    def socket(self) -> str:
        """Name the socket of a translator that is in the same container."""
        return str(self.folder / "tmp" / "translator.sock")

    def script(self, *arguments: str) -> list[str]:
        """Give the command line of the script that starts Nginx and lets it take up changes."""
        return ["sh", str(self.folder / "current" / "nginx" / "serve.sh"), *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """Let the script find this Nginx."""
        return {"PATH": f"{self.folder / 'bin'}:{search_path()}"}


def lay_out(
    folder: Path,
    settings: Mapping[str, str],
    *,
    port: int,
    operator_port: int,
    translator: int,
    https_port: int | None = None,
) -> Nginx:
    """Lay out a release in a folder, which has no certificate yet.

    Args:
        folder: empty.
        settings: the environment of the service.
        port: where visitors are served.
        operator_port: where metrics and readiness are.
        translator: the port of the translator.
        https_port: where visitors are served over TLS, once there is `tls/certificate.pem`.

    Raises:
        MissingProgramError: there is no Nginx.
    """
    temporary = str(folder / "tmp")
    places = {
        "/srv/tls": f"{folder}/tls",
        "/tmp": temporary,  # noqa: S108 it is replaced here
        "/dev/stdout": f"{folder}/access.log",
        "HTTP=8080": f"HTTP=127.0.0.1:{port}",
        "HTTPS=8443": f"HTTPS=127.0.0.1:{https_port}",
        # Debian 12's Nginx is older than the image's, and says HTTP/2 in another way.
        "${PLACE_HTTPS} ssl": "${PLACE_HTTPS} ssl http2",
        "http2 on;": "",
        "127.0.0.1:8081": f"127.0.0.1:{operator_port}",
        # Where Debian's Nginx has its files.
        "/etc/nginx/traductor": f"{temporary}/site",
        "/etc/nginx/nginx.conf": f"{folder}/nginx.conf",
        "/var/log/nginx": str(folder),
        "/run/traductor": temporary,
        "127.0.0.1:8082": f"127.0.0.2:{operator_port}",
        "translator-$TRANSLATOR_RELEASE:56733": f"127.0.0.1:{translator}",
        # The workers read the folder, which nobody else may.
        "worker_processes auto;": f"worker_processes auto;{_user()}",
        # Beside the operator's, at an address that nobody else takes.
        "METRICS=8082": f"METRICS=127.0.0.2:{operator_port}",
    }
    release = folder / "current"
    for source in (*SOURCE.glob("*.sh"), *SOURCE.rglob("*.conf")):
        target = release / source.relative_to(SERVICE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_replaced(source.read_text(encoding="utf-8"), places), encoding="utf-8")
    (release / "nginx" / "errors").symlink_to(SOURCE / "errors")
    (release / "translator").symlink_to(SERVICE / "translator")
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    (release / ".env").write_text("".join(lines), encoding="utf-8")
    for name in ("tls", "tmp", "bin"):
        (folder / name).mkdir()
    wrapper = folder / "bin" / "nginx"
    line = shlex.join([_program(), "-e", "stderr", "-p", str(folder)])
    wrapper.write_text(f'#!/bin/sh\nexec {line} "$@"\n')
    wrapper.chmod(0o755)
    return Nginx(folder)


@contextlib.contextmanager
def running_nginx(nginx: Nginx) -> Iterator["subprocess.Popen[bytes]"]:
    """Run Nginx as its container does; it may not answer yet."""
    with running(nginx.script(), environment=nginx.environment, log=nginx.log) as process:
        yield process


def _program() -> str:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise MissingProgramError("nginx", "nginx-light")
    return program


def _user() -> str:
    return " user root;" if os.getuid() == 0 else ""


def _replaced(text: str, places: Mapping[str, str]) -> str:
    """Replace each place once, the longer of two that begin alike first."""
    names = "|".join(re.escape(name) for name in places)
    return re.sub(names, lambda match: places[match[0]], text)
