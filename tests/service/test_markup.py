"""HTML keeps its markup, and a tag inside a sentence does not cut it."""

import random
import re
from collections.abc import Sequence

import pytest
from translator.documents.html import translate_html
from translator.engine import Engine

from tests.service.toy_translators import from_dictionary, keep, shout, turn_around


@pytest.mark.parametrize(
    ("fragment", "translated"),
    [
        ("plain", "PLAIN"),
        ('<p class="x">one <b>two</b></p>', '<p class="x">ONE <b>TWO</b></p>'),
        ("a &lt; b &amp; c", "A &lt; B &amp; C"),
        ("<script>let a = 1 < 2;</script>now", "<script>let a = 1 < 2;</script>NOW"),
        ("<code>a &lt; b</code> is code", "<code>a &lt; b</code> IS CODE"),
        ('<p translate="no">Ann <i>Lee</i></p>yes', '<p translate="no">Ann <i>Lee</i></p>YES'),
        ("one<br>two<hr/>three", "ONE<br>TWO<hr/>THREE"),
        ("<!-- note --><!DOCTYPE html>x", "<!-- note --><!DOCTYPE html>X"),
        ("", ""),
    ],
)
def test_only_the_text_between_tags_is_translated(fragment: str, translated: str) -> None:
    assert translate_html([fragment], shout) == [translated]


@pytest.mark.parametrize("fragment", ["<p", "</b>x", "<pre>x", "<a <b>", "&nosuch;", "<![CDATA["])
def test_broken_markup_is_no_failure(fragment: str) -> None:
    (translated,) = translate_html([fragment], shout)

    assert isinstance(translated, str)


def test_several_fragments_share_one_call() -> None:
    calls: list[Sequence[str]] = []

    def record(texts: Sequence[str]) -> list[str]:
        calls.append(texts)
        return list(texts)

    translate_html(["<p>one</p>", "<p>two</p>"], record)

    assert calls == [["one", "two"]]


@pytest.mark.parametrize(
    ("fragment", "translated"),
    [
        ('<img alt="a cat" title=\'my "cat"\'>', "<img alt=\"A CAT\" title='MY &quot;CAT&quot;'>"),
        ("<img alt=cat>", '<img alt="CAT">'),
        ('<input placeholder="Your name" value="x">', '<input placeholder="YOUR NAME" value="x">'),
        ('<input type="submit" value="Send">', '<input type="submit" value="SEND">'),
        ('<p aria-label="a &amp; b">c</p>', '<p aria-label="A &amp; B">C</p>'),
        ('<a title="more" href="/a?b=1&c=2">x</a>', '<a title="MORE" href="/a?b=1&c=2">X</a>'),
        (
            '<meta name="description" content="a page"><meta name="viewport" content="width">',
            '<meta name="description" content="A PAGE"><meta name="viewport" content="width">',
        ),
        ('<meta property="og:title" content="a">', '<meta property="og:title" content="A">'),
        ("<title>a & b</title>", "<title>A &amp; B</title>"),
        ('<p translate="no" title="one">two</p>', '<p translate="no" title="one">two</p>'),
    ],
)
def test_what_people_read_in_attributes_is_translated(fragment: str, translated: str) -> None:
    assert translate_html([fragment], shout) == [translated]


@pytest.mark.parametrize(
    "fragment",
    [
        "<pre>x  y</pre>",
        "<textarea>x <b></textarea>",
        "<style>p { color: red }</style>",
        '<div class="a notranslate">x <div>y</div> z</div>',
        '<div translate="NO">x</div>',
        "<svg><text>x</text></svg>",
        "<iframe>x</iframe>",
        "&copy; 2026 &mdash; 1&nbsp;000",
        "<p>\n\n  <b>12</b> &lt; 13</p>",
        "<!-- x -->",
        "<html translate=no><p>x</p>",
    ],
)
def test_what_is_not_for_translation_stays_byte_for_byte(fragment: str) -> None:
    assert translate_html([fragment], shout) == [fragment]


