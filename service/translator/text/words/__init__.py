"""Lists of words, one file a kind and language."""

from functools import cache
from pathlib import Path

_DIRECTORY = Path(__file__).parent


@cache
def frequent_words(language: str) -> frozenset[str]:
    """List words in lower case that a language often uses; none for a language without a list."""
    return frozenset(_words(f"frequent-{language}.txt"))


@cache
def names(language: str) -> dict[str, str]:
    """List names and acronyms as they are written, by the same in lower case."""
    spelled = (name.replace("_", " ") for name in _words(f"names-{language}.txt"))
    return {name.lower(): name for name in spelled}


def _words(name: str) -> list[str]:
    path = _DIRECTORY / name
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
