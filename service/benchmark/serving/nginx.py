"""Nginx here: the configuration of its image, rendered into a folder of its own."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmark.errors import MissingProgramError
from benchmark.serving.processes import running, search_path
from benchmark.serving.variables import SERVICE

SOURCE = SERVICE / "nginx"
STATIC = SERVICE / "translator" / "web" / "static"
_VARIABLE = re.compile(r"\$\{(TRANSLATOR_[A-Z_]+)\}")


def render(
    folder: Path,
    settings: Mapping[str, str],
    *,
    port: int,
    operator_port: int,
    translator: int,
    https_port: int | None = None,
) -> Path:
    """Lay out in a folder what the image has in its places, for ports of the loopback interface.

    Args:
        folder: empty.
        settings: the environment of the service.
        port: where visitors are served.
        operator_port: where metrics and readiness are.
        translator: the port of the translator.
        https_port: where visitors are served over TLS, with `tls/certificate.pem` of the folder;
            none serves plain HTTP.

    Returns:
        The path of the main configuration.
    """
    places = {
        "/etc/nginx/mime.types": "/etc/nginx/mime.types",  # Debian's own
        "/etc/nginx": f"{folder}/etc",
        "/srv/traductor": f"{folder}/srv",
        "/tmp": f"{folder}/tmp",  # noqa: S108 it is replaced here
        "/dev/stdout": f"{folder}/access.log",
        "/srv/tls": f"{folder}/tls",
        "listen 8080": f"listen 127.0.0.1:{port}",
        # Debian 12's Nginx is older than the image's, and says HTTP/2 in another way.
        "listen 8443 ssl": f"listen 127.0.0.1:{https_port} ssl http2",
        "http2 on;": "",
        "127.0.0.1:8081": f"127.0.0.1:{operator_port}",
        "translator:56733": f"127.0.0.1:{translator}",
    }
    for source in _configuration():
        text = _VARIABLE.sub(lambda match: settings[match[1]], source.read_text(encoding="utf-8"))
        target = folder / _place(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_replaced(text, places), encoding="utf-8")
    # As take-up-certificate.sh chooses in the image.
    servers = "http.conf" if https_port is None else "https.conf"
    (folder / "tmp" / "servers.conf").symlink_to(servers)
    shutil.copytree(SOURCE / "errors", folder / "srv" / "errors")
    shutil.copytree(STATIC, folder / "srv" / "static")
    return folder / "etc" / "nginx.conf"


@contextlib.contextmanager
def running_nginx(configuration: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run Nginx; it may not answer yet.

    Raises:
        MissingProgramError: there is none.
    """
    line = [*command(configuration), "-g", "daemon off;" + _user()]
    log = configuration.parents[1] / "nginx.log"
    with running(line, environment={"PATH": search_path()}, log=log) as process:
        yield process


def command(configuration: Path) -> list[str]:
    """Give the command line of Nginx.

    Raises:
        MissingProgramError: there is none.
    """
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise MissingProgramError("nginx", "nginx-light")
    return [program, "-e", "stderr", "-p", str(configuration.parents[1]), "-c", str(configuration)]


def _user() -> str:
    """Let the workers read the folder, which nobody else may."""
    return " user root;" if os.getuid() == 0 else ""


def _configuration() -> list[Path]:
    patterns = ("*.conf", "*/*.conf", "*/*.template", "*.sh")
    return sorted(path for pattern in patterns for path in SOURCE.glob(pattern))


def _place(source: Path) -> Path:
    """Say where a file of the configuration goes: as the Dockerfile and its entrypoint put it."""
    if source.suffix == ".template":
        return Path("tmp", source.stem)
    if source.suffix == ".sh":
        return Path("bin", source.name)
    return Path("etc", source.relative_to(SOURCE))


def _replaced(text: str, places: Mapping[str, str]) -> str:
    """Replace each place once, the longer of two that begin alike first."""
    names = "|".join(re.escape(name) for name in places)
    return re.sub(names, lambda match: places[match[0]], text)
