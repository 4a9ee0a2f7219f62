"""Terms are translated as the owner or the caller says, in the case of what was found."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from translator.engine import Demand, Engine
from translator.errors import MalformedRequestError, SettingsError
from translator.text.glossary import MAX_TERM_CHARACTERS, MAX_TERMS, Glossary

TERMS = (
    ("dog", "can"),
    ("hot dog", "perrito caliente"),
    ("NASA", "NASA"),
    ("Apple", "Apple Inc."),
    ("apple pie", "tarta de manzana"),
    ("dog", "perro"),
)


def _found(sentence: str, terms: tuple[tuple[str, str], ...] = TERMS) -> list[tuple[str, str]]:
    return [
        (sentence[term.start : term.end], term.translation)
        for term in Glossary(terms).find(sentence)
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The dog barks.", [("dog", "can")]),
        ("A Dog and a DOG", [("Dog", "Can"), ("DOG", "CAN")]),
        ("Dogs, hotdog, dog-like, well-dog, my_dog", []),
        ("The dog's bone (dog)", [("dog", "can"), ("dog", "can")]),
        ("Two hot  dog stands", [("hot  dog", "perrito caliente")]),
        ("nasa and NASA", [("NASA", "NASA")]),
        ("apple, Apple, APPLE", [("Apple", "Apple Inc.")]),
        ("An APPLE PIE from Apple", [("APPLE PIE", "TARTA DE MANZANA"), ("Apple", "Apple Inc.")]),
        ("Dog is the first word.", [("Dog", "can")]),
        ("", []),
    ],
)
def test_terms_are_found_as_whole_words_the_longest_first(
    sentence: str, found: list[tuple[str, str]]
) -> None:
    assert _found(sentence) == found


def test_letters_that_only_look_the_same_in_lower_case_do_no_harm() -> None:
    assert _found("\u017ftart", (("start", "inicio"),)) == [("\u017ftart", "inicio")]


@pytest.mark.parametrize(
    ("sentence", "terms", "expected"),
    [
        ("The invoice is on the table.", {"invoice": "minuta"}, "minuta"),
        ("The house is very old.", {"house": "vivienda"}, "vivienda"),
        ("I work for Blue Sky in Boston.", {"Blue Sky": "Cielo Azul"}, "Cielo Azul"),
        ("THE HOUSE IS VERY OLD.", {"house": "vivienda"}, "VIVIENDA"),
        ("Dog food is expensive.", {"dog": "xolo"}, "xolo"),
        ("We have a dog, a cat and a bird.", {"dog": "can", "cat": "minino"}, "minino"),
        ("Water!", {"water": "agua bendita"}, "¡Agua bendita!"),
        ("house", {"house": "vivienda"}, "vivienda"),
    ],
)
def test_the_translation_has_the_term_exactly(
    real_engine: Engine, sentence: str, terms: dict[str, str], expected: str
) -> None:
    demand = Demand(glossary=Glossary.of_parameter(terms))

    (translation,) = real_engine.translate([sentence], demand)

    assert expected in translation


def test_the_caller_goes_before_the_owner(real_engine: Engine) -> None:
    owners = Glossary((("house", "casona"),))
    demand = Demand(glossary=Glossary((("house", "vivienda"),)))
    engine = Engine(real_engine._decoder, glossary=owners)

    assert "casona" in engine.translate(["The house is old."])[0]
    assert "vivienda" in engine.translate(["The house is old."], demand)[0]


def test_the_owners_file_serves_both_directions(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text("# a comment\n\ndog\tcan\nBlue  Sky\tCielo Azul\n", encoding="utf-8")

    there, back = Glossary.of_file(path, "en", "es"), Glossary.of_file(path, "es", "en")

    assert there.terms == (("dog", "can"), ("Blue Sky", "Cielo Azul"))
    assert back.terms == (("can", "dog"), ("Cielo Azul", "Blue Sky"))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"dog\n", "line 1: there must be a term and its translation"),
        (b"a\tb\ndog\t \n", "line 2: there must be"),
        (b"a\tb\tc\n", "line 1: there must be"),
        (b"a\t" + b"x" * 101, "line 1: the limit of 100 characters"),
        (b"a\tb\n\xff\tc\n", "line 2: it is not UTF-8"),
    ],
)
def test_a_fault_in_the_owners_file_stops_the_start(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_bytes(content)

    with pytest.raises(SettingsError, match=f"glossary.tsv, {fault}"):
        Glossary.of_file(path, "en", "es")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"glossary.tsv cannot be read"):
        Glossary.of_file(tmp_path / "glossary.tsv", "en", "es")


def test_the_file_of_the_project_can_be_read() -> None:
    path = Path(__file__).parents[2] / "service" / "settings" / "glossary.tsv"

    assert isinstance(Glossary.of_file(path, "en", "es"), Glossary)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (["dog"], "must be an object"),
        ("dog", "must be an object"),
        ({str(number): "x" for number in range(MAX_TERMS + 1)}, "201 terms; the limit is 200"),
        ({"x" * (MAX_TERM_CHARACTERS + 1): "y"}, "100 characters"),
        ({"dog": ""}, "a term and its translation"),
        ({" ": "can"}, "a term and its translation"),
        ({"dog": 3}, "a term and its translation"),
    ],
)
def test_a_callers_glossary_that_cannot_be_used_is_refused(
    value: Mapping[str, Any] | str, fault: str
) -> None:
    with pytest.raises(MalformedRequestError, match=fault):
        Glossary.of_parameter(value)


def test_two_hundred_terms_are_found_fast_in_a_long_text() -> None:
    glossary = Glossary(tuple((f"word{number} more", "x") for number in range(MAX_TERMS)))
    text = "word1 more words and some others " * 1_500
    start = time.perf_counter()

    found = glossary.find(text)

    assert len(found) == 1_500
    assert time.perf_counter() - start < 2
