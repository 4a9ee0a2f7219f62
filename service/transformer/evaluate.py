"""Measure the served model: ``python -m transformer.evaluate``."""

import argparse
from pathlib import Path

from transformer import paths
from transformer.evaluation import SETS, evaluate


def main() -> None:
    """Read the arguments, print a line for each set and, at last, how it was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=paths.SERVED_MODEL)
    parser.add_argument("--text", type=Path, default=paths.text_folder())
    parser.add_argument("--sets", nargs="*", default=SETS)
    options = parser.parse_args()
    scores = evaluate(options.model, options.text, sets=options.sets)
    for signature in sorted(
        {s for one in scores for s in (one.bleu_signature, one.chrf_signature)}
    ):
        print(signature)


if __name__ == "__main__":
    main()