@pytest.mark.parametrize(
    ("fragment", "known", "translated"),
    [
        (
            'Read the <a href="/t">terms of use</a> first.',
            {
                "Read the terms of use first.": "Lea primero los términos de uso.",
                "the terms of use": "los términos de uso",
            },
            'Lea primero los <a href="/t">términos de uso</a>.',
        ),
        (
            "<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.</p>",
            {"Press {0}+{1}.": "Pulse {0}+{1}."},
            "<p>Pulse <kbd>Ctrl</kbd>+<kbd>C</kbd>.</p>",
        ),
        (
            "<p>\n  The cat<sup><a href=#1>1</a></sup> sleeps.\n</p>",
            {"The cat sleeps.": "El gato duerme.", "cat": "gato"},
            "<p>\n  El gato<sup><a href=#1>1</a></sup> duerme.\n</p>",
        ),
        (
            "<nav><a href=/>Home</a><a href=/c>Contact</a></nav>",
            {"Home": "Inicio", "Contact": "Contacto"},
            "<nav><a href=/>Inicio</a><a href=/c>Contacto</a></nav>",
        ),
        (
            "We are happy<br>to see\nyou.",
            {"We are happy to see you.": "Nos alegra verte."},
            "Nos alegra<br>verte.",
        ),
        (
            "Ann Lee<br>Main Street 5",
            {"Main Street 5": "Calle Mayor 5"},
            "Ann Lee<br>Calle Mayor 5",
        ),
        (
            '<p translate="no">Hello<p>Good night',
            {"Good night": "Buenas noches"},
            '<p translate="no">Hello<p>Buenas noches',
        ),
        (
            "<b>bold <i>both</b> italic</i>",
            {"bold both italic": "negrita ambas cursiva", "bold both": "negrita ambas"},
            "<b>negrita <i>ambas</b> cursiva</i>",
        ),
        ("A&nbsp;B", {"A B": "a&b"}, "a&amp;b"),
    ],
)
def test_a_sentence_is_translated_as_a_whole(
    fragment: str, known: dict[str, str], translated: str
) -> None:
    assert translate_html([fragment], from_dictionary(known)) == [translated]


def test_nothing_of_a_page_changes_where_the_translation_is_the_source() -> None:
    page = """<!DOCTYPE html>
<html lang="en">
<head><title>A page</title><script>let a = 1 < 2;</script></head>
<body class=x onload='f("a")'>
  <h1>A <em>very</em> nice page</h1>
  <p>One sentence.  And <b>one more</b>,
     with a <a href="?a=1&amp;b=2">link</a>.<br/>
  <img src=x alt="A cat"> <!-- no --> End
  <ul><li>one<li>two</ul>
"""
    (kept,) = translate_html([page], keep)

    assert " ".join(kept.split()) == " ".join(page.split())


def test_no_tag_is_lost_in_a_page_of_random_pieces() -> None:
    opened = ["<p>", "<b>", "<i class='x y'>", "<a href='/x?a=1&b=2'>", "<div>", "<td>", "<li>"]
    closed = ["</p>", "</b>", "</i>", "</a>", "</div>", "<br>", "<img src=x>", "<!-- c -->"]
    whole = ["<code>x</code>", "<sup>1</sup>", "H<sub>2</sub>O", "<pre>x  y</pre>"]
    texts = ["The red house. ", "is near", "25", " ", "\n  ", "&amp;", "my dog, which"]
    tag = re.compile(r"<!--.*?-->|<[^<>]*>")
    chance = random.Random(20261121)  # noqa: S311 - chosen for being repeatable
    for _ in range(1_500):
        page = "".join(chance.choices(opened + closed + whole + texts * 2, k=25))
        for translate in (keep, shout, turn_around):
            (translated,) = translate_html([page], translate)

            assert sorted(tag.findall(translated)) == sorted(tag.findall(page))
            assert sorted("".join(translated.lower().split())) == sorted(
                "".join(page.lower().split())
            )


def test_a_page_becomes_spanish_with_its_tags_at_the_right_words(real_engine: Engine) -> None:
    page = (
        '<p>The <b>red house</b> is near the river. Click <a href="/r">here</a> to read the'
        " <code>{name}</code> file.</p>"
    )

    (translated,) = translate_html([page], real_engine.translate)

    assert "<b>casa roja</b>" in translated
    assert '<a href="/r">aquí</a>' in translated
    assert translated.count("<code>{name}</code>") == 1
