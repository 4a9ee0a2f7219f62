"""Measure how sure the model was beside how good it was.

`PYTHONPATH=service python -m tests.service.confidence_figures` needs the evaluation sets
(`TRADUCTOR_TEXT`, see service/transformer/paths.py) and five minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sacrebleu
from transformer import paths
from translator.engine import Engine
from translator.making import loaded_engine
from translator.text.confidence import UNSURE_BELOW

SETS = ("tatoeba_dev", "flores200_dev")
BAD_CHRF = 40.0


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


def main() -> None:
    """Print the figures of both sets and of all of it."""
    engine, everything = loaded_engine(), []
    for name in SETS:
        lines = [
            (paths.text_folder() / "eval" / f"{name}.{code}")
            .read_text(encoding="utf-8")
            .splitlines()
            for code in (engine.source, engine.target)
        ]
        found = rows(engine, *lines)
        everything += found
        print(name, figures(found, UNSURE_BELOW))
    print("both", figures(everything, UNSURE_BELOW))


if __name__ == "__main__":
    main()
