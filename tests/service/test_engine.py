"""The engine as served, with the model of the repository."""

import pytest
from translator.engine import Engine
from translator.errors import EngineError
from translator.making import make_directions
from translator.settings import Settings


def test_an_english_sentence_becomes_a_spanish_one(real_engine: Engine) -> None:
    (translation,) = real_engine.translate(["Thank you very much."])

    assert "gracias" in translation.lower()


def test_it_names_its_languages(real_engine: Engine) -> None:
    assert (real_engine.source, real_engine.target) == ("en", "es")


def test_the_same_texts_give_the_same_translations(real_engine: Engine) -> None:
    texts = ["I like music.", "The train leaves at 10.30.", "Where do you live?"]

    assert real_engine.translate(texts) == real_engine.translate(texts)


def test_the_shape_of_a_text_survives(real_engine: Engine) -> None:
    (translation,) = real_engine.translate(["  Good morning.\n\n\tI am here. You too.\n"])

    lines = translation.split("\n")
    assert len(lines) == 4
    assert lines[0].startswith("  ")
    assert lines[1] == lines[3] == ""
    assert lines[2].startswith("\t")


@pytest.mark.parametrize("text", ["", "\n", "12", "😀", "- "])
def test_what_needs_no_translation_comes_back_as_it_was(real_engine: Engine, text: str) -> None:
    assert real_engine.translate([text]) == [text]


@pytest.mark.parametrize(
    "text", ["a\x00b", "\ufffd\ufffe", "e\u0301" * 50, "العربية 中文", "ha " * 500, "x" * 2_000]
)
def test_strange_text_is_answered_on_one_line(real_engine: Engine, text: str) -> None:
    (translation,) = real_engine.translate([text])

    assert "\n" not in translation


def test_a_sentence_longer_than_the_model_is_not_cut_off(real_engine: Engine) -> None:
    sentence = ", ".join(f"the letter number {number} arrived" for number in range(100, 160))

    (translation,) = real_engine.translate([sentence])

    assert len(translation) > len(sentence) // 2


def test_candidates_are_different_and_begin_with_the_best(real_engine: Engine) -> None:
    candidates = real_engine.candidates("The house is big. I like it.", count=4)

    assert 2 <= len(candidates) <= 4
    assert len(set(candidates)) == len(candidates)


def test_an_engine_that_was_not_loaded_says_so() -> None:
    engine = make_directions(Settings(server_name="_")).first

    with pytest.raises(EngineError, match="not loaded"):
        engine.translate(["Good morning."])
