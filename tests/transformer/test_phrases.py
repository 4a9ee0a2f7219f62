"""The phrases written for this project are fit to learn from."""

import collections
import random
import re

import pytest
from transformer.evaluation.everyday import everyday_sentences
from transformer.pairs import phrase_clock, phrase_names, phrase_words
from transformer.pairs.cleaning import Pair, fault, fingerprint
from transformer.pairs.phrase_fields import fill
from transformer.pairs.phrase_values import Value
from transformer.pairs.phrase_words import lines, pairs_of, read_templates, read_word
from transformer.pairs.phrases import FILES, MAKERS, fillings, pairs, read_slots

ALL = list(pairs())
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
SLOT = re.compile(r"\{(?:\S+ )?([a-z]+)\d?(?:@[a-z]+\d?)?\}")
KEY = Value("key", "llave", feminine=True)
BOOK = Value("old book", "libro viejo")
WORDS, WORD_TEMPLATES = phrase_words.FILES
WORD_LINES = [line.split("\t") for line in lines(WORDS)]
FEWEST_PAIRS_OF_A_WORD = 6


def test_the_phrases_are_many_and_the_same_every_time() -> None:
    assert len(ALL) > 40_000
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
    _, slots, templates, *_ = FILES
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
        (("to the {thing}", "{al thing}"), KEY, ("to the key", "a la llave")),
        (
            ("It is the {thing}.", "Es {el thing}."),
            BOOK,
            ("It is the old book.", "Es el libro viejo."),
        ),
        (("new {thing}", "nuev{=o thing}"), KEY, ("new key", "nueva")),
        (("{v thing}", "{v thing}"), KEY, ("key", "llave")),
        (("my {thing}", "mi {thing}, sí"), KEY, ("my key", "mi llave, sí")),
    ],
)
def test_a_field_agrees_with_its_word(template: Pair, value: Value, filled: Pair) -> None:
    assert fill(template, {"thing": value}) == filled


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("apple", "an"),
        ("unusual", "an"),
        ("unimportant", "an"),
        ("honest", "an"),
        ("hour", "an"),
        ("hotel", "a"),
        ("useful", "a"),
        ("unique", "a"),
        ("university", "a"),
        ("European", "a"),
        ("Ukrainian", "a"),
    ],
)
def test_an_stands_before_the_sound_of_a_vowel(word: str, article: str) -> None:
    assert fill(("with {a thing}", "x"), {"thing": Value(word, "x")})[0] == f"with {article} {word}"


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

    filled = set(fillings(("{thing}/{thing2}", "X"), slots, chance=chance))

    assert filled == {("Key/old book", "X"), ("Old book/key", "X")}


def test_no_phrase_is_one_of_the_everyday_sentences() -> None:
    asked = [
        wording
        for sentence in everyday_sentences()
        for wording in (sentence.english, *sentence.accepted)
    ]
    marks = set(map(fingerprint, asked))

    assert [pair for pair in ALL if marks & set(map(fingerprint, pair))] == []


def test_the_words_are_many_and_none_is_there_twice() -> None:
    counted = collections.Counter((kind, english) for kind, english, *_ in WORD_LINES)

    assert len(counted) > 2_500
    assert [word for word, times in counted.items() if times > 1] == []


def test_every_word_has_its_columns_and_only_letters_and_signs_of_a_word() -> None:
    odd = re.compile(r"[^a-zA-ZáéíóúñüÁÉÍÓÚÑé0-9 '.-]|  |^\s|\s$")

    for kind, *columns in WORD_LINES:
        assert read_word(kind, columns)
        assert [text for text in columns if odd.search(text)] == []


def test_the_gender_of_a_noun_is_known_and_el_stands_before_a_stressed_a() -> None:
    nouns = [
        columns
        for kind, *columns in WORD_LINES
        if "one" in read_word(kind, columns) or kind == "set"
    ]

    assert {columns[2] for columns in nouns} == {"m", "f", "el"}
    for english, spanish, gender, *_ in nouns:
        if gender == "el":
            assert re.match(r"(h?a|h?á)", spanish), english


