"""Look into a score: by the length of the sentences, and at the worst of them."""

import dataclasses
from collections.abc import Iterable, Sequence

from sacrebleu.metrics.chrf import CHRF

from transformer.evaluation.scores import Score, score

LENGTH_BUCKETS = ((1, 5), (6, 10), (11, 20), (21, 40), (41, None))


@dataclasses.dataclass(frozen=True)
class Line:
    """Hold one sentence, what was made of it, and what a person wrote."""

    set: str
    source: str
    answer: str
    reference: str


@dataclasses.dataclass(frozen=True)
class Judged(Line):
    """Hold a sentence and its own chrF2."""

    chrf: float


def by_length(lines: Sequence[Line]) -> list[Score]:
    """Score sentences of similar length together; a length that nobody wrote is left out."""
    scores = []
    for shortest, longest in LENGTH_BUCKETS:
        chosen = [line for line in lines if _fits(line.source, shortest, longest)]
        if chosen:
            name = f"{shortest}-{longest} words" if longest else f"{shortest} words or more"
            answers, references = zip(*((c.answer, c.reference) for c in chosen), strict=True)
            scores.append(score(name, answers, references))
    return scores


def worst(lines: Iterable[Line], *, count: int) -> list[Judged]:
    """Return the sentences of lowest chrF2, worst first; ties stay in their order."""
    metric = CHRF()
    judged = (
        Judged(
            **dataclasses.asdict(line),
            chrf=round(float(metric.sentence_score(line.answer, [line.reference]).score), 1),
        )
        for line in lines
    )
    return sorted(judged, key=lambda line: line.chrf)[:count]


def _fits(sentence: str, shortest: int, longest: int | None) -> bool:
    words = len(sentence.split())
    return shortest <= words and (longest is None or words <= longest)
