"""Translate subtitles: sentences as a whole, even over several cues; times and tags stay."""

from collections import ChainMap
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from translator.documents.asking import Answers, Translate
from translator.documents.encodings import Encoded, decoded
from translator.documents.marked.assembly import Assembly, assemble, written
from translator.documents.marked.items import Item
from translator.documents.marked.passage import Passage
from translator.documents.marked.stand_ins import with_placeholders
from translator.documents.marked.translation import sentences_of
from translator.documents.marked.units import units_of
from translator.documents.subtitling.cues import cues_of
from translator.documents.subtitling.groups import groups_of
from translator.documents.subtitling.lines import line_breaks
from translator.documents.subtitling.speeches import Speech, speeches_of
from translator.documents.subtitling.spreading import spread

_LINES_ALWAYS_ALLOWED = 2


class SubtitleFile:
    """Subtitles in a file.

    Raises:
        BrokenCueError: a cue is none.
    """

    def __init__(self, source: Encoded) -> None:
        self._source = source
        cues, self._rest = cues_of(source.text)
        self._scene = [(cue, speeches_of(cue.lines)) for cue in cues]
        self.characters = sum(len(each.unit.text) for _, said in self._scene for each in said)

    def translated(self, translate: Translate, *, target: str) -> bytes:  # noqa: ARG002
        """Write the subtitles in another language; they do not say in which they are."""
        groups = [_Group(speeches) for speeches in groups_of(self._scene)]
        answers = Answers(translate)
        answers.ask(question for group in groups for question in group.questions())
        assemblies = (each for group in groups for each in group.assemblies(answers))
        pieces = [
            cue.written(_lines(cue.lines, said, [next(assemblies) for _ in said]))
            for cue, said in self._scene
        ]
        return self._source.encode("".join([*pieces, self._rest]))


def read(content: bytes) -> SubtitleFile:
    """Read subtitles.

    Raises:
        BrokenFileError: they are in another encoding, or a cue is none.
    """
    return SubtitleFile(decoded(content))


class _Group:
    """Speeches of cues that follow each other, and share a sentence if there are several."""

    def __init__(self, speeches: Sequence[Speech]) -> None:
        self._speeches = speeches
        text = " ".join(speech.unit.text for speech in speeches)
        self._units = units_of(Passage(text, (), (), frozenset(), frozenset()))

    def questions(self) -> Iterator[str]:
        """List the texts whose translations are needed."""
        yield from (unit.question for unit in self._units)
        for speech in self._speeches:
            for sentence in sentences_of(speech.passage, [speech.unit]):
                yield from sentence.questions_of_marks()

    def assemblies(self, answers: Answers) -> Iterator[Assembly]:
        """Give what is said in each cue in the other language."""
        said: list[list[str]] = [[] for _ in self._speeches]
        ends = list(accumulate(len(speech.unit.text) + 1 for speech in self._speeches))
        for unit in self._units:
            inside = [
                (number, min(end, unit.end) - max(start, unit.start))
                for number, (start, end) in enumerate(pairwise([0, *ends]))
                if start < unit.end and unit.start < end
            ]
            parts = spread(answers[unit.question], [length for _, length in inside])
            for (number, _), part in zip(inside, parts, strict=True):
                said[number].append(part)
        for speech, parts in zip(self._speeches, said, strict=True):
            own = {with_placeholders(speech.unit.text): " ".join(parts)}
            sentences = sentences_of(speech.passage, [speech.unit])
            yield assemble(speech.passage, sentences, ChainMap(own, answers))


def _lines(
    lines: Sequence[str], said: Sequence[Speech], assemblies: Sequence[Assembly]
) -> list[str]:
    """Break what is said in a cue into lines again, tags and all; what is the same stays."""
    if all(speech.passage.text == new.text for speech, new in zip(said, assemblies, strict=True)):
        return list(lines)
    found: list[str] = []
    for speech, assembly in zip(said, assemblies, strict=True):
        most = speech.lines if len(said) > 1 else max(speech.lines, _LINES_ALWAYS_ALLOWED)
        characters = list(assembly.text)
        for position in line_breaks(assembly.text, most_lines=most):
            characters[position] = "\n"
        broken = Assembly("".join(characters), assembly.places)
        pieces = written(speech.passage, broken)
        text = "".join(piece.payload if isinstance(piece, Item) else piece for piece in pieces)
        found += text.split("\n")
    return found