def test_every_word_occurs_in_some_pairs_and_nothing_is_left_to_fill() -> None:
    suited = read_templates(WORD_TEMPLATES)
    chance = random.Random(1)  # noqa: S311 - a choice of words, not a secret

    for kind, *columns in WORD_LINES:
        made = pairs_of(read_word(kind, columns), suited[kind], chance=chance)
        assert len(set(made)) >= FEWEST_PAIRS_OF_A_WORD, columns
        assert "{" not in str(made)


def test_every_template_of_words_suits_a_word() -> None:
    kinds = {kind for kind, *_ in WORD_LINES}

    assert set(read_templates(WORD_TEMPLATES)) == kinds


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{el one}", "el agua"),
        ("{un one}", "un agua"),
        ("{al one}", "al agua"),
        ("{del one}", "del agua"),
        ("{este one} fría", "esta agua fría"),
        ("sobre {el one} limpi{=o one}", "sobre el agua limpia"),
        ("{los many}", "las aguas"),
        ("{estos many}", "estas aguas"),
    ],
)
def test_a_feminine_word_with_a_stressed_a_has_el_in_the_singular(
    template: str, filled: str
) -> None:
    water = read_word("place", ["water", "agua", "el", "waters", "aguas"])

    assert fill(("the water", template), water)[1] == filled


def test_a_word_alone_has_one_translation() -> None:
    alone: dict[str, set[str]] = {}
    for english, spanish in phrase_words.pairs():
        if not phrase_words.is_sentence(english):
            alone.setdefault(english.casefold(), set()).add(spanish.casefold())

    assert {word: said for word, said in alone.items() if len(said) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "english", "spanish"),
    [
        ("food", "the water", "el agua"),
        ("animal", "the eagles", "las águilas"),
        ("animal", "with a frog", "con una rana"),
        ("portion", "pinch of salt", "pizca de sal"),
        ("task", "to bake a cake", "hornear un pastel"),
        ("verb", "to get up", "levantarse"),
        ("person", "the waitresses", "las camareras"),
    ],
)
def test_a_word_stands_alone(kind: str, english: str, spanish: str) -> None:
    assert kind in {word[0] for word in WORD_LINES}
    assert (english, spanish) in ALL


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("half past nine", "nueve y media"),
        ("a quarter to six", "seis menos cuarto"),
        ("a quarter past one", "una y cuarto"),
        ("ten past four", "cuatro y diez"),
        ("twenty to seven", "siete menos veinte"),
        ("eight o'clock", "ocho"),
    ],
)
def test_the_clock_is_said_in_words(english: str, spanish: str) -> None:
    assert (english, spanish) in phrase_clock.spoken()


def test_a_time_in_words_has_the_article_of_its_hour() -> None:
    chance = random.Random(1)  # noqa: S311 - a choice of words, not a secret
    at = {phrase_clock.at(chance) for _ in range(5_000)}
    told = {phrase_clock.it_is(chance) for _ in range(5_000)}

    assert {
        ("at half past nine", "a las nueve y media"),
        ("at a quarter past one", "a la una y cuarto"),
        ("at noon", "al mediodía"),
        ("at midnight", "a medianoche"),
    } <= at
    assert {
        ("it's one o'clock", "es la una"),
        ("it's ten to two", "son las dos menos diez"),
        ("it's noon", "es mediodía"),
    } <= told
    one = [spanish for english, spanish in at | told if re.search(r"\b(a|es) la\b", spanish)]
    assert one
    assert all("la una" in spanish for spanish in one)


def test_a_name_stays_as_it_is_also_one_that_nobody_has() -> None:
    listed = [value for values in phrase_names.read_names().values() for value in values]
    alone = {english for english, spanish in ALL if english == spanish}
    words = {side.casefold() for pair in phrase_words.pairs() for side in pair}

    known = {value.english for value in listed}
    shown = {name for name in known if name.casefold() not in words}
    assert len(known) > 700
    assert shown <= alone
    assert {"Rose", "Baker"} <= known - shown
    assert len({text for text in alone - known if text.isalpha()}) > phrase_names.MADE_UP
    for name in known:
        assert sum(name in english and name in spanish for english, spanish in ALL) > 5
