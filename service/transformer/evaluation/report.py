"""Write a measurement down: tables for people, and the same as JSON."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from transformer.evaluation.bars import Verdict
from transformer.evaluation.measurement import Measurement
from transformer.evaluation.scores import Score

_CELL = 16


def as_text(measured: Measurement) -> str:
    """Return all tables; the sentences to read come last."""
    parts = (
        _systems(measured),
        _scores(measured),
        _lengths(measured),
        _everyday(measured),
        _cost(measured),
        _bars(measured),
        _worst(measured),
    )
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def as_json(measurements: Sequence[Measurement]) -> dict[str, Any]:
    """Return the same as values, with the signatures once and whether every bar is held."""
    return {
        "signatures": signatures(measurements),
        "all_bars_held": not any(v.held is False for m in measurements for v in m.verdicts),
        "directions": {one.direction: _values(one) for one in measurements},
    }


def signatures(measurements: Sequence[Measurement]) -> list[str]:
    """List how BLEU and chrF2 were computed, each way once."""
    tables = [table for one in measurements for table in (*one.scores.values(), one.all_references)]
    scores = [score for table in tables for score in table.values()]
    return sorted(
        {f"BLEU {score.bleu_signature}" for score in scores}
        | {f"chrF2 {score.chrf_signature}" for score in scores}
    )


def _values(measured: Measurement) -> dict[str, Any]:
    return {
        "systems": dict(measured.systems),
        "sets": {name: _score_values(found) for name, found in measured.scores.items()},
        "all_references": _score_values(measured.all_references),
        "lengths": {
            system: {score.name: _figures(score) for score in scores}
            for system, scores in measured.lengths.items()
        },
        "everyday": [dataclasses.asdict(answer) for answer in measured.everyday],
        "cost": dataclasses.asdict(measured.cost),
        "bars": [dataclasses.asdict(verdict) for verdict in measured.verdicts],
        "worst": [dataclasses.asdict(line) for line in measured.worst],
    }


def _score_values(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {name: _figures(score) for name, score in scores.items()}


def _figures(score: Score) -> dict[str, Any]:
    values = score.as_dict()
    return {key: values[key] for key in ("sentences", "bleu", "chrf")}


def _systems(measured: Measurement) -> Iterator[str]:
    yield f"== {measured.direction}"
    for name, about in measured.systems.items():
        yield f"{name:10} {about}"


def _scores(measured: Measurement) -> Iterator[str]:
    columns = list(measured.systems)
    yield _row("BLEU / chrF2", "sentences", columns)
    for name, found in measured.scores.items():
        sentences = f"{next(iter(found.values())).sentences:,}"
        yield _row(name, sentences, [_cell(found.get(column)) for column in columns])
    for name, score in measured.all_references.items():
        yield _row(f"{name}, all references", f"{score.sentences:,}", [_cell(score)])


def _lengths(measured: Measurement) -> Iterator[str]:
    by_system = {
        system: {score.name: score for score in scores}
        for system, scores in measured.lengths.items()
    }
    yield _row("All sets by length", "sentences", list(by_system))
    for name, score in next(iter(by_system.values())).items():
        cells = [_cell(found.get(name)) for found in by_system.values()]
        yield _row(name, f"{score.sentences:,}", cells)


def _everyday(measured: Measurement) -> Iterator[str]:
    if measured.everyday:
        yield "Everyday sentences"
    for answer in measured.everyday:
        yield f"  {'right' if answer.right else 'WRONG'}  {answer.english} → {answer.spanish}"


def _cost(measured: Measurement) -> Iterator[str]:
    cost = measured.cost
    yield "Cost of serving, one thread"
    yield f"  a 10-word sentence: {cost.milliseconds_beam_1} ms at beam 1, " + (
        f"{cost.milliseconds_beam_2} ms at beam 2 (median)"
    )
    yield f"  a process with engine and model: {cost.megabytes} MB, " + (
        f"at most {cost.megabytes_peak} MB, after the longest request"
    )


def _bars(measured: Measurement) -> Iterator[str]:
    yield "Bars"
    for verdict in measured.verdicts:
        outcome = {None: "not measured", True: "held", False: "MISSED"}[verdict.held]
        yield f"  {outcome:12}  {verdict.bar.figure}{_comparison(verdict)}"


def _comparison(verdict: Verdict) -> str:
    if verdict.held is None:
        return ""
    measured, limit = (
        "unknown" if value is None else f"{value:g}" for value in (verdict.measured, verdict.limit)
    )
    whose = f", {verdict.bar.limit}" if isinstance(verdict.bar.limit, str) else ""
    return f": {measured}, wanted {verdict.bar.relation} {limit}{whose}"


def _worst(measured: Measurement) -> Iterator[str]:
    yield f"The {len(measured.worst)} worst sentences by chrF2"
    for line in measured.worst:
        yield f"  {line.chrf:g}  {line.set}"
        for role, text in (
            ("read", line.source),
            ("wrote", line.answer),
            ("person", line.reference),
        ):
            yield f"    {role:7} {text}"


def _row(name: str, sentences: str, cells: Sequence[str]) -> str:
    return f"{name:31} {sentences:>9} " + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _cell(score: Score | None) -> str:
    return f"{score.bleu:.1f} / {score.chrf:.1f}" if score else "–"
