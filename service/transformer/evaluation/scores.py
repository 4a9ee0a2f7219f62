"""Say how good a served model is: BLEU and chrF2 on sentences that no training has seen."""

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from translator.engine import Engine
from translator.errors import EngineError
from translator.making import loaded_engine
from translator.settings import Settings

from transformer.directions import ENGLISH_SPANISH, Direction
from transformer.errors import EvaluationError
from transformer.evaluation.sets import read_set

SETS = ("tatoeba_test", "flores200_dev", "tico19_dev")
BEAM_WIDTH = Settings.beam_size


@dataclasses.dataclass(frozen=True)
class Score:
    """Hold what was measured on one set, and how."""

    name: str
    sentences: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str

    def as_dict(self) -> dict[str, object]:
        """Return all but the name, rounded as it is reported."""
        values = dataclasses.asdict(self)
        del values["name"]
        return values | {"bleu": round(self.bleu, 1), "chrf": round(self.chrf, 1)}


def served_engine(
    folder: Path, *, beam_width: int = BEAM_WIDTH, compute_type: str = "int8"
) -> Engine:
    """Load an exported folder into the service's own engine.

    Raises:
        EvaluationError: The folder cannot be served.
    """
    try:
        return loaded_engine(folder, beam_size=beam_width, compute_type=compute_type)
    except EngineError as error:
        raise EvaluationError(str(error)) from error


def evaluate(
    folder: Path,
    text: Path,
    *,
    sets: Iterable[str] = SETS,
    direction: Direction = ENGLISH_SPANISH,
    compute_type: str = "int8",
) -> list[Score]:
    """Translate held-out sets as the service does and print a line for each.

    Args:
        folder: The exported model, with its metadata.
        text: The folder with ``eval/NAME.en`` and ``eval/NAME.es``.
        sets: The names.
        direction: What the model translates.
        compute_type: The numbers that the engine computes with.

    Raises:
        EvaluationError: The folder cannot be served, or translates something else.
    """
    engine = served_engine(folder, compute_type=compute_type)
    if (engine.source, engine.target) != (direction.source, direction.target):
        raise EvaluationError(
            f"{folder} translates {engine.source}-{engine.target}, not {direction.name}; "
            "name the direction that it translates"
        )
    scores = []
    for name in sets:
        held_out = read_set(text, name, direction)
        scores.append(score(name, engine.translate(held_out.sources), held_out.references))
        print(report(scores[-1]), flush=True)
    return scores


def score(name: str, answers: Sequence[str], *references: Sequence[str | None]) -> Score:
    """Compare answers with one or more references each.

    Args:
        name: What the sentences are called.
        answers: One translation a sentence.
        references: Rows as long as ``answers``; from the second row on, None where a sentence has
            no further reference.
    """
    # Forced: the references are as people wrote them, whatever their full stops look like.
    bleu, chrf = BLEU(force=True), CHRF()
    bleu_score = bleu.corpus_score(answers, references)
    chrf_score = chrf.corpus_score(answers, references)
    return Score(
        name,
        len(answers),
        float(bleu_score.score),
        float(chrf_score.score),
        str(bleu.get_signature()),
        str(chrf.get_signature()),
    )


def report(measured: Score) -> str:
    """Return a line for people."""
    return (
        f"{measured.name:24} {measured.sentences:6,} sentences"
        f"   BLEU {measured.bleu:5.1f}   chrF2 {measured.chrf:5.1f}"
    )
