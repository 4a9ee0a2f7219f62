"""Take from the ends of a sentence what the model does best without: quotes, brackets, emoji."""

import re
from dataclasses import dataclass

from translator.text.marks import PICTURES
from translator.text.punctuation import final_marks, without_final_marks
from translator.text.quotes import quoted_spans

_LEADING = re.compile(rf"(?:[{PICTURES}]|\s|[—–]\s?)+")
_TRAILING = re.compile(rf"(\s*(?:[{PICTURES}]\s*)+)([.!?…]*)$|\s+()$")
_FINAL = re.compile(r"[.!?…,;:]*$")
_PAIRED = re.compile(r"[\"“”„‟«»'‘(\[{]")
_OPENING_EDGE = re.compile(r"[\"“”„«‘(\[{]")
# No single quote: it is the apostrophe of a plural.
_CLOSING_EDGE = re.compile(r"[\"“”»)\]}]([.!?…,;:]*)$")


@dataclass(frozen=True)
class Edges:
    """A sentence without its edges.

    Args:
        before: what begins it.
        core: the rest, which may have the marks that end the sentence behind its edge as well.
        after: what ends it.
        repeats_final: whether the marks at the end of the core are in `after`, too.
    """

    before: str
    core: str
    after: str = ""
    repeats_final: bool = False

    def around(self, answer: str) -> str:
        """Put the edges on a translation of the core."""
        answer = without_final_marks(answer).rstrip() if self.repeats_final else answer
        return self.before + answer + self.after


def edges_of(sentence: str) -> Edges:
    """Part a sentence from its edges."""
    edges = Edges("", sentence)
    while not edges.repeats_final:
        smaller = _without_leading(edges) or _without_trailing(edges) or _without_pair(edges)
        if smaller is None:
            break
        edges = smaller
    return edges


def _without_leading(edges: Edges) -> Edges | None:
    match = _LEADING.match(edges.core)
    end = match.end() if match else 0
    if not end and _OPENING_EDGE.match(edges.core) and not _closes(edges.core):
        end = 1
    return Edges(edges.before + edges.core[:end], edges.core[end:], edges.after) if end else None


def _without_trailing(edges: Edges) -> Edges | None:
    match = _TRAILING.search(edges.core)
    if match:
        return _cut(edges, edges.before, match.start(), match[2] or "")
    match = _CLOSING_EDGE.search(edges.core)
    if match and not _opens(edges.core, match.start()):
        return _cut(edges, edges.before, match.start(), match[1])
    return None


def _without_pair(edges: Edges) -> Edges | None:
    if not _PAIRED.match(edges.core):
        return None
    final = _FINAL.search(edges.core)
    end = final.start() if final else len(edges.core)
    if quoted_spans(edges.core)[:1] != [(0, end)]:
        return None
    inside = Edges(edges.before + edges.core[0], edges.core[1:], edges.after)
    return _cut(inside, inside.before, end - 2, edges.core[end:])


def _cut(edges: Edges, before: str, end: int, final: str) -> Edges:
    """Cut the core off; the model is told how the sentence ends."""
    core, after = edges.core[:end], edges.core[end:] + edges.after
    if final and not final_marks(core):
        return Edges(before, core + final, after, repeats_final=True)
    return Edges(before, core, after)


def _closes(core: str) -> bool:
    """Tell whether what opens at the beginning closes anywhere."""
    return any(start == 0 for start, _ in quoted_spans(core))


def _opens(core: str, place: int) -> bool:
    """Tell whether what closes at a place was opened."""
    return any(end == place + 1 for _, end in quoted_spans(core))
