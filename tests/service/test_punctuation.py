"""A translation ends as its source ends, and Spanish opens what it closes."""

import pytest
from translator.text.edges import edges_of
from translator.text.punctuation import with_punctuation_of
from translator.text.quotes import quoted_spans, with_quotes_of, with_straight_quotes


@pytest.mark.parametrize(
    ("source", "answer", "expected"),
    [
        ("Hello", "Hola.", "Hola"),
        ("Hello.", "Hola", "Hola."),
        ("Title", "Título:", "Título"),
        ("Wait...", "Espera…", "Espera..."),
        ("95 years old!", "95 años.", "¡95 años!"),
        ("No.", "¡No, no!", "No, no."),
        ("What!!!", "¡Qué!", "¡Qué!!!"),
        ("US forces.", "Las fuerzas de EE.UU..", "Las fuerzas de EE.UU."),
        ("The US", "Los EE.UU.", "Los EE.UU."),
        ("At 3 p.m.?", "¿A las 3 p. m.", "¿A las 3 p. m.?"),
        ("Dear Tom,", "Estimado Tom:", "Estimado Tom:"),
        ("I have cats,", "Tengo gatos:", "Tengo gatos,"),
        ("where is it", "¿dónde está?", "¿dónde está?"),
        ("A hotel, please?", "Un hotel, por favor?", "¿Un hotel, por favor?"),
        ("Yes, right?", "Sí, ¿verdad?", "Sí, ¿verdad?"),
        ("Is X yours?", "¿ X es tuyo ?", "¿X es tuyo?"),
        ("People collect?!", "¡La gente colecciona!", "¿La gente colecciona?!"),
        ("How, and what?", "¿Cómo, y ¿qué?", "¿Cómo, y qué?"),
        ("Hi, how are you?", "¡Hola, ¿cómo estás?", "Hola, ¿cómo estás?"),
        ("Hi. Coming?", "Hola. Vienes?", "Hola. ¿Vienes?"),
        ("Mr. Smith?", "Sr. Smith, viene?", "¿Sr. Smith, viene?"),
        ('He asked: "Why?"', 'Preguntó: "Por qué?"', 'Preguntó: "¿Por qué?"'),
        ("It (?) is.", "Es (?) así.", "Es (?) así."),
        ('"Coming?" he said.', '"¿Vienes?" dijo.', '"¿Vienes?" dijo.'),
    ],
)
def test_spanish_gets_the_marks_of_its_source(source: str, answer: str, expected: str) -> None:
    assert with_punctuation_of(answer, source, "es") == expected


def test_english_has_no_inverted_marks() -> None:
    assert with_punctuation_of("¿Where is it?", "¿Dónde está?", "en") == "Where is it?"
    assert with_punctuation_of("¡Hello", "¡Hola!", "en") == "Hello!"


@pytest.mark.parametrize(
    ("source", "read", "answer", "expected"),
    [
        ("He said “yes”.", 'He said "yes".', 'Dijo "sí".', "Dijo “sí”."),
        ("«Sí», dijo.", '"Sí", dijo.', "“Yes,” he said.", "«Yes,» he said."),
        ("'A' and 'B'", '"A" and "B"', '"A" y "B"', "'A' y 'B'"),
        ("don't 'do' it", 'don\'t "do" it', 'no lo "hagas"', "no lo 'hagas'"),
        ("The boys' toys", "The boys' toys", "Los juguetes", "Los juguetes"),
        ('"Yes," he said', '"Yes," he said', "Sí, dijo", None),
        ("(a) b", "(a) b", "a) b", None),
        ("[a (b)]", "[a (b)]", "[a (b)]", "[a (b)]"),
        ("a) b", "a) b", "a b", "a b"),
        ("No quote", "No quote", 'Sin "comillas"', None),
    ],
)
def test_quotes_and_brackets_are_those_of_the_source(
    source: str, read: str, answer: str, expected: str | None
) -> None:
    assert with_straight_quotes(source) == read
    assert with_quotes_of(answer, source) == expected


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ('He said "a (b) c" and (d "e")', ['"a (b) c"', '(d "e")']),
        ("'A' comes before ‘B’", ["'A'", "‘B’"]),
        ("It's the boys' (open", []),
        ("“a” «b» {c}", ["“a”", "«b»", "{c}"]),
    ],
)
def test_the_outermost_parts_are_found(sentence: str, parts: list[str]) -> None:
    assert [sentence[start:end] for start, end in quoted_spans(sentence)] == parts


@pytest.mark.parametrize(
    ("sentence", "before", "core", "after"),
    [
        ('"Hello."', '"', "Hello.", '"'),
        ('"Hello".', '"', "Hello.", '".'),
        ("(Nobody knew.)", "(", "Nobody knew.", ")"),
        ('"If it is.', '"', "If it is.", ""),
        ('I know who I am."', "", "I know who I am.", '"'),
        ("“Hi,” he said.", "", "“Hi,” he said.", ""),
        ("—Hola", "—", "Hola", ""),
        ("\uf000 Hi", "\uf000 ", "Hi", ""),
        ("I love you \uf000.", "", "I love you.", " \uf000."),
        ('"Hi!" \uf000', '"', "Hi!", '" \uf000'),
        ("The toys are the boys'", "", "The toys are the boys'", ""),
        ("", "", "", ""),
    ],
)
def test_edges_are_taken_off(sentence: str, before: str, core: str, after: str) -> None:
    edges = edges_of(sentence)

    assert (edges.before, edges.core, edges.after) == (before, core, after)


def test_edges_are_put_on_again() -> None:
    assert edges_of('"Hello".').around("Hola.") == '"Hola".'
    assert edges_of("I love you \uf000!").around("¡Te quiero!") == "¡Te quiero \uf000!"
