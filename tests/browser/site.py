"""The service on a free port of the loopback, with the headers that Nginx adds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response
from playwright.sync_api import Page
from translator.decoders.decoder import Hypothesis
from translator.directions import Directions
from translator.engine import Engine
from translator.settings import Settings
from translator.web.app import create_app

from tests.service import serving
from tests.service.conftest import ShoutingDecoder

WIDTHS = {"wide": (1280, 800), "narrow": (360, 740)}
MAX_CHARACTERS = 20_000
PATIENCE_MS = 8_000
OpenPage = Callable[..., Page]
HEADERS_FILE = Path("service/nginx/headers.conf")
_HEADER = re.compile(r'^add_header (\S+) (?:"([^"]*)"|([^\s$]+)) always;$', re.MULTILINE)


def production_headers() -> dict[str, str]:
    """Read the headers that Nginx sends with every answer, but for those it makes up anew."""
    found = _HEADER.findall(HEADERS_FILE.read_text(encoding="utf-8"))
    return {name: quoted or plain for name, quoted, plain in found}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application as behind Nginx; give its address."""
    headers = production_headers()

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(headers)
        if response.direct_passthrough:
            # Werkzeug's server leaves a file open when a browser hangs up on it.
            content = b"".join(response.iter_encoded())
            response.close()
            response.direct_passthrough = False
            response.set_data(content)
        return response

    with serving.served(app) as url:
        yield url


class SlowDecoder(ShoutingDecoder):
    """Shout, in several ways, and take some time for it if that is asked."""

    WAYS = ("", "WELL ", "YES ", "OH ", "SO ", "NOW ")
    seconds = 0.0

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        time.sleep(self.seconds * len(sentences))
        return [
            [
                Hypothesis(way + sentence.upper(), best.confidence / (rank + 1))
                for rank, way in enumerate(self.WAYS[:count])
            ]
            for sentence, (best, *_) in zip(
                sentences, super().hypotheses(sentences, count=1, guarded=guarded), strict=True
            )
        ]


@dataclass
class Site:
    """A running service and the decoders in it."""

    url: str
    decoders: list[SlowDecoder]
    # What a test makes fail on purpose, the browser reports too.
    expected_complaints: list[str] = field(default_factory=list)

    def as_new(self) -> Site:
        """Undo what a test did to it."""
        self.set_seconds(0.0)
        self.set_failure(None)
        self.expected_complaints.clear()
        return self

    def set_seconds(self, seconds: float) -> None:
        for decoder in self.decoders:
            decoder.seconds = seconds

    def set_failure(self, failure: Exception | None) -> None:
        for decoder in self.decoders:
            decoder.failure = failure


def run_site(*pairs: tuple[str, str]) -> Iterator[Site]:
    decoders = [SlowDecoder(source, target) for source, target in pairs]
    settings = Settings(
        server_name="_",
        max_characters=MAX_CHARACTERS,
        requests_per_minute=0,
        api_key_required="yes",
    )
    engines = [Engine(decoder) for decoder in decoders]
    with served(create_app(settings, Directions(engines))) as url:
        yield Site(url, decoders)
