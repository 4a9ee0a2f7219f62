"""Count how often the language of a line is mistaken.

`PYTHONPATH=service python -m tests.service.language_figures` needs the evaluation sets
(`TRADUCTOR_TEXT`, see service/transformer/paths.py) and a few seconds.
"""

from collections.abc import Sequence

from transformer import paths
from translator.text.language import SERVED, mismatch


def share_taken_for_another(lines: Sequence[str], expected: str) -> float:
    """Give the share of lines that would be copied instead of translated."""
    return sum(mismatch(line, expected) is not None for line in lines) / len(lines)


def main() -> None:
    """Print the share for lines in each language, expected in each."""
    for code in SERVED:
        files = sorted((paths.text_folder() / "eval").glob(f"*.{code}"))
        lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
        for expected in SERVED:
            share = share_taken_for_another(lines, expected)
            print(f"{len(lines)} lines of {code}, {expected} expected: {share:.4%} copied")


if __name__ == "__main__":
    main()
