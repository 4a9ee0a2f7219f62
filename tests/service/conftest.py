"""Fixtures of the service: a small fake engine for the web's behavior, and the real one."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from translator.app import create_app
from translator.engine import CTranslate2Engine
from translator.model import Model
from translator.settings import Settings

MAX_CHARACTERS = 200


class FakeEngine:
    """Shout instead of translating; fail with `failure` if one is set."""

    source = "en"
    target = "es"

    def __init__(self) -> None:
        self.failure: Exception | None = None

    def translate(self, texts: Sequence[str]) -> list[str]:
        if self.failure is not None:
            raise self.failure
        return [text.upper() for text in texts]

    def candidates(self, text: str, *, count: int) -> list[str]:
        return [text.upper() + "!" * rank for rank in range(count)]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def app(engine: FakeEngine) -> Flask:
    return create_app(Settings(server_name="_", max_characters=MAX_CHARACTERS), engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def real_engine() -> CTranslate2Engine:
    """Load the model of the repository; without it every test that asks for it fails."""
    loaded = CTranslate2Engine(Model.in_directory(), beam_size=Settings.beam_size)
    loaded.load()
    return loaded
