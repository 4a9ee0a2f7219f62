"""The service's own engine, without its cache: what a process of the server calls."""

from collections.abc import Sequence
from pathlib import Path

from translator.making import make_directions
from translator.settings import Settings


class ServedEngine:
    """Translate as served, but for the cache, which would know the answers.

    Args:
        engine: which one, as in TRANSLATOR_ENGINE.
        models: the folder of its models.
    """

    def __init__(self, engine: str, models: Path) -> None:
        settings = Settings(server_name="_", engine=engine, cached_sentences=0)
        directions = make_directions(settings, directory=models)
        directions.load()
        self._engine = directions.engine("en", "es")

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence."""
        del pieces  # it writes as many as it finds right
        (answer,) = self._engine.translate([text])
        return answer

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences in batches."""
        return self._engine.translate(texts)
