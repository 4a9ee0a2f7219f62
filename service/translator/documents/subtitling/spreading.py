"""Spread the translation of a sentence over the cues that its source was spread over."""

import re
from collections.abc import Sequence
from itertools import accumulate

_SPACE = re.compile(r"\s+")
_PAUSE = re.compile(r"[,;:.!?…—–]$")
_LITTLE_WORD = re.compile(r"(?:^|\s)\S{1,3}$")
# In characters: so much further from its right place may a break be.
_GAIN_AT_A_PAUSE = 8
_LOSS_AFTER_A_LITTLE_WORD = 4


def spread(text: str, shares: Sequence[int]) -> list[str]:
    """Cut a text between words, in parts as long in proportion as their shares.

    Args:
        text: on one line.
        shares: how long the parts were in the source.

    Returns:
        As many parts as there are shares; the last ones are empty if there are too few words.
    """
    gaps = [match.span() for match in _SPACE.finditer(text)]
    cuts: list[tuple[int, int]] = []
    for left, share in zip(range(len(shares) - 2, -1, -1), accumulate(shares[:-1]), strict=True):
        # Every part that follows needs a word of its own, as long as there are any.
        reachable = gaps[: max(len(gaps) - left, len(cuts) + 1)]
        possible = [gap for gap in reachable if not cuts or gap > cuts[-1]]
        if not possible:
            break
        wanted = len(text) * share / max(1, sum(shares))
        cuts.append(min(possible, key=lambda gap: _cost(text, gap[0], wanted)))
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    parts = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return parts + [""] * (len(shares) - len(parts))


def _cost(text: str, position: int, wanted: float) -> float:
    cost = abs(position - wanted)
    before = text[max(0, position - 8) : position]
    if _PAUSE.search(before):
        return cost - _GAIN_AT_A_PAUSE
    return cost + _LOSS_AFTER_A_LITTLE_WORD * bool(_LITTLE_WORD.search(before))
