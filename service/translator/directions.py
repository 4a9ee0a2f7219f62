"""The directions that this service translates in: one engine each."""

from collections.abc import Sequence

from translator.engine import Engine
from translator.errors import UnsupportedRequestError

LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


class Directions:
    """Find the engine of a direction.

    Args:
        engines: at least one; the first is the direction that the page begins with.
    """

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """List all engines."""
        return self._engines

    @property
    def first(self) -> Engine:
        """Give the engine of the main direction."""
        return self._engines[0]

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages that are read or written, each once."""
        codes = (code for engine in self._engines for code in (engine.source, engine.target))
        return tuple(dict.fromkeys(codes))

    def targets(self, source: str) -> list[str]:
        """List the languages that can be reached from one."""
        return [engine.target for engine in self._engines if engine.source == source]

    def engine(self, source: str, target: str) -> Engine:
        """Find the engine of a direction.

        Raises:
            UnsupportedRequestError: there is none.
        """
        for code in (source, target):
            if code not in self.languages:
                raise UnsupportedRequestError(f"Invalid request: {code[:16]} is not supported")
        for engine in self._engines:
            if (engine.source, engine.target) == (source, target):
                return engine
        raise UnsupportedRequestError(
            f"Invalid request: {target} is not available as a target language "
            f"from {source}; GET /languages lists what is"
        )

    def load(self) -> None:
        """Load every model into this process; call it after the fork.

        Raises:
            EngineError: a model cannot be loaded.
        """
        for engine in self._engines:
            engine.load()
