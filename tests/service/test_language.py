"""The language of a text is told, and a sentence in another one is left alone."""

import threading

import pytest
from translator.engine import Engine
from translator.text import language
from translator.text.language import Detection, detect, load, mismatch, ranked

FOREIGN = {
    "fr": ["Je ne sais pas où est la gare.", "Merci beaucoup pour votre aide."],
    "de": ["Wo ist der nächste Bahnhof?", "Die Katze schläft auf dem Sofa."],
    "it": ["Non so dove sia la biblioteca oggi.", "Grazie mille per il vostro aiuto."],
    "pt": ["Muito obrigado pela sua ajuda.", "O gato não dorme no sofá da sala."],
    "pl": ["Bardzo dziękuję za pomoc.", "Kot śpi na kanapie w pokoju."],
    "es": ["¿Dónde está la biblioteca?", "Mi hermana vive en Madrid desde 2010."],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hola", "es"),
        ("hello", "en"),
        ("Water", "en"),
        ("agua", "es"),
        ("Sí", "es"),
        ("Buenos días", "es"),
        ("Good morning", "en"),
        ("HELLO MY FRIEND", "en"),
        ("¿DÓNDE ESTÁ MARÍA?", "es"),
        ("Guten Tag", "de"),
        ("Bonjour", "fr"),
        ("Where is\nthe station?\n", "en"),
        *((text, code) for code, texts in FOREIGN.items() for text in texts),
    ],
)
def test_a_text_of_any_length_has_a_language(text: str, expected: str) -> None:
    found = detect(text)

    assert found.language == expected
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", ["", "  \n", "12", "3.5 %", "😀", "?!"])
def test_what_has_no_words_has_none(text: str) -> None:
    assert detect(text) == Detection("und", 0.0)
    assert mismatch(text, "en") is None


def test_languages_are_ranked_by_their_likelihood() -> None:
    found = ranked("Wo ist der Bahnhof?", ["en", "es", "de"])

    assert found[0].language == "de"
    assert {each.language for each in found} == {"en", "es", "de"}
    assert [each.confidence for each in found] == sorted(
        (each.confidence for each in found), reverse=True
    )


@pytest.mark.parametrize("code", FOREIGN)
def test_a_sentence_in_another_language_is_noticed(code: str) -> None:
    found = [mismatch(text, "en") for text in FOREIGN[code]]

    assert [each.language if each else None for each in found] == [code] * len(found)


@pytest.mark.parametrize(
    "text",
    [
        "Merci!",
        "San Francisco",
        "Tom",
        "Où?",
        "I am lost.",
        "Send me a new catalog.",
        "I'm a Real Madrid fan.",
        "Angela met Pedro Almodóvar in São Paulo.",
        "Lorem",
        "asdf qwer",
        "12 34 56 78",
    ],
)
def test_short_english_and_unsure_text_is_taken_as_it_claims(text: str) -> None:
    assert mismatch(text, "en") is None


def test_the_expected_language_may_be_spanish() -> None:
    assert mismatch("Where is the nearest station?", "es") == detect(
        "Where is the nearest station?"
    )
    assert mismatch("¿Dónde está la estación más cercana?", "es") is None


@pytest.mark.parametrize("code", FOREIGN)
def test_such_a_sentence_is_copied_and_the_rest_translated(real_engine: Engine, code: str) -> None:
    sentence = FOREIGN[code][0]

    (translation,) = real_engine.translate([f"Good morning. {sentence} Thank you."])

    assert translation == f"Buenos días. {sentence} Gracias."


def test_many_threads_may_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_model", None)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(detect("Good morning to you all").language))
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["en"] * 8


def test_it_may_be_loaded_before_a_fork() -> None:
    load()
    before = language._model

    load()

    assert before is not None
    assert language._model is before
