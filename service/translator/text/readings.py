"""One way to have the model read a sentence, and what its answer must keep."""

from dataclasses import dataclass, field

from translator.text.casing import Case, in_sentence_case, with_case_of
from translator.text.marks import Marked
from translator.text.numbers import with_numbers_of
from translator.text.punctuation import with_punctuation_of
from translator.text.quotes import with_quotes_of, with_straight_quotes, without_quotes
from translator.text.stand_ins import put_in, take_out
from translator.text.verbatim import Kind


@dataclass(frozen=True)
class Languages:
    """What the model reads and what it writes, as ISO 639-1."""

    source: str
    target: str


@dataclass(frozen=True)
class Reading:
    """One input of the model for a sentence with signs.

    Args:
        text: what the model reads.
        core: the sentence; its signs stand for what must not change.
        case: how the sentence uses capitals.
        sought: what is looked for in its answer in the place of each sign.
        bonus: what is added to the confidence of its answers where several readings compete.
        keeps_all: whether an answer that loses a number or a quote is none.
    """

    text: str
    core: Marked
    case: Case
    languages: Languages
    sought: dict[str, str] = field(default_factory=dict)
    bonus: float = 0.0
    keeps_all: bool = True

    def answer(self, output: str) -> str | None:
        """Give the model's output the signs, numbers, quotes, marks and capitals of the source.

        Returns:
            None if it lost one of them.
        """
        source, target = self.core.text, self.languages.target
        answer = take_out(output, self.core, self.sought)
        if answer is not None and self.keeps_all:
            answer = with_numbers_of(answer, source)
            answer = None if answer is None else with_quotes_of(answer, source)
        elif answer is not None:
            answer = without_quotes(answer)
        if answer is None:
            return None
        answer = with_punctuation_of(answer, source, target)
        typed = self.core.with_originals([Kind.TERM])
        return with_case_of(answer, typed, self.case, target)


def reading(
    core: Marked,
    case: Case,
    languages: Languages,
    stand_ins: dict[str, str],
    *,
    sought: dict[str, str] | None = None,
    as_typed: bool = False,
    bonus: float = 0.0,
    keeps_all: bool = True,
) -> Reading:
    """Prepare a sentence for the model.

    Args:
        core: a sentence without its edges.
        case: how it uses capitals.
        languages: those of the model.
        stand_ins: what to write for each sign.
        sought: what to look for in its place, if that is not the same.
        as_typed: whether the model sees the capitals as they are.
        bonus: see `Reading`.
        keeps_all: see `Reading`.
    """
    text = core.text if as_typed else in_sentence_case(core.text, case, languages.source)
    text = put_in(with_straight_quotes(text), core, stand_ins)
    return Reading(
        text=" ".join(text.split()),
        core=core,
        case=case,
        languages=languages,
        sought=sought or stand_ins,
        bonus=bonus,
        keeps_all=keeps_all,
    )
