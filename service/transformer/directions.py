"""The directions that can be trained: which language is read, and which is written."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Direction:
    """Name two languages as ISO 639-1 does."""

    source: str
    target: str

    @property
    def name(self) -> str:
        """Return what folders and options call it."""
        return f"{self.source}-{self.target}"


ENGLISH_SPANISH = Direction("en", "es")
SPANISH_ENGLISH = Direction("es", "en")
DIRECTIONS = {direction.name: direction for direction in (ENGLISH_SPANISH, SPANISH_ENGLISH)}
