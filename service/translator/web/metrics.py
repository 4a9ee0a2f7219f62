"""Count and time the requests, for Prometheus; no text, and no label that a visitor can choose.

With PROMETHEUS_MULTIPROC_DIR in the environment all workers write into files there, each into its
own, and whichever of them is asked adds them up. The counts of a worker outlive it.
"""

import os
import threading
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response
from flask import current_app as app_in_charge
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector

from translator.directions import Directions
from translator.lasting import lasting
from translator.settings import Settings
from translator.web.facts import Facts, facts
from translator.web.request_log import endpoint_of_request, method_of_request
from translator.web.worker import WorkerNumber

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_EXTENSION = "metrics"


class Metrics:
    """What is counted; made before the server forks.

    Args:
        directions: whose engines count what only they see.
    """

    def __init__(self, directions: Directions) -> None:
        self._folder = os.environ.get(FOLDER_VARIABLE)
        if self._folder:
            folder = Path(self._folder)
            values.ValueClass = lasting(f"metrics in {folder}", lambda: _values_in(folder))
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "translator_requests",
            "Requests answered.",
            ["endpoint", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "translator_request_seconds",
            "Time until a request was answered to its end.",
            ["endpoint"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.characters = Counter(
            "translator_characters",
            "Characters of the texts that were brought.",
            ["direction"],
            registry=self.registry,
        )
        self._engines = _EngineMetrics(directions, self.registry)

    def count(self, known: Facts, *, endpoint: str, method: str, status: int) -> None:
        """Count a request that has been answered."""
        self.requests.labels(endpoint, method, str(status)).inc()
        self.seconds.labels(endpoint).observe(known.seconds)
        if known.direction:
            self.characters.labels(known.direction).inc(known.characters)
        self._engines.look()

    def written(self) -> bytes:
        """Write the counts of all workers as Prometheus reads them."""
        if not self._folder:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=self._folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


class _EngineMetrics:
    """Take over what the engines of this process count for themselves."""

    def __init__(self, directions: Directions, registry: CollectorRegistry) -> None:
        self._engines = directions.engines
        self._lock = threading.Lock()
        self._taken_over = {"hit": 0, "miss": 0}
        self._sentences = Counter(
            "translator_cache_lookups",
            "Sentences looked for in the cache.",
            ["result"],
            registry=registry,
        )
        self._in_hand = Gauge(
            "translator_requests_in_hand",
            "Requests that the engines are working on, or that wait for them.",
            registry=registry,
            multiprocess_mode="sum",
        )

    def look(self) -> None:
        """Bring the counts up to date."""
        caches = {id(engine.cache): engine.cache for engine in self._engines if engine.cache}
        with self._lock:
            for result, total in (
                ("hit", sum(cache.hits for cache in caches.values())),
                ("miss", sum(cache.misses for cache in caches.values())),
            ):
                self._sentences.labels(result).inc(total - self._taken_over[result])
                self._taken_over[result] = total
            # All engines share the one queue of their process.
            self._in_hand.set(self._engines[0].requests)


def install(app: Flask, directions: Directions) -> None:
    """Count every request of an application when its answer has been sent to the end."""
    metrics = app.extensions[_EXTENSION] = Metrics(directions)

    @app.after_request
    def follow(response: Response) -> Response:
        known, endpoint, method = facts(), endpoint_of_request(), method_of_request()

        @response.call_on_close
        def finish() -> None:
            metrics.count(known, endpoint=endpoint, method=method, status=response.status_code)

        return response


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:  # noqa: ARG001
    """Serve `/metrics`."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def read() -> Response:
        metrics: Metrics = app_in_charge.extensions[_EXTENSION]
        return Response(metrics.written(), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _values_in(folder: Path) -> Any:
    """Begin at zero, in files that are named after the number of a worker and not after its pid."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink()
    return values.MultiProcessValue(WorkerNumber(folder))  # type: ignore[no-untyped-call]
