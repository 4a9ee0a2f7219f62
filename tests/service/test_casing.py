"""Capitals are taken from the model and given back to the reader."""

import pytest
from translator.engine import Engine
from translator.text.casing import Case, case_of, in_sentence_case, with_case_of
from translator.text.words import frequent_words, names


@pytest.mark.parametrize(
    ("sentence", "case", "read"),
    [
        ("HELLO MY FRIEND", Case.SHOUTED, "Hello my friend"),
        ("I LOVE NEW YORK!", Case.SHOUTED, "I love New York!"),
        ("NASA AND THE FBI MET IN PARIS", Case.SHOUTED, "NASA and the FBI met in Paris"),
        ("I'M IN TOM'S HOUSE", Case.SHOUTED, "I'm in Tom's house"),
        ("STOP", Case.SHOUTED, "Stop"),
        ("12 MONKEYS", Case.SHOUTED, "12 monkeys"),
        ("NASA", Case.PLAIN, "NASA"),
        ("USA", Case.PLAIN, "USA"),
        ("OK", Case.PLAIN, "OK"),
        ("HTTP", Case.PLAIN, "HTTP"),
        ("B2B", Case.PLAIN, "B2B"),
        ("A", Case.PLAIN, "A"),
        ("NASA said that.", Case.PLAIN, "NASA said that."),
        ("I am VERY tired.", Case.PLAIN, "I am very tired."),
        ("DO NOT DISTURB the guests", Case.PLAIN, "Do not disturb the guests"),
        ("The IT department", Case.PLAIN, "The IT department"),
        ("Terms Of Service", Case.TITLE, "Terms of service"),
        ("Visit New York in Spring", Case.TITLE, "Visit New York in spring"),
        ("We Saw Them Last Night.", Case.TITLE, "We saw them last night."),
        ("Harry Potter", Case.PLAIN, "Harry Potter"),
        ("Tom and Mary", Case.PLAIN, "Tom and Mary"),
        ("Thanks, Yanni.", Case.PLAIN, "Thanks, Yanni."),
        ("Where's Tony?", Case.PLAIN, "Where's Tony?"),
        ("i think tom lives in new york", Case.PLAIN, "I think Tom lives in New York"),
        ("iPhone sales rose", Case.PLAIN, "iPhone sales rose"),
        ("\ue000 is here", Case.PLAIN, "\ue000 is here"),
        ("", Case.PLAIN, ""),
    ],
)
def test_the_model_reads_sentence_case(sentence: str, case: Case, read: str) -> None:
    assert case_of(sentence, "en") is case
    assert in_sentence_case(sentence, case, "en") == read


@pytest.mark.parametrize(
    ("answer", "source", "case", "expected"),
    [
        ("Hola, amigo \ue000", "HELLO FRIEND \ue000", Case.SHOUTED, "HOLA, AMIGO \ue000"),
        ("Hola", "hello", Case.PLAIN, "hola"),
        ("¿Dónde está?", "where is it", Case.PLAIN, "¿dónde está?"),
        ("hola", "Hello", Case.PLAIN, "Hola"),
        ("¿dónde?", "Where?", Case.PLAIN, "¿Dónde?"),
        ("Tom vino", "tom came", Case.PLAIN, "Tom vino"),
        ("Yanni vino", "my friend Yanni came", Case.PLAIN, "Yanni vino"),
        ("HOLA", "hi", Case.PLAIN, "HOLA"),
        ("Es \ue000", "\ue000 is", Case.PLAIN, "Es \ue000"),
        ("El 3 llega", "3 come", Case.PLAIN, "El 3 llega"),
    ],
)
def test_the_answer_gets_the_case_of_the_source(
    answer: str, source: str, case: Case, expected: str
) -> None:
    assert with_case_of(answer, source, case, "es") == expected


def test_english_keeps_its_i_and_its_days() -> None:
    assert with_case_of("I am here", "estoy aquí", Case.PLAIN, "en") == "I am here"
    assert with_case_of("Monday", "lunes", Case.PLAIN, "en") == "Monday"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_name_is_no_frequent_word(language: str) -> None:
    assert len(frequent_words(language)) > 900
    assert len(names(language)) > 300
    assert not set(names(language)) & frequent_words(language)


def test_a_language_without_lists_has_none() -> None:
    assert frequent_words("eo") == frozenset()
    assert names("eo") == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("HELLO MY FRIEND!", "MI AMIG"),
        ("WHERE IS THE STATION?", "¿DÓNDE ESTÁ LA ESTACIÓN?"),
        ("NASA said that the rocket is ready.", "NASA dijo"),
        ("I am VERY tired.", "Estoy muy cansad"),
        ("How To Cook Rice", "Cómo cocinar"),
        ("i need a doctor", "necesito"),
        ("USA", "USA"),
    ],
)
def test_the_engine_reads_all_of_them(real_engine: Engine, sentence: str, expected: str) -> None:
    (translation,) = real_engine.translate([sentence])

    assert expected in translation
