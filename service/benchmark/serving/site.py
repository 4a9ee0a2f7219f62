"""The whole site here: Nginx in front of the translator."""

import contextlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark.serving.nginx import lay_out, running_nginx
from benchmark.serving.processes import free_ports, status_of, tree, wait_for
from benchmark.serving.translator import Translator, running_translator
from benchmark.serving.variables import SERVICE, variables


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running site.

    Args:
        folder: with its logs.
        port: where visitors are served.
        operator_port: where metrics and readiness are.
        seconds_to_ready: from the start of the translator to the first answer of its engine
            through Nginx.
    """

    folder: Path
    port: int
    operator_port: int
    translator: Translator
    nginx: "subprocess.Popen[bytes]"
    seconds_to_ready: float

    @property
    def pids(self) -> list[int]:
        """List all processes of the site."""
        return tree(self.nginx) + tree(self.translator.process)


@contextlib.contextmanager
def running_site(folder: Path, service: Path = SERVICE, /, **settings: object) -> Iterator[Site]:
    """Run a site until it is ready, and end it afterwards.

    Args:
        folder: empty, for its files and logs.
        service: where the translator's package, the models and the owner's files are.
        settings: what differs from the catalogue.

    Raises:
        ServingError: it does not become ready.
        MissingProgramError: there is no Nginx.
    """
    values = variables(**settings)
    port, operator_port, translator_port = free_ports(3)
    laid_out = lay_out(
        folder, values, port=port, operator_port=operator_port, translator=translator_port
    )
    # In one container with Nginx it has a socket.
    place = {"standalone": laid_out.socket}.get(values["TRANSLATOR_DEPLOYMENT"], translator_port)
    with running_nginx(laid_out) as nginx:
        wait_for(
            lambda: status_of(port, "/favicon.ico") is not None,
            "Nginx",
            nginx,
            laid_out.log,
        )
        start = time.perf_counter()
        with running_translator(folder, place, values, service=service) as translator:
            wait_for(
                lambda: status_of(operator_port, "/health/ready") == 200,
                "the site",
                translator.process,
                translator.log,
            )
            yield Site(
                folder=folder,
                port=port,
                operator_port=operator_port,
                translator=translator,
                nginx=nginx,
                seconds_to_ready=time.perf_counter() - start,
            )
