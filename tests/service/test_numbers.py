"""Every number of the source is in the answer, as the source writes it."""

import pytest
from translator.engine import Engine
from translator.text.numbers import number_spans, with_numbers_of


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("It costs 3.5 euros.", "Cuesta 3,5 euros.", "Cuesta 3.5 euros."),
        ("1,234,567 people", "1.234.567 personas", "1,234,567 personas"),
        ("55,000 barrels", "55 000 barriles", "55,000 barriles"),
        ("At 10.30", "A las 10:30", "A las 10.30"),
        ("3.5 and 35", "35 y 3,5", "35 y 3.5"),
        ("Page 5 of 10", "De 10 páginas, la 5", "De 10 páginas, la 5"),
        ("Half past eight", "Las 8:30", "Las 8:30"),
        ("I have three", "Tengo 3", "Tengo 3"),
        ("The 19th century", "El siglo XIX", "El siglo XIX"),
        ("The 15th century", "El siglo VI", "El siglo XV"),
        ("El siglo XIX", "The 19th century", "The 19th century"),
        ("No number", "Ningún número", "Ningún número"),
        ("I have 5 cats", "Tengo cinco gatos", None),
        ("2 and 2", "2 y", None),
        ("In 1922", "En 192", None),
        ("5-17 years", "517 años", None),
        ("Call me", "Llama al 5", None),
    ],
)
def test_numbers_are_restored_or_the_answer_refused(
    source: str, answer: str, expected: str | None
) -> None:
    assert with_numbers_of(answer, source) == expected


def test_a_number_in_a_name_is_found_with_it() -> None:
    text = "COVID-19 cost 3.5 in the 20th A1GP."

    found = [text[start:end] for start, end in number_spans(text)]

    assert found == ["COVID-19", "3.5", "20", "A1GP"]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("The train leaves at 10.30 and costs 3.5 euros.", ["10.30", "3.5"]),
        ("It has 1,234,567 inhabitants (55,000 in 1922).", ["1,234,567", "55,000", "1922"]),
        ("My flight number is IB3167 and it leaves at 06:45.", ["IB3167", "06:45"]),
        ("I was born on 3/15/1990.", ["3/15/1990"]),
        ("The children were 0-4, 5-17 and 18-29 years old.", ["0-4", "5-17", "18-29"]),
        ("Call +34 600 123 456 or 555-123-4567.", ["+34 600 123 456", "555-123-4567"]),
        ("There were 100,000 patients with COVID-19.", ["100,000", "COVID-19"]),
        ("Save 50% on 2 of 3.", ["50", "2", "3"]),
    ],
)
def test_the_engine_keeps_numbers(real_engine: Engine, sentence: str, kept: list[str]) -> None:
    (translation,) = real_engine.translate([sentence])

    assert [number for number in kept if number not in translation] == []
