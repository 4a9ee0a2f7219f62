"""The translators that are measured: each does its jobs, in a process of its own."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmark.errors import SystemFailedError
from benchmark.systems.bare import TOGETHER
from benchmark.systems.child import each, saturate, together
from benchmark.systems.system import running_system

TEXTS = ["Good morning.", "Thank you very much.", "The letter arrived this morning."]


class Shouting:
    """Shout instead of translating."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def one(self, text: str, pieces: int) -> str:
        self.batches.append(1)
        return text.upper() + "!" * pieces

    def many(self, texts: Sequence[str]) -> list[str]:
        self.batches.append(len(texts))
        return [text.upper() for text in texts]


def test_each_sentence_has_its_time_and_its_length() -> None:
    found = each(Shouting(), texts=["a", "b"], pieces=[1, 2])

    assert found["answers"] == ["A!", "B!!"]
    assert all(seconds >= 0 for seconds in found["seconds"])


def test_sentences_together_have_one_time() -> None:
    found = together(Shouting(), texts=["a", "b"])

    assert found["answers"] == ["A", "B"]
    assert found["seconds"] > 0


@pytest.mark.parametrize("at_once", [1, 2])
def test_saturation_lasts_as_long_as_is_asked_and_counts_sentences(at_once: int) -> None:
    program = Shouting()
    found = saturate(program, texts=["a", "b", "c"], first=1, at_once=at_once, seconds=0.02)

    assert set(program.batches) == {at_once}
    assert found["sentences"] == sum(program.batches)
    assert found["seconds"] >= 0.02


@pytest.mark.parametrize("name", ["served", "bare", "apertium", "apertium-command"])
def test_a_translator_answers_one_by_one_as_it_does_together(name: str, tmp_path: Path) -> None:
    with running_system(name, tmp_path) as system:
        one_by_one = system.answer("each", texts=TEXTS, pieces=[0, 0, 0])["answers"]
        all_together = system.answers(TEXTS)
        rate = system.per_second(TEXTS)

    assert one_by_one == all_together
    assert "Buenos días" in one_by_one[0] or "Buena mañana" in one_by_one[0]
    assert rate > 0


def test_the_bare_engine_keeps_the_order_of_more_than_a_batch(tmp_path: Path) -> None:
    texts = [f"I have {number} cats." for number in range(TOGETHER + 8)]
    with running_system("bare", tmp_path) as system:
        answers = system.answers(texts)

    assert [str(number) in answer for number, answer in enumerate(answers)] == [True] * len(texts)


def test_the_articles_way_says_the_same_in_as_many_pieces_as_it_is_given(tmp_path: Path) -> None:
    with running_system("bare", tmp_path) as bare, running_system("articles", tmp_path) as articles:
        wanted = bare.answers(TEXTS)
        whole = articles.answer("each", texts=TEXTS, pieces=[12, 12, 12])["answers"]
        cut = articles.answer("each", texts=TEXTS[2:], pieces=[2])["answers"]

    assert whole == wanted
    assert wanted[2].startswith(cut[0])


def test_a_translator_that_fails_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(SystemFailedError, match="NoSuchModel"),
        running_system("served", tmp_path, models=Path("/NoSuchModel")),
    ):
        pass
