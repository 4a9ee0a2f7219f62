"""HTML keeps its markup; only its text is translated."""

from collections.abc import Sequence

import pytest
from translator.documents.html import translate_html


def shout(texts: Sequence[str]) -> list[str]:
    return [text.upper() for text in texts]


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
