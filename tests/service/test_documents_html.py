"""HTML files: their encoding, their language, and pages that nobody could have meant."""

import random
import time
from html.parser import HTMLParser

import pytest
from translator.documents import count_characters, translate_document
from translator.documents.hypertext import tokens
from translator.documents.hypertext.tokens import TokenKind, attributes_of, tokens_of
from translator.errors import FileEncodingError, FileTooLargeError

from tests.service.toy_translators import shout


def translated(content: bytes) -> bytes:
    return translate_document("page.html", content, shout, target="es").content


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (b'<html lang="en"><p>a', b'<html lang="es"><p>A'),
        (b"<HTML LANG=en-GB dir=ltr><p>a", b'<HTML LANG="es" dir=ltr><p>A'),
        (b"<html><p>a", b'<html lang="es"><p>A'),
        (
            b"<html xml:lang='en' lang='en' class=x><p>a",
            b"<html xml:lang='es' lang='es' class=x><p>A",
        ),
        (
            b'<meta http-equiv="Content-Language" content="en"><p lang="fr">a',
            b'<meta http-equiv="Content-Language" content="es"><p lang="fr">A',
        ),
    ],
)
def test_a_page_says_that_it_is_in_the_other_language(page: bytes, said: bytes) -> None:
    assert translated(page) == said


def test_a_fragment_that_is_no_page_says_nothing() -> None:
    assert translated(b"<p>a") == b"<p>A"


@pytest.mark.parametrize(
    ("content", "result"),
    [
        ("<p>señor 日".encode(), "<p>SEÑOR 日".encode()),
        (b"\xef\xbb\xbf<p>\xc3\xb1", b"\xef\xbb\xbf<p>\xc3\x91"),
        ("\ufeff<p>ñ".encode("utf-16-le"), "\ufeff<p>Ñ".encode("utf-16-le")),
        (b"<meta charset=latin1><p>\xf1", b"<meta charset=latin1><p>\xd1"),
        (
            b'<meta http-equiv=x content="text/html; charset=windows-1252"><p>\x93a\x94',
            b'<meta http-equiv=x content="text/html; charset=windows-1252"><p>\x93A\x94',
        ),
        (b'<?xml version="1.0" encoding="iso-8859-15"?><p>\xa4', None),
        (b"<meta charset=rot13><p>a", b"<meta charset=rot13><p>A"),
        # What is not in the page's own set is written as a reference.
        (b"<meta charset=latin1><p>&#26085; a", b"<meta charset=latin1><p>&#26085; A"),
        # Without a declaration a browser would guess at anything that is not ASCII.
        (b"<p>&ntilde;o", b"<p>&#209;O"),
    ],
)
def test_a_page_keeps_its_encoding(content: bytes, result: bytes | None) -> None:
    assert translated(content) == (content if result is None else result)


def test_a_page_in_no_encoding_it_declares_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(FileEncodingError, match="not UTF-8; save it as UTF-8"):
        translated(b"<p>se\xf1or")


def test_the_characters_of_a_page_are_those_that_people_read() -> None:
    page = b"<title>One</title><p title='two'>three <b>four</b><script>five</script> <code>x</code>"

    assert count_characters("a.html", page) == len("One") + len("two") + len("three") + len("four")


def test_a_page_with_more_tags_than_anybody_writes_is_refused() -> None:
    with pytest.raises(FileTooLargeError, match="tags than the limit of 100,000"):
        count_characters("a.html", b"<b>" * 100_001)


def test_tokens_joined_are_the_source_whatever_that_is() -> None:
    chance = random.Random(20261121)  # noqa: S311 - chosen for being repeatable
    for _ in range(5_000):
        source = "".join(chance.choices("<>/!-=\"' abB&;\n?[]x", k=chance.randint(0, 40)))
        if chance.random() < 0.3:
            source = source.replace("b", "<script>").replace("B", "</TITLE>")

        assert "".join(token.raw for token in tokens_of(source)) == source


@pytest.mark.parametrize(
    "source",
    [
        '<p class="x" title=y ALT=\'a > b\' disabled>t</p ><br/><img src = "a b">',
        "<title>a<b>c</TITLE >d<script>if (a < b) '</p>'</script>e",
        "<ul><li>one<li>two</ul><!-- <b> --><!DOCTYPE html><a href=x/y/>z</a>",
        "a < b and 1<2 <3 <a b='x\ny'>q</a>",
    ],
)
def test_tags_are_seen_as_pythons_own_parser_sees_them(source: str) -> None:
    class Parser(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[tuple[str, tuple[tuple[str, str], ...]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append((tag, tuple((name, value) for name, value in attrs if value)))

        handle_startendtag = handle_starttag

    parser = Parser()
    parser.feed(source)
    parser.close()
    # Older ones see tags in titles.
    expected = [tag for tag in parser.tags if not (tag[0] == "b" and "<title>" in source)]

    assert [
        (token.name, tuple((each.name, each.value) for each in attributes_of(token)))
        for token in tokens_of(source)
        if token.kind is TokenKind.START
    ] == expected


@pytest.mark.parametrize(
    "unit", ["<a b", "<!--", "<a x='", "<!", "</a", "<title>", "<a =", "&#", "<!--x->", "</", "<"]
)
def test_hostile_markup_takes_no_longer_than_other(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 10**9)
    source = unit * (1_000_000 // len(unit))

    start = time.perf_counter()
    found = tokens_of(source)

    assert "".join(token.raw for token in found) == source
    # Python's own parser needs hours for some of them.
    assert time.perf_counter() - start < 5
