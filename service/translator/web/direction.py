"""Choose the direction of a request, and notice a text that is in another language.

A model that is given a language it never saw writes nonsense. Such a text comes back as it is,
with a warning, unless whoever asks is certain: the detection can be wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from translator.directions import Directions
from translator.engine import Engine
from translator.text.language import UNDETERMINED, Detection, detect, mismatch, ranked
from translator.web.facts import facts

AUTO = "auto"
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Choice:
    """The engine of a request.

    Args:
        detected: the language found, where the request asked for it (`auto`).
        strangers: for each text the language that it is in instead, if it clearly is.
    """

    engine: Engine
    detected: Detection | None
    strangers: tuple[Detection | None, ...]


def choose(
    directions: Directions,
    texts: Sequence[str],
    *,
    source: str,
    target: str,
    is_html: bool = False,
    is_certain: bool = False,
) -> Choice:
    """Find the engine for texts, from what the request says and from the texts themselves.

    Raises:
        UnsupportedRequestError: there is none.
    """
    samples = [_TAG.sub(" ", text) for text in texts] if is_html else texts
    detected = None
    if source == AUTO:
        source, detected = _found_out(directions, "\n".join(samples), target)
    engine = directions.engine(source, target)
    facts().direction = f"{engine.source}-{engine.target}"
    strangers = tuple(None if is_certain else mismatch(sample, engine.source) for sample in samples)
    return Choice(engine, detected, strangers)


def described(detected: Detection) -> dict[str, Any]:
    """Describe a language found as LibreTranslate does, its confidence from 0 to 100."""
    return {"confidence": round(100 * detected.confidence, 1), "language": detected.language}


def warning(stranger: Detection) -> dict[str, str]:
    """Say that a text is in another language and was left as it is."""
    return {"code": "other-language", "language": stranger.language}


def known(detected: Detection, default: str) -> Detection:
    """Name a default without any confidence where no language was found, as LibreTranslate does."""
    return Detection(default, 0.0) if detected.language == UNDETERMINED else detected


def _found_out(directions: Directions, sample: str, target: str) -> tuple[str, Detection]:
    """Find the source: the language of the text, or the likeliest of those that can be read."""
    found = detect(sample)
    if target in directions.targets(found.language):
        return found.language, found
    readable = [engine.source for engine in directions.engines if engine.target == target]
    likeliest = ranked(sample, readable or [directions.first.source])[0]
    is_stranger = mismatch(sample, likeliest.language) is not None
    return likeliest.language, found if is_stranger else likeliest
