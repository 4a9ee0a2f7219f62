"""Measure what is shipped, and compare it with what it must reach.

``python -m transformer.evaluate`` prints a table for each direction and writes the same to
``build/evaluate.json``. Its exit status is 0 if every bar is held, 1 if one is missed, and 2 if
something needed for measuring is missing.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from translator.model import METADATA_FILE

from transformer import paths
from transformer.command import run
from transformer.directions import DIRECTIONS, Direction
from transformer.errors import EvaluationError
from transformer.evaluation import report
from transformer.evaluation.bars import EVERYDAY, missed
from transformer.evaluation.earlier import extract_model_before
from transformer.evaluation.measurement import Measurement, measure

ALL_SETS = (
    "tatoeba_dev",
    "tatoeba_test",
    "tatoeba_challenge_test",
    "flores200_dev",
    "tico19_dev",
    EVERYDAY,
)
NO_MODEL_BEFORE = "none"


def main() -> None:
    """Read the arguments, measure, write, print, and compare."""
    options = _parser().parse_args()
    measurements = [_measure(DIRECTIONS[name], options) for name in _directions(options)]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    values = json.dumps(report.as_json(measurements), indent=1, ensure_ascii=False)
    options.output.write_text(values + "\n", encoding="utf-8")
    print("\n".join(report.signatures(measurements)))
    for one in measurements:
        print(f"\n{report.as_text(one)}")
    low = [verdict for one in measurements for verdict in missed(one.verdicts)]
    print(f"\nBars missed: {len(low)}. The same as values: {options.output}")
    sys.exit(1 if low else 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--direction", choices=DIRECTIONS, help="default: every one shipped")
    parser.add_argument("--model", type=Path, help="a folder other than the shipped one")
    parser.add_argument(
        "--before",
        type=Path,
        help="the folder of the model before, or none; default: the last other one in git",
    )
    parser.add_argument("--text", type=Path, default=paths.text_folder(), help="holds eval/")
    parser.add_argument("--sets", nargs="+", default=ALL_SETS, help=f"of eval/, or {EVERYDAY}")
    parser.add_argument("--output", type=Path, default=paths.EVALUATION / "evaluate.json")
    return parser


def _directions(options: argparse.Namespace) -> list[str]:
    """List what to measure."""
    if options.direction:
        return [options.direction]
    shipped = [n for n in DIRECTIONS if (paths.served_model(n) / METADATA_FILE).is_file()]
    if options.model or not shipped:
        raise EvaluationError(
            "it is not clear which direction to measure: "
            f"{'--model is given' if options.model else f'{paths.SERVED_MODELS} holds no model'}; "
            f"name one of {', '.join(DIRECTIONS)} with --direction"
        )
    return shipped


def _measure(direction: Direction, options: argparse.Namespace) -> Measurement:
    """Measure one direction, with the model before in a folder that is gone afterwards."""
    shipped = paths.served_model(direction.name)
    folder = options.model or shipped
    with tempfile.TemporaryDirectory() as temporary:
        before = options.before
        if before is None:
            before = extract_model_before(folder, shipped, Path(temporary))
        elif str(before) == NO_MODEL_BEFORE:
            before = None
        return measure(direction, folder, text=options.text, sets=options.sets, before=before)


if __name__ == "__main__":
    run(main)
