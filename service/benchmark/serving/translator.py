"""The translator here: the real uWSGI or Gunicorn with the real application and models."""

import contextlib
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmark.serving.processes import running, search_path
from benchmark.serving.variables import SERVICE

# As the image's entry point, but on another address.
_SERVE = "import sys; from translator.servers.start import serve; serve(sys.argv[1], sys.argv[2:])"


@dataclass(frozen=True, kw_only=True)
class Translator:
    """A running server of the application: which one, its port or socket, its log."""

    server: str
    port: int | str
    log: Path
    process: "subprocess.Popen[bytes]"


@contextlib.contextmanager
def running_translator(
    folder: Path,
    port: int | str,
    settings: Mapping[str, str],
    *,
    options: Sequence[str] = (),
    service: Path = SERVICE,
) -> Iterator[Translator]:
    """Run the server that the settings name; it may not answer yet.

    Args:
        folder: for its log, what it says of a reload, and the file whose touch asks for one.
        port: of the loopback interface, or the path of a socket.
        settings: the environment of the service.
        options: more of the server's own.
        service: the folder of the package, of the models, and of the owner's files.
    """
    log = folder / "translator.log"
    environment = surroundings(settings, service) | {
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        "TRADUCTOR_RELOAD_FILE": str(folder / "reload"),
        "TRADUCTOR_STATE": str(folder / "state"),
    }
    address = f"unix:{port}" if isinstance(port, str) else f"127.0.0.1:{port}"
    line = [sys.executable, "-c", _SERVE, address, *options]
    with running(line, environment=environment, log=log) as process:
        server = settings["TRANSLATOR_WSGI_SERVER"]
        yield Translator(server=server, port=port, log=log, process=process)


def surroundings(settings: Mapping[str, str], service: Path = SERVICE) -> dict[str, str]:
    """Return the environment as in the image, where no virtual environment is."""
    modules = f"{sysconfig.get_path('purelib')}:{service}"
    return {"PATH": search_path(), "PYTHONPATH": modules, **settings}
