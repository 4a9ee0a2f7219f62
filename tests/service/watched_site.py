"""Prometheus as a droplet runs it, from Debian's packages, on ports of this machine."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from benchmark.serving.processes import free_ports, running, status_of, wait_for

from tests.service.tls_site import SITE, TlsSite

Json = dict[str, Any]

MONITORING = Path(__file__).parents[2] / "service" / "monitoring"
DASHBOARD = MONITORING / "grafana" / "dashboards" / "traductor.json"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Prometheus:
    """A running Prometheus."""

    port: int

    def ask(self, path: str, **query: str) -> Any:
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=20) as answer:
            return json.load(answer)["data"]

    def numbers(self, expression: str) -> list[float]:
        """Return what an expression is now, without what is no number."""
        samples = self.ask("query", query=expression)["result"]
        values = [float(sample["value"][1]) for sample in samples]
        return [value for value in values if value == value]


def compose() -> Json:
    found: Json = yaml.safe_load((MONITORING / "compose.yaml").read_text())
    return found


def expressions() -> list[str]:
    """List the dashboard's expressions, with the one variable of Grafana's filled in."""
    dashboard = json.loads(DASHBOARD.read_text())
    targets = [target for panel in dashboard["panels"] for target in panel["targets"]]
    return [target["expr"].replace("$__rate_interval", "1m") for target in targets]


def _lay_out(folder: Path, site: TlsSite, *, visitor: int, droplet: int) -> None:
    """Write the droplet's files, with the places of this machine and a shorter time between."""
    places = {
        "nginx:8082": f"127.0.0.2:{site.operator_port}",
        "nginx:8443": f"127.0.0.1:{site.https_port}",
        "visitor:9115": f"127.0.0.1:{visitor}",
        "droplet:9100": f"127.0.0.1:{droplet}",
        "translate.example.com": SITE,
        "interval: 15s": "interval: 1s",
        # Nobody signed the certificate of the test.
        "insecure_skip_verify: false": "insecure_skip_verify: true",
    }
    for source in [*MONITORING.glob("prometheus/*.yaml"), MONITORING / "visitor.yaml"]:
        text = source.read_text()
        for place, here in places.items():
            text = text.replace(place, here)
        (folder / source.name).write_text(text)


@contextlib.contextmanager
def watched(folder: Path, site: TlsSite) -> Iterator[Prometheus]:
    """Run Prometheus and the two that it asks, in front of a site."""
    port, visitor, droplet = free_ports(3)
    _lay_out(folder, site, visitor=visitor, droplet=droplet)
    flags = compose()["services"]["droplet"]["command"]
    lines = {
        "visitor": (
            "prometheus-blackbox-exporter",
            f"--config.file={folder}/visitor.yaml",
            f"--web.listen-address=127.0.0.1:{visitor}",
        ),
        "droplet": (
            "prometheus-node-exporter",
            f"--web.listen-address=127.0.0.1:{droplet}",
            *(flag.replace("$$", "$") for flag in flags),
        ),
        "prometheus": (
            "prometheus",
            f"--config.file={folder}/prometheus.yaml",
            f"--storage.tsdb.path={folder}/data",
            f"--web.listen-address=127.0.0.1:{port}",
        ),
    }
    with contextlib.ExitStack() as stack:
        for name, line in lines.items():
            assert shutil.which(line[0]), f"{line[0]} is missing. Remedy: make unit as root"
            log = folder / f"{name}.log"
            process = stack.enter_context(running(line, environment=dict(os.environ), log=log))
        wait_for(lambda: status_of(port, "/-/ready") == 200, "Prometheus", process, log)
        yield Prometheus(port)


def wait_until_all_say_something(site: TlsSite, prometheus: Prometheus, wanted: list[str]) -> None:
    """Translate on and on until every expression has a number, or time is over."""
    question = json.dumps({"q": "Good morning.", "source": "en", "target": "es"}).encode()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not all(map(prometheus.numbers, wanted)):
        for _ in range(5):
            site.ask("POST", "/translate", question, Content_Type="application/json")
        time.sleep(0.5)
