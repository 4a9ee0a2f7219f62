"""Translations of sentences that come again and again, shared by all processes.

They are held in memory only, beside a keyed digest of what was asked; see `shared_memory`.
"""

import struct
import threading
from collections.abc import Sequence

from translator.decoders.decoder import Hypothesis
from translator.shared_memory import SharedMapping

# Two ranked answers of some 120 characters. What is longer seldom comes again.
ANSWERS_BYTES = 320
_HEAD = struct.Struct("<dH")


class SentenceCache:
    """Remember the ranked answers to a bounded number of sentences; make it before the fork.

    Args:
        sentences: how many there is room for, at least one.
    """

    def __init__(self, sentences: int) -> None:
        self._mapping = SharedMapping(sentences, ANSWERS_BYTES, name=f"sentences {_HEAD.format}")
        self._lock = threading.Lock()
        self._hits = self._misses = 0

    @property
    def hits(self) -> int:
        """Count what this process found."""
        return self._hits

    @property
    def misses(self) -> int:
        """Count what this process looked for in vain."""
        return self._misses

    def get(self, model: str, sentence: str) -> list[Hypothesis] | None:
        """Return the answers of a model, or none if they are not there."""
        found = self._mapping.get(_key(model, sentence))
        with self._lock:
            self._hits += found is not None
            self._misses += found is None
        return None if found is None else _read(found)

    def put(self, model: str, sentence: str, answers: Sequence[Hypothesis]) -> None:
        """Remember the answers of a model, if they are not too long."""
        written = _written(answers)
        if len(written) <= self._mapping.value_bytes:
            self._mapping.put(_key(model, sentence), written)


def _key(model: str, sentence: str) -> bytes:
    return f"{model}\0{sentence}".encode("utf-8", "surrogatepass")


def _written(answers: Sequence[Hypothesis]) -> bytes:
    texts = [answer.text.encode("utf-8", "surrogatepass")[:0xFFFF] for answer in answers]
    return b"".join(
        _HEAD.pack(answer.confidence, len(text)) + text
        for answer, text in zip(answers, texts, strict=True)
    )


def _read(written: bytes) -> list[Hypothesis]:
    answers = []
    position = 0
    while position < len(written):
        confidence, length = _HEAD.unpack_from(written, position)
        position += _HEAD.size
        text = written[position : position + length].decode("utf-8", "surrogatepass")
        answers.append(Hypothesis(text, confidence))
        position += length
    return answers
