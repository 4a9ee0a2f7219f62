"""Measure one shipped direction: scores beside other systems, cost, and everyday sentences."""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from transformer.directions import ENGLISH_SPANISH, Direction
from transformer.evaluation import bars, everyday
from transformer.evaluation.breakdown import Judged, Line, by_length, worst
from transformer.evaluation.scores import Score, score
from transformer.evaluation.serving_cost import ServingCost, measure_in_a_process
from transformer.evaluation.sets import EvaluationSet, read_set
from transformer.evaluation.systems import APERTIUM, FLOAT32, MODEL, all_systems, metadata_of

WORST = 20
# Read the worst of other kinds of text too: one Tatoeba set of three is enough.
NOT_READ = ("tatoeba_dev", "tatoeba_challenge_test")

Scores = dict[str, Score]


@dataclasses.dataclass(frozen=True)
class Measurement:
    """Hold all that was found out about one direction.

    Args:
        direction: Its name.
        systems: What stands in each column.
        scores: By set, then by system.
        all_references: Of the model, on the sets that have several references a sentence.
        lengths: All sets together by length of the source, by system.
        everyday: The ten sentences; none where they were not asked for.
        cost: What serving takes.
        verdicts: The bars.
        worst: The worst sentences.
    """

    direction: str
    systems: Mapping[str, str]
    scores: Mapping[str, Scores]
    all_references: Scores
    lengths: Mapping[str, Sequence[Score]]
    everyday: Sequence[everyday.Answer]
    cost: ServingCost
    verdicts: Sequence[bars.Verdict]
    worst: Sequence[Judged]


def measure(
    direction: Direction, folder: Path, *, text: Path, sets: Sequence[str], before: Path | None
) -> Measurement:
    """Translate every set with every system and look at the result from all sides.

    Args:
        direction: What the model translates.
        folder: The exported model.
        text: The folder with ``eval/``.
        sets: The held-out sets, and ``everyday`` if the everyday sentences are wanted.
        before: The folder of the model before, if there is one.
    """
    held_out = [read_set(text, name, direction) for name in sets if name != bars.EVERYDAY]
    systems = all_systems(folder, direction, before=before)
    translators = {system.name: system.translate for system in systems if system.translate}
    answers = {
        name: [translate(one.sources) for one in held_out]
        for name, translate in translators.items()
    }
    scores = _scores(held_out, answers, recorded=metadata_of(folder).get("float32_scores", {}))
    lines = {name: _lines(held_out, found) for name, found in answers.items()}
    wanted = direction == ENGLISH_SPANISH and bars.EVERYDAY in sets
    written = everyday.answers(translators[MODEL]) if wanted else []
    cost = measure_in_a_process(folder)
    return Measurement(
        direction=direction.name,
        systems={system.name: system.about for system in systems},
        scores=scores,
        all_references=_all_references(held_out, answers[MODEL]),
        lengths={name: by_length(found) for name, found in lines.items() if name != FLOAT32},
        everyday=written,
        cost=cost,
        verdicts=bars.judge(
            bars.BARS[direction.name], _figures(scores, cost, written), sets=frozenset(sets)
        ),
        worst=worst((line for line in lines[MODEL] if line.set not in NOT_READ), count=WORST),
    )


def _lines(held_out: Sequence[EvaluationSet], answers: Sequence[Sequence[str]]) -> list[Line]:
    return [
        Line(one.name, *line)
        for one, written in zip(held_out, answers, strict=True)
        for line in zip(one.sources, written, one.references, strict=True)
    ]


def _scores(
    held_out: Sequence[EvaluationSet],
    answers: Mapping[str, Sequence[Sequence[str]]],
    *,
    recorded: Mapping[str, Any],
) -> dict[str, Scores]:
    """Score every system on every set; what float32 scored may be known from the export only."""
    found: dict[str, Scores] = {}
    for number, one in enumerate(held_out):
        found[one.name] = {
            system: score(one.name, written[number], one.references)
            for system, written in answers.items()
        }
        if FLOAT32 not in answers and one.name in recorded:
            found[one.name][FLOAT32] = Score(one.name, **recorded[one.name])
    return found


def _all_references(held_out: Sequence[EvaluationSet], answers: Sequence[Sequence[str]]) -> Scores:
    return {
        one.name: score(one.name, written, one.references, *one.further)
        for one, written in zip(held_out, answers, strict=True)
        if one.further
    }


def _figures(
    scores: Mapping[str, Scores], cost: ServingCost, asked: Sequence[everyday.Answer]
) -> dict[str, float]:
    """Name the figures as the bars do, rounded as they are printed."""
    figures = {
        bars.MILLISECONDS: cost.milliseconds_beam_1,
        bars.MEGABYTES: cost.megabytes_peak,
    }
    if asked:
        figures[bars.EVERYDAY_RIGHT] = sum(one.right for one in asked)
    for name, by_system in scores.items():
        for system in (MODEL, APERTIUM):
            measured = by_system[system]
            other = None if system == MODEL else system
            figures[bars.figure(name, "BLEU", system=other)] = round(measured.bleu, 1)
            figures[bars.figure(name, "chrF2", system=other)] = round(measured.chrf, 1)
    return figures
