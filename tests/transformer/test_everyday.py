"""What the served model makes of ten sentences of everyday life is right, or told in its card.

That all ten are right is a bar of `make evaluate`.
"""

import re

import pytest
from transformer import paths
from transformer.evaluation.everyday import Everyday, everyday_sentences, wordings
from transformer.evaluation.scores import served_engine
from transformer.pairs.cleaning import normalise
from translator.engine import Engine

SENTENCES = everyday_sentences()
CARD = (paths.SERVED_MODELS / "README.md").read_text(encoding="utf-8")
WRONG = CARD.partition("## What it gets wrong")[2].partition("\n## ")[0]
SHOWN_AS_WRONG = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", WRONG, re.MULTILINE)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Load what is served."""
    return served_engine(paths.served_model("en-es"))


def test_each_is_right_or_shown_in_the_card_with_what_is_written(
    engine: Engine,
) -> None:
    answers = engine.translate([sentence.english for sentence in SENTENCES])
    wrong = {
        (sentence.english, answer)
        for sentence, answer in zip(SENTENCES, answers, strict=True)
        if answer not in sentence.accepted
    }

    english = {sentence.english for sentence in SENTENCES}
    assert wrong == {row for row in SHOWN_AS_WRONG if row[0] in english}
    assert len(SHOWN_AS_WRONG) > len(wrong)


def test_there_are_ten_sentences_and_each_has_several_wordings() -> None:
    assert len({sentence.english for sentence in SENTENCES}) == 10
    assert all(len(sentence.accepted) >= 5 for sentence in SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.english)
def test_every_wording_is_written_as_a_sentence(sentence: Everyday) -> None:
    for wording in sentence.accepted:
        assert wording == normalise(wording)
        assert not set("{|}") & set(wording)
        assert wording.endswith("?" if sentence.english.endswith("?") else ".")
        assert wording.lstrip("¿")[0].isupper()
        assert wording.startswith("¿") == wording.endswith("?")


def test_a_pattern_stands_for_all_its_wordings() -> None:
    assert wordings("{Uno|Dos} y {tres|cuatro}.") == [
        "Uno y tres.",
        "Uno y cuatro.",
        "Dos y tres.",
        "Dos y cuatro.",
    ]
    assert wordings("Sin elección.") == ["Sin elección."]
