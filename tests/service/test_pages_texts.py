"""The catalogues of the page's words: whole, used, and with words for every failure."""

import re
from pathlib import Path
from string import Formatter

import pytest
from translator import errors
from translator.web.languages import LANGUAGES, THEMES, words

WEB = Path("service/translator/web")
# Keys that are put together where they are used; `*` stands for what varies.
COMPOSED = {
    "languages": LANGUAGES,
    "languages-within": LANGUAGES,
    "page": [f"theme-{theme}" for theme in THEMES],
}
# What web/failures.py makes of errors that are not the service's own.
STATUS_CODES = {"not-found", "method-not-allowed", "too-large", "unavailable", "bad-request"}
# Codes that no visitor of the page can meet, and those that the page itself gives.
OF_PAGES = {"missing-text", "missing-file", "file-in-other-language"}


def error_codes() -> set[str]:
    """Collect the codes of all errors that a request can end with."""
    kinds: list[type[errors.TranslatorError]] = [errors.EngineError, errors.RequestError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.code for kind in kinds} | {errors.TranslatorError.code} | STATUS_CODES


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def used_keys() -> set[str]:
    """Collect the keys that templates and modules mention."""
    templates = "".join(path.read_text("utf-8") for path in WEB.glob("templates/*.html"))
    modules = "".join(path.read_text("utf-8") for path in WEB.glob("static/js/*.js"))
    used = set(re.findall(r"""\bt\(\s*['"]([a-z-]+\.[a-z-]*[a-z])['"]""", templates))
    python = "".join(path.read_text("utf-8") for path in WEB.glob("*.py"))
    used |= set(re.findall(r"""\bt\(["']([a-z-]+\.[a-z-]+)["']""", python))
    quoted = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', modules))
    used |= {f"script.{key}" for key in quoted}
    return used | {f"{head}.{key}" for head, keys in COMPOSED.items() for key in keys}


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    spanish, english = (words(code).texts for code in LANGUAGES)

    assert {key: placeholders(text) for key, text in spanish.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_empty_or_unused(code: str) -> None:
    texts = words(code).texts
    unused = {key for key in texts if not key.startswith("errors.")} - used_keys()

    assert all(text.strip() for text in texts.values())
    assert unused == set()


def test_every_text_that_a_template_asks_for_is_there() -> None:
    asked = {key for key in used_keys() if not key.startswith("script.")}

    assert asked <= set(words("es").texts)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_failure_has_words_and_no_words_lack_their_failure(code: str) -> None:
    told = set(words(code).section("errors"))

    assert told == error_codes() | OF_PAGES


@pytest.mark.parametrize(
    ("code", "number", "written"),
    [("es", 1234, "1234"), ("es", 50_000, "50.000"), ("en", 1234, "1,234"), ("en", 999, "999")],
)
def test_numbers_are_written_as_the_language_does(code: str, number: int, written: str) -> None:
    assert f" {written} " in words(code)("form.limit", limit=number)


def test_a_code_without_words_gets_general_ones() -> None:
    assert words("en").error("no-such-code", {}) == words("en")("errors.unexpected")
