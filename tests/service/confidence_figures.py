"""Measure how sure each model was beside how good it was.

`PYTHONPATH=service python -m tests.service.confidence_figures` needs the evaluation sets
(`TRADUCTOR_TEXT`, see service/transformer/paths.py) and five minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sacrebleu
from transformer import paths
from translator.engine import Engine
from translator.making import DIRECTIONS, loaded_engine
from translator.model import MODELS_DIRECTORY
from translator.text.confidence import UNSURE_BELOW

SETS = ("tatoeba_dev", "flores200_dev")
BAD_CHRF = 40.0
# Another limit to compare with, and the ends of what is printed of the confidences between.
OTHER_LIMIT = 0.65
BANDS = ((0.0, 0.45), (0.45, 0.5), (0.5, 0.55), (0.55, 0.65), (0.65, 0.9), (0.9, 1.01))


@dataclass(frozen=True)
class Figures:
    """How well a limit of confidence finds bad translations.

    Args:
        flagged: the share of translations below the limit.
        precision: the share of bad ones among these.
        recall: the share of these among the bad ones.
    """

    flagged: float
    below: float
    above: float
    precision: float
    recall: float


def figures(rows: Sequence[tuple[float, float]], limit: float) -> Figures:
    """Compare the translations below a limit with those above.

    Args:
        rows: confidence and chrF2 of each translation.
        limit: of the confidence.
    """
    below = [chrf for confidence, chrf in rows if confidence < limit]
    above = [chrf for confidence, chrf in rows if confidence >= limit]
    bad = sum(chrf < BAD_CHRF for _, chrf in rows)
    found = sum(chrf < BAD_CHRF for chrf in below)
    return Figures(
        flagged=len(below) / len(rows),
        below=sum(below) / max(1, len(below)),
        above=sum(above) / max(1, len(above)),
        precision=found / max(1, len(below)),
        recall=found / max(1, bad),
    )


def rows(
    engine: Engine, sources: Sequence[str], references: Sequence[str]
) -> list[tuple[float, float]]:
    """Translate lines and give the confidence of the least sure sentence and the chrF2 of each."""
    found = []
    for source, reference in zip(sources, references, strict=True):
        pieces = list(engine.pieces(source))
        sure = [piece.confidence for piece in pieces if piece.confidence is not None]
        text = "".join(piece.text for piece in pieces)
        if sure:
            found.append((min(sure), sacrebleu.sentence_chrf(text, [reference]).score))
    return found


def mean_chrf(rows: Sequence[tuple[float, float]], low: float, high: float) -> float:
    """Give the mean chrF2 of the translations with a confidence between two."""
    between = [chrf for confidence, chrf in rows if low <= confidence < high]
    return sum(between) / max(1, len(between))


def rows_of(engine: Engine, name: str) -> list[tuple[float, float]]:
    """Give the rows of one evaluation set."""
    files = (
        paths.text_folder() / "eval" / f"{name}.{code}" for code in (engine.source, engine.target)
    )
    return rows(engine, *(path.read_text(encoding="utf-8").splitlines() for path in files))


def report(engine: Engine) -> None:
    """Print the figures of both sets and of all of it."""
    print(f"{engine.source}-{engine.target} {engine.version}")
    found = {name: rows_of(engine, name) for name in SETS}
    both = [row for each in found.values() for row in each]
    for name, each in (*found.items(), ("both", both)):
        print(name, figures(each, UNSURE_BELOW))
    print(f"both, at {OTHER_LIMIT}", figures(both, OTHER_LIMIT))
    for low, high in BANDS:
        print(f"{low:.2f}-{high:.2f}: mean chrF2 {mean_chrf(both, low, high):.1f}")


def main() -> None:
    """Print the figures of every direction."""
    for direction in DIRECTIONS:
        report(loaded_engine(MODELS_DIRECTORY / direction))


if __name__ == "__main__":
    main()
