"""The ways in which a sentence is tried, from the most fluent to the one that cannot fail."""

import re
from collections.abc import Iterator

from translator.text import stand_ins
from translator.text.casing import Case, case_of, has_frequent_word
from translator.text.edges import Edges, edges_of
from translator.text.marks import SIGNS, Mark, Marked
from translator.text.numbers import number_spans
from translator.text.punctuation import without_final_marks
from translator.text.quotes import quoted_spans
from translator.text.readings import Languages, Reading, reading
from translator.text.trials import Kept, Nested, Row, Trial, Whole
from translator.text.verbatim import Kind, Span

# With more of them a sentence is a list of codes, of which the model makes nothing.
MOST_MARKS = 12
# How much surer the model must be of a heading's capitals than of the same in lower case, or less
# sure where none of its words is surely no name.
TITLE_BONUS = 0.05

# Signs, quotes, brackets, and numbers with the letters that touch them.
_BETWEEN = re.compile(rf"([{SIGNS}]|(?:\w[\w-]*)?\d[\w-]*(?:[.,:]\d+)*|[\"“”„‟«»()\[\]{{}}])")
_WORDS = re.compile(r"(\W*)(.*?)(\s*)", re.DOTALL)

Way = tuple[Marked, Trial]


def with_typed_stand_ins(whole: Marked, languages: Languages) -> Way | None:
    """Have a sentence read whole, with stand-ins that are like what they stand for."""
    if len(whole.marks) > MOST_MARKS:
        return None
    return whole, _whole(whole, languages)


def with_codes(whole: Marked, languages: Languages) -> Way | None:
    """Have a sentence read whole, with codes, and other numbers in the place of its own."""
    numbered = _numbered(whole)
    if not 0 < len(numbered.marks) <= MOST_MARKS:
        return None
    edges = edges_of(numbered.text)
    core = numbered.only(edges.core)
    case = case_of(core.text, languages.source)
    only = reading(core, case, languages, stand_ins.coded(core))
    return numbered, Whole(edges, (only,))


def with_nested_parts(whole: Marked, languages: Languages) -> Way | None:
    """Have what stands in quotes or brackets read by itself."""
    numbered = _numbered(whole)
    edges = edges_of(numbered.text)
    spans = quoted_spans(edges.core)
    nested = numbered.only(edges.core).with_marks(Span(*span, Kind.PART) for span in spans)
    if not spans or len(nested.marks) > MOST_MARKS or not nested.has_words:
        return None
    inner = {
        mark.sign: _whole(nested.only(mark.original), languages)
        for mark in nested.marks
        if mark.kind is Kind.PART
    }
    case = case_of(nested.text, languages.source)
    only = reading(nested, case, languages, stand_ins.typed(nested))
    return nested, Nested(Whole(edges, (only,)), inner)


def cut_around(whole: Marked, languages: Languages) -> Way:
    """Cut a sentence at all that must be kept; this never fails."""
    edges = edges_of(whole.text)
    core = without_final_marks(edges.core) if edges.repeats_final else edges.core
    case = case_of(core, languages.source)
    # What was split at stands at every second place.
    parts = [
        part
        for place, piece in enumerate(_BETWEEN.split(core))
        for part in ([Kept(piece)] if place % 2 else _parts(whole.only(piece), case, languages))
    ]
    return whole, Row((Kept(edges.before), *parts, Kept(edges.after)))


def _numbered(whole: Marked) -> Marked:
    """Mark the numbers; those in a name, as in COVID-19, with it."""
    text = whole.text
    return whole.with_marks(
        Span(start, end, Kind.OTHER if text[start].isalpha() else Kind.NUMBER)
        for start, end in number_spans(text)
    )


def _whole(marked: Marked, languages: Languages) -> Trial:
    edges = edges_of(marked.text)
    core = marked.only(edges.core)
    if not core.has_words:
        return Kept(marked.text)
    case = case_of(core.text, languages.source)
    return Whole(edges, tuple(_readings(core, case, languages)))


def _readings(core: Marked, case: Case, languages: Languages) -> Iterator[Reading]:
    """Have a heading read with its capitals, too, and a term by its own word, too."""
    sought = stand_ins.typed(core)
    written = [sought]
    terms = [mark for mark in core.marks if mark.kind is Kind.TERM and mark.sign in core.text]
    if terms:
        written = [
            sought | {mark.sign: _lowered(mark, mark.original, case) for mark in terms},
            sought | {mark.sign: _lowered(mark, mark.result, case) for mark in terms},
        ]
    for each in written:
        if case is not Case.TITLE:
            yield reading(core, case, languages, each, sought=sought)
            continue
        bonus = TITLE_BONUS if has_frequent_word(core.text, languages.source) else -TITLE_BONUS
        yield reading(core, case, languages, each, sought=sought, bonus=bonus)
        yield reading(core, case, languages, each, sought=sought, as_typed=True)


def _lowered(mark: Mark, text: str, case: Case) -> str:
    return text.lower() if mark.takes_case and case is Case.SHOUTED else text


def _parts(piece: Marked, case: Case, languages: Languages) -> Iterator[Trial]:
    """Part a piece from the marks and spaces at its ends."""
    if not piece.has_words:
        yield Kept(piece.text)
        return
    match = _WORDS.fullmatch(piece.text)
    before, words, after = match.groups() if match else ("", piece.text, "")
    only = reading(piece.only(words), case, languages, {}, keeps_all=False)
    yield Kept(before)
    yield Whole(Edges("", words), (only,), never_fails=True)
    yield Kept(after)
