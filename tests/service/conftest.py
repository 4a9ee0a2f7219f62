"""Fixtures of the service: a decoder that shouts for the web's behavior, and the real engine."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from flask import Flask
from flask.testing import FlaskClient
from translator.decoders.decoder import Hypothesis
from translator.directions import Directions
from translator.engine import Engine
from translator.making import loaded_engine
from translator.model import Model
from translator.settings import Settings
from translator.web import request_log
from translator.web.app import create_app

MAX_CHARACTERS = 200


class ShoutingDecoder:
    """Shout instead of translating; fail with `failure` if one is set.

    The fewer letters a sentence has, the surer it is.
    """

    def __init__(self, source: str = "en", target: str = "es") -> None:
        self.failure: Exception | None = None
        self.sentences: list[str] = []
        self.model = Model(
            directory=Path("toy"),
            source=source,
            target=target,
            version="toy-1",
            max_source_tokens=200,
            max_target_tokens=300,
        )

    def load(self) -> None:
        """There is nothing to load."""

    def count_tokens(self, sentences: Sequence[str]) -> list[int]:
        return [len(sentence.split()) for sentence in sentences]

    def hypotheses(
        self,
        sentences: Sequence[str],
        *,
        count: int,
        guarded: bool = False,  # noqa: ARG002 - the protocol
    ) -> list[list[Hypothesis]]:
        if self.failure is not None:
            raise self.failure
        self.sentences += sentences
        return [
            [
                Hypothesis(each.upper() + "!" * rank, 1 / (1 + len(each) / 100 + rank))
                for rank in range(count)
            ]
            for each in sentences
        ]


@pytest.fixture(scope="session", autouse=True)
def log_beside_the_terminal() -> Iterator[None]:
    """Keep the lines of requests that end between two tests, when pytest captures nothing.

    What is logged during a test is in its report all the same.
    """
    with mock.patch.object(request_log, "wsgi_errors_stream", io.StringIO()):
        yield


@pytest.fixture
def decoder() -> ShoutingDecoder:
    return ShoutingDecoder()


@pytest.fixture
def directions(decoder: ShoutingDecoder) -> Directions:
    return Directions([Engine(decoder)])


@pytest.fixture
def app(directions: Directions) -> Flask:
    return create_app(Settings(server_name="_", max_characters=MAX_CHARACTERS), directions)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def real_engine() -> Engine:
    """Load the model of the repository; without it every test that asks for it fails."""
    return loaded_engine()
