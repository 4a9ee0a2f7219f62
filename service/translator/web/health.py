"""Say whether the process runs, whether the engine answers, and which version of all this it is."""

import json
import threading
import time
from typing import Any

from flask import Blueprint, Response, jsonify

from translator.directions import Directions
from translator.engine import Demand, Engine
from translator.errors import BusyError, EngineError
from translator.model import METADATA_FILE, MODELS_DIRECTORY
from translator.settings import Settings

SENTENCE = "Good morning."
FRESH_SECONDS = 2.0
PATIENCE_SECONDS = 4.0
# A call of the decoder takes a second or two, on a droplet that is busy.
LONGEST_CALL_SECONDS = 20.0


class Readiness:
    """Ask every engine for a sentence, but not more often than makes sense."""

    def __init__(self, directions: Directions) -> None:
        self._directions = directions
        self._lock = threading.Lock()
        self._answered = -FRESH_SECONDS

    def check(self) -> None:
        """Return if the engines have answered just now, or answer now.

        Raises:
            EngineError: one does not.
        """
        with self._lock:
            if time.monotonic() - self._answered < FRESH_SECONDS:
                return
            for engine in self._directions.engines:
                _ask(engine)
            self._answered = time.monotonic()


def create_blueprint(settings: Settings, directions: Directions) -> Blueprint:
    """Serve `/health`, `/health/live`, `/health/ready` and `/version`."""
    health = Blueprint("health", __name__)
    readiness = Readiness(directions)
    version = {
        "release": settings.release,
        "version": settings.version,
        "models": [_described(engine) for engine in directions.engines],
    }

    @health.get("/health")
    @health.get("/health/ready")
    def ready() -> Response:
        readiness.check()
        return jsonify(status="ok")

    @health.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @health.get("/version")
    def versions() -> Response:
        return jsonify(version)

    return health


def _ask(engine: Engine) -> None:
    """Let an engine translate; one that has too much to do works, if it comes back from that.

    Two candidates are asked for, since a single translation may come out of the cache.
    """
    demand = Demand(deadline=time.monotonic() + PATIENCE_SECONDS)
    try:
        candidates = engine.candidates(SENTENCE, count=2, demand=demand)
    except BusyError:
        if engine.call_seconds > LONGEST_CALL_SECONDS:
            raise EngineError(
                f"the engine has not come back for {engine.call_seconds:.0f} seconds"
            ) from None
        return
    if not any(candidates):
        raise EngineError("the engine gives empty answers")


def _described(engine: Engine) -> dict[str, Any]:
    return {
        "source": engine.source,
        "target": engine.target,
        "version": engine.version,
        "scores": _scores(engine),
    }


def _scores(engine: Engine) -> dict[str, dict[str, float]]:
    """Read how well a model did on texts that it never saw; nothing, where that is not known."""
    path = MODELS_DIRECTORY / f"{engine.source}-{engine.target}" / METADATA_FILE
    metadata = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if metadata.get("version") != engine.version:
        return {}
    return {
        name: {measure: score[measure] for measure in ("bleu", "chrf")}
        for name, score in metadata.get("scores", {}).items()
    }
