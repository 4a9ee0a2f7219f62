"""What was promised about a sentence is kept, or another way is tried, and the last one ends."""

from collections.abc import Sequence

import pytest
from translator.decoders.decoder import Hypothesis
from translator.engine import Engine
from translator.sentence_rules import Prepared, prepare
from translator.text.glossary import Glossary

NONE = Glossary()


def _prepared(sentence: str, glossary: Glossary = NONE, *, way: int = 1) -> Prepared:
    prepared = prepare(sentence, glossary, source="en", target="es")
    while prepared.tried < way:
        following = prepared.fallback()
        assert following is not None
        prepared = following
    return prepared


def _finished(prepared: Prepared, *answers: Sequence[str] | str) -> str | None:
    ranked = [
        [
            Hypothesis(text, 0.9 - rank / 10)
            for rank, text in enumerate([each] if isinstance(each, str) else each)
        ]
        for each in answers
    ]
    best = prepared.finish(ranked)
    return None if best is None else best.text


@pytest.mark.parametrize(
    ("sentence", "read", "answer", "expected"),
    [
        ("Good morning.", "Good morning.", "Buenos días.", "Buenos días."),
        ("HELLO, MY FRIEND!", "Hello, my friend!", "Hola, amigo.", "¡HOLA, AMIGO!"),
        ("i am tom", "I am Tom", "Soy Tom.", "soy Tom"),
        ('"Who is it?"', "Who is it?", "¿Quién es?", '"¿Quién es?"'),
        ("Great! 🎉", "Great!", "¡Genial!", "¡Genial! 🎉"),
        ("It is 3.5.", "It is 3.5.", "Es 3,5.", "Es 3.5."),
        ("See {x}.", "See {0}.", "Vea {0}", "Vea {x}."),
        ("See  a", "See a", "Vea a", "Vea a"),
    ],
)
def test_a_sentence_is_prepared_and_finished(
    sentence: str, read: str, answer: str, expected: str
) -> None:
    prepared = _prepared(sentence)

    assert prepared.texts == (read,)
    assert _finished(prepared, answer) == expected


def test_the_second_answer_may_keep_what_the_best_one_lost() -> None:
    prepared = _prepared("I have 5 cats.")

    assert _finished(prepared, ["Tengo cinco gatos.", "Tengo 5 gatos."]) == "Tengo 5 gatos."
    assert _finished(prepared, ["Tengo cinco gatos."]) is None
    assert _finished(prepared, []) is None


def test_the_ways_follow_each_other() -> None:
    sentence = 'He paid 3.5 to {x} for "old" wine.'
    ways = [_prepared(sentence, way=way).texts for way in range(1, 5)]

    assert ways == [
        ('He paid 3.5 to {0} for "old" wine.',),
        ('He paid 345 to X1 for "old" wine.',),
        ("He paid 345 to {0} for {1} wine.", "Old"),
        ("He paid", "To", "For", "Old", "Wine."),
    ]


def test_each_way_puts_its_answers_together() -> None:
    sentence = 'He paid 3.5 to {x} for "old" wine.'

    expected = 'Pagó 3.5 a {x} por vino "viejo".'
    assert _finished(_prepared(sentence, way=2), 'Pagó 345 a X1 por vino "viejo".') == expected
    assert (
        _finished(_prepared(sentence, way=3), "Pagó 345 a {0} por vino {1}.", "Viejo") == expected
    )
    assert (
        _finished(_prepared(sentence, way=4), "Pagó", "A", "Por", "Viejo", "Vino.")
        == 'Pagó 3.5 a {x} por "viejo" vino.'
    )


@pytest.mark.parametrize(
    "sentence", ["Hello {x}.", "One 1 two (2) three", "a", '"{x}" is a %d', "Ä"]
)
def test_the_last_way_never_fails(sentence: str) -> None:
    prepared = _prepared(sentence, way=4)

    best = prepared.finish([[] for _ in prepared.texts])

    assert prepared.fallback() is None
    assert best == Hypothesis(sentence, 0.0)


@pytest.mark.parametrize("sentence", ["Wo ist der nächste Bahnhof?", "¿Dónde está la biblioteca?"])
def test_a_sentence_in_another_language_is_not_shown_to_the_model(sentence: str) -> None:
    prepared = _prepared(sentence)

    assert prepared.texts == ()
    assert _finished(prepared) == sentence


def test_a_sentence_that_is_a_term_needs_no_model() -> None:
    prepared = _prepared("Water!", Glossary((("water", "agua"),)))

    assert prepared.texts == ()
    assert _finished(prepared) == "¡Agua!"


def test_a_term_is_read_both_as_it_is_and_translated() -> None:
    prepared = _prepared("I drink water.", Glossary((("water", "agua"),)))

    assert prepared.texts == ("I drink water.", "I drink agua.")
    assert _finished(prepared, "Bebo agua.", "Bebo agua.") == "Bebo agua."
    assert _finished(prepared, "Bebo líquido.", "Yo bebo agua.") == "Yo bebo agua."
    assert _finished(prepared, "Bebo aguas.", "Bebo.") is None


def test_a_heading_is_read_with_and_without_its_capitals() -> None:
    prepared = _prepared("How To Cook Rice")

    assert prepared.texts == ("How to cook rice", "How To Cook Rice")
    assert _finished(prepared, "Cómo cocinar arroz", "Cómo Cook Rice") == "Cómo cocinar arroz"


def test_alternatives_keep_the_rules_and_are_not_the_same() -> None:
    prepared = _prepared('"Hello 5"')
    ranked = [Hypothesis("Hola 5.", 0.9), Hypothesis("Hola", 0.8), Hypothesis("Hola 5", 0.7)]

    assert [each.text for each in prepared.answers([ranked])] == ['"Hola 5"']


def test_a_loop_that_the_rules_make_is_none_of_the_answers() -> None:
    assert _finished(_prepared("ééééé!"), "Éééééé!") is None


def test_spanish_may_be_the_source() -> None:
    prepared = prepare("¿Cuánto cuestan 3,5 kg, señor «López»?", NONE, source="es", target="en")

    best = prepared.finish([[Hypothesis('How much are 3.5 kg, Mr "López"', 0.8)]])

    assert prepared.texts == ('¿Cuánto cuestan 3,5 kg, señor "López"?',)
    assert best is not None
    assert best.text == "How much are 3,5 kg, Mr «López»?"


@pytest.mark.parametrize(
    "unit",
    [
        "a. ",
        "😀 ",
        "Ж ",
        "{{a",
        "{a}",
        "`a",
        "'a ",
        '"a ',
        "( ",
        "(a) ",
        "“a” ",
        "1 ",
        "x1-",
        "a? ",
    ],
)
def test_no_sentence_takes_long(unit: str) -> None:
    sentence = unit * (2_500 // len(unit))

    prepared = prepare(sentence, Glossary((("a b", "c"),)), source="en", target="es")
    while following := prepared.fallback():
        prepared.finish([[Hypothesis(text, 0.5)] for text in prepared.texts])
        prepared = following

    assert prepared.finish([[Hypothesis(text, 0.5)] for text in prepared.texts]) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  - Good morning, {name}!\n\n", " {name}!\n\n"),
        ("Hello {first}{last}, see https://example.com/a.", "{first}{last}"),
        ("He said: “I am tired.”", "“"),
        ("Is it true? (Yes.)", "? (Sí.)"),
        ("%s has sent you %d photos.", "%d fotos"),
    ],
)
def test_the_engine_follows_them(real_engine: Engine, text: str, expected: str) -> None:
    (translation,) = real_engine.translate([text])

    assert expected in translation
