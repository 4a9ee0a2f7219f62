"""Take a text apart into sentences, and put each together again out of its translated parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from translator.batching import TURN_SENTENCES, TURN_TOKENS
from translator.decoders.decoder import Hypothesis
from translator.text.repetition import without_echoes
from translator.text.sentences import Segment, join, segments, split_to_fit


@dataclass(frozen=True)
class Piece:
    """A part of a text beside its translation; the sources of all pieces are the text itself.

    Args:
        source: a sentence, or what lies between two.
        text: its translation; the source itself if that is kept.
        confidence: from 0 to 1; none where nothing was translated.
    """

    source: str
    text: str
    confidence: float | None = None


@dataclass(frozen=True)
class Unit:
    """A sentence in the parts that the model can take, or what lies between two sentences."""

    source: str
    parts: tuple[Segment, ...]

    @property
    def sentences(self) -> list[str]:
        """List the parts that are translated."""
        return [part.text for part in self.parts if part.translatable]

    def piece(self, translations: Mapping[str, Sequence[Hypothesis]], *, rank: int = 0) -> Piece:
        """Put the parts together.

        Args:
            translations: of each part, at least one, best first.
            rank: which of them to take, where there are as many.
        """
        if not self.sentences:
            return Piece(self.source, self.source)
        ranked = [translations[sentence] for sentence in self.sentences]
        chosen = [found[min(rank, len(found) - 1)] for found in ranked]
        joined = join(self.parts, (each.text for each in chosen))
        # A sentence in parts can repeat itself where two of them meet.
        text = without_echoes(joined, self.source)
        # What came out as it went in was copied: there is nothing to be sure of.
        confidence = min(each.confidence for each in chosen) if text != self.source else None
        return Piece(self.source, text, confidence)


def cut(text: str, fits: Callable[[str], bool]) -> list[Unit]:
    """Cut a text into sentences, these into parts that fit the model, and what lies between."""
    return [
        Unit(
            segment.text,
            tuple(split_to_fit(segment.text, fits)) if segment.translatable else (segment,),
        )
        for segment in segments(text)
    ]


def windows(
    units: Sequence[Unit], lengths: Callable[[Unit], dict[str, int]]
) -> Iterator[list[Unit]]:
    """Group units, in their order, so that the decoder has enough to do for each group.

    Args:
        units: those of one text or of several.
        lengths: what of a unit must still be decoded, and of how many tokens that is.
    """
    window: list[Unit] = []
    waiting: dict[str, int] = {}
    for unit in units:
        wider = waiting | lengths(unit)
        is_full = len(wider) > TURN_SENTENCES or sum(wider.values()) > TURN_TOKENS
        if waiting and is_full:
            yield window
            window, wider = [], lengths(unit)
        window.append(unit)
        waiting = wider
    if window:
        yield window
