"""What the service says of itself: that it lives, that its engine answers, what it is made of."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient
from translator.decoders.decoder import Hypothesis
from translator.directions import Directions
from translator.engine import Engine
from translator.errors import BusyError, EngineError
from translator.scheduler import Scheduler
from translator.settings import Settings
from translator.web import health
from translator.web.app import create_app

from tests.service.conftest import ShoutingDecoder


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_ready_means_that_the_engine_has_answered(
    client: FlaskClient, decoder: ShoutingDecoder, path: str
) -> None:
    assert client.get(path).json == {"status": "ok"}
    assert decoder.sentences == [health.SENTENCE]


@pytest.mark.parametrize("path", ["/health", "/health/ready"])
def test_an_engine_that_fails_is_not_ready(
    client: FlaskClient, decoder: ShoutingDecoder, path: str
) -> None:
    decoder.failure = EngineError("the model is gone")

    response = client.get(path)

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.json is not None
    assert set(response.json) == {"error"}


def test_readiness_is_asked_of_the_engine_only_now_and_then(
    client: FlaskClient, decoder: ShoutingDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        client.get("/health")
    assert len(decoder.sentences) == 1

    later = time.monotonic() + health.FRESH_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    decoder.failure = EngineError("the model is gone")

    assert client.get("/health").status_code == 503


def test_an_engine_that_has_its_hands_full_is_ready(
    client: FlaskClient, decoder: ShoutingDecoder
) -> None:
    decoder.failure = BusyError()

    assert client.get("/health/ready").status_code == 200


class HangingDecoder(ShoutingDecoder):
    """Come back only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.called, self.let_go = threading.Event(), threading.Event()

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        self.called.set()
        self.let_go.wait(30)
        return super().hypotheses(sentences, count=count, guarded=guarded)


def test_an_engine_that_does_not_come_back_to_its_full_hands_is_not_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decoder = HangingDecoder()
    engine = Engine(decoder, scheduler=Scheduler(max_requests=1))
    client = create_app(Settings(server_name="_"), Directions([engine])).test_client()
    visitor = threading.Thread(target=engine.translate, args=(["Hello."],))
    visitor.start()
    decoder.called.wait(30)

    before = client.get("/health/ready")
    later = time.monotonic() + health.LONGEST_CALL_SECONDS
    with monkeypatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: later)
        hanging = client.get("/health/ready")
    decoder.let_go.set()
    visitor.join()

    assert before.status_code == 200
    assert hanging.status_code == 503
    assert client.get("/health/ready").status_code == 200


def test_every_direction_must_answer() -> None:
    broken = ShoutingDecoder(source="es", target="en")
    broken.failure = EngineError("the model is gone")
    directions = Directions([Engine(ShoutingDecoder()), Engine(broken)])
    client = create_app(Settings(server_name="_"), directions).test_client()

    assert client.get("/health/ready").status_code == 503


def test_the_process_lives_even_if_the_engine_does_not(
    client: FlaskClient, decoder: ShoutingDecoder
) -> None:
    decoder.failure = EngineError("the model is gone")

    assert client.get("/health/live").json == {"status": "ok"}


def test_the_version_names_the_service_and_its_models(client: FlaskClient) -> None:
    assert client.get("/version").json == {
        "release": "dev",
        "version": "dev",
        "models": [{"source": "en", "target": "es", "version": "toy-1", "scores": {}}],
    }


def test_the_version_tells_the_scores_of_the_shipped_model(real_engine: Engine) -> None:
    app = create_app(Settings(server_name="_"), Directions([real_engine]))

    answer: Any = app.test_client().get("/version").json

    scores = answer["models"][0]["scores"]
    assert scores["tatoeba_test"]["bleu"] > 40
    assert all(set(score) == {"bleu", "chrf"} for score in scores.values())
