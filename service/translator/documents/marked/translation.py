"""Translate streams of text and markup: the text in whole sentences, the markup with its words."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from translator.documents.asking import Answers, Translate
from translator.documents.marked.assembly import assemble, written
from translator.documents.marked.items import Item, Stream
from translator.documents.marked.marks import Mark
from translator.documents.marked.passage import Passage, passage_of
from translator.documents.marked.sentence import Sentence
from translator.documents.marked.units import Unit, parts_of, units_of


def translate_streams(streams: Sequence[Stream], translate: Translate) -> list[list[str | Item]]:
    """Translate streams that do not share a sentence.

    Every item comes out once, elements nested as they were. Items change their order only with
    the words that they stand at.

    Raises:
        TranslatorError: whatever `translate` raises.
    """
    passages = [passage_of(stream) for stream in streams]
    sentences = [sentences_of(passage, units_of(passage)) for passage in passages]
    answers = Answers(translate)
    answers.ask(_questions(sentences))
    sentences = [
        _whole(passage, found, answers) for passage, found in zip(passages, sentences, strict=True)
    ]
    answers.ask(_questions(sentences))
    return [
        written(passage, assemble(passage, found, answers))
        for passage, found in zip(passages, sentences, strict=True)
    ]


def count_characters(streams: Sequence[Stream]) -> int:
    """Count the characters of the text of streams, with single spaces between its words."""
    texts = (item for stream in streams for item in stream if isinstance(item, str))
    return sum(len(" ".join(text.split())) for text in texts)


def _questions(passages: Sequence[Sequence[Sentence]]) -> Iterator[str]:
    for sentences in passages:
        for sentence in sentences:
            yield from sentence.questions()


def _whole(
    passage: Passage, sentences: Sequence[Sentence], answers: Mapping[str, str]
) -> list[Sentence]:
    """Cut the sentences whose translation lost what stands for something else."""
    units = [
        unit
        for each in sentences
        for unit in (parts_of(passage, each.unit) if each.target(answers) is None else [each.unit])
    ]
    return sentences_of(passage, units)


def sentences_of(passage: Passage, units: Sequence[Unit]) -> list[Sentence]:
    """Deal out the marks of a passage to its units; one may reach into several."""
    found: list[list[int]] = [[] for _ in units]
    starts = [unit.start for unit in units]
    for number, mark in enumerate(passage.marks):
        for index in range(max(0, bisect_right(starts, mark.start) - 1), len(units)):
            if units[index].start >= max(mark.end, mark.start + 1):
                break
            if _lies_in(mark, units[index]):
                found[index].append(number)
    return [Sentence.of(passage, *each) for each in zip(units, found, strict=True)]


def _lies_in(mark: Mark, unit: Unit) -> bool:
    """Tell whether a mark holds a part of a unit, or stands inside it."""
    if mark.is_point:
        return unit.start < mark.start < unit.end
    return mark.start < unit.end and unit.start < mark.end
