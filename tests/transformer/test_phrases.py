"""The phrases written for this project are fit to learn from."""

import collections
import random
import re

import pytest
from transformer.pairs.cleaning import Pair, fault
from transformer.pairs.phrase_values import MAKERS, Value
from transformer.pairs.phrases import FILES, fill, fillings, lines, pairs, read_slots

ALL = list(pairs())
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
SLOT = re.compile(r"\{(?:\S+ )?([a-z]+)\d?(?:@[a-z]+\d?)?\}")
KEY = Value("key", "llave", feminine=True)
BOOK = Value("old book", "libro viejo")


def test_the_phrases_are_many_and_the_same_every_time() -> None:
    assert len(ALL) > 10_000
    assert list(pairs()) == ALL


def test_nothing_is_left_of_a_template_in_a_phrase() -> None:
    assert [pair for pair in ALL if re.search(r"[{}|\t]|  |^\s|\s$", " ".join(pair))] == []


def test_cleaning_leaves_out_what_has_too_few_letters_and_nothing_else() -> None:
    faults = collections.Counter(fault(*pair) for pair in ALL)

    assert set(faults) <= {None, "letters"}
    assert faults["letters"] < len(ALL) / 100


@pytest.mark.parametrize(("opening", "closing"), ["¿?", "¡!"])
def test_a_spanish_question_or_exclamation_opens_as_it_closes(opening: str, closing: str) -> None:
    spanish = [ADDRESS.sub("", pair[1]) for pair in ALL]

    assert [text for text in spanish if text.count(opening) != text.count(closing)] == []


def test_figures_and_addresses_are_copied_as_they_stand() -> None:
    def copied(text: str) -> tuple[list[str], list[str]]:
        return sorted(re.findall(r"\d", text)), ADDRESS.findall(text.rstrip("."))

    assert [pair for pair in ALL if copied(pair[0]) != copied(pair[1])] == []


def test_every_slot_is_filled_and_every_list_is_used() -> None:
    _, slots, templates = FILES
    known = set(read_slots(slots)) | set(MAKERS)
    sides = [line.split("\t") for line in lines(templates)]

    asked = {slot for side in sides for text in side for slot in SLOT.findall(text)}
    assert asked == known
    for english, spanish in sides:
        assert set(SLOT.findall(spanish)) == set(SLOT.findall(english))


@pytest.mark.parametrize(
    ("template", "value", "filled"),
    [
        (("{a thing}?", "¿{un thing}?"), KEY, ("A key?", "¿Una llave?")),
        (("{a thing}?", "¿{un thing}?"), BOOK, ("An old book?", "¿Un libro viejo?")),
        (("to the {thing}", "{al thing}"), KEY, ("to the key", "A la llave")),
        (
            ("It is the {thing}.", "Es {el thing}."),
            BOOK,
            ("It is the old book.", "Es el libro viejo."),
        ),
        (("new {thing}", "nuev{=o thing}"), KEY, ("new key", "nueva")),
        (("my {thing}", "mi {thing}, sí"), KEY, ("my key", "mi llave, sí")),
    ],
)
def test_a_field_agrees_with_its_word(template: Pair, value: Value, filled: Pair) -> None:
    assert fill(template, {"thing": value}) == filled


def test_what_is_left_or_right_comes_in_pairs_and_what_is_empty_can_be_filled() -> None:
    english = " ".join(side for side, _ in ALL)

    sides = set(re.findall(r"My (?:left|right) (\w+) is", english))
    assert {"knee", "wrist"} <= sides
    assert not {"head", "back", "chest", "stomach"} & sides
    assert "The bicycle is empty." not in english
    assert "The bag is empty." in english


def test_a_trait_agrees_with_its_owner() -> None:
    chosen = {"who": Value("mother", "madre", feminine=True), "trait": Value("tall", "alto|alta")}

    filled = fill(("My {who} is {trait}.", "Mi {who} es {trait@who}."), chosen)

    assert filled == ("My mother is tall.", "Mi madre es alta.")


@pytest.mark.parametrize(
    ("one", "other", "spanish"),
    [("inteligente", "alto", "alto e inteligente"), ("alto", "inteligente", "inteligente y alto")],
)
def test_and_is_written_e_before_the_sound_of_i(one: str, other: str, spanish: str) -> None:
    chosen = {"trait": Value("", one), "trait2": Value("", other)}

    assert fill(("", "es {trait2} y {trait}"), chosen)[1] == f"es {spanish}"


def test_an_abbreviation_ends_the_sentence_with_one_full_stop() -> None:
    filled = fill(("{attime}.", "Ven {attime}."), {"attime": Value("at 3 pm", "a las 3 p. m.")})

    assert filled[1] == "Ven a las 3 p. m."


def test_two_fields_of_one_kind_get_two_words() -> None:
    slots = {"thing": [KEY, BOOK]}
    chance = random.Random(1)  # noqa: S311 - a choice of words, not a secret

    filled = set(fillings(("{thing}/{thing2}", "x"), slots, chance=chance))

    assert filled == {("Key/old book", "x"), ("Old book/key", "x")}
