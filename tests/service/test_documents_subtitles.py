"""Subtitles: whole sentences in another language, at the times and in the tags of the old ones."""

import random
import re
import time
from collections.abc import Sequence

import pysubs2
import pytest
from translator.documents import count_characters, translate_document
from translator.documents.subtitling.cues import cues_of
from translator.documents.subtitling.lines import LONGEST_LINE, line_breaks
from translator.documents.subtitling.spreading import spread
from translator.engine import Engine
from translator.errors import BrokenCueError

from tests.service.toy_translators import Translate, from_dictionary, keep, mix, shout

FILM = """\
1
00:00:01,000 --> 00:00:03,500
<i>I never thought that we would</i>

2
00:00:03,600 --> 00:00:06,000 X1:100 X2:200
<i>see the old house by the river again.</i>

3
00:00:07,000 --> 00:00:09,000
{\\an8}- Where have you been?
- At the station.

4
00:00:10,000 --> 00:00:12,000
[music playing]

5
00:00:13,000 --> 00:00:17,000
Could you please tell me <b>how much</b> money
you need for your new car, my friend?

6
00:00:18,000 --> 00:00:19,000
♪ I love the summer ♪

7
00:00:20,000 --> 00:00:21,000
It happened in
1984

8
00:00:21,000 --> 00:00:22,000


9
00:00:22,000 --> 00:00:24,000
No. She said that

10
00:00:24,000 --> 00:00:26,000
the doctor would come on Monday. Yes!
"""


def translated(text: str, translate: Translate) -> str:
    return translate_document("film.srt", text.encode(), translate, target="es").content.decode()


def asked_for(text: str) -> list[str]:
    asked: list[str] = []

    def record(texts: Sequence[str]) -> list[str]:
        asked.extend(texts)
        return list(texts)

    translated(text, record)
    return asked


def test_a_sentence_that_runs_over_several_cues_is_translated_as_a_whole() -> None:
    asked = asked_for(FILM)

    assert "I never thought that we would see the old house by the river again." in asked
    assert "She said that the doctor would come on Monday." in asked
    assert "No." in asked
    assert "It happened in 1984" in asked


def test_dashes_brackets_and_notes_stay_out_of_the_translation() -> None:
    asked = asked_for(FILM)

    assert {"Where have you been?", "At the station.", "music playing", "I love the summer"} <= {
        *asked
    }


def test_everything_but_the_words_stays_at_its_place() -> None:
    assert translated(FILM, shout) == (
        FILM.replace("It happened in\n1984", "It happened in 1984")
        .upper()
        .replace("<I>", "<i>")
        .replace("</I>", "</i>")
        .replace("<B>", "<b>")
        .replace("</B>", "</b>")
        .replace("\\AN8", "\\an8")
    )


def test_what_is_not_changed_stays_byte_for_byte() -> None:
    for text in (
        FILM,
        FILM.replace("\n", "\r\n"),
        "\ufeff" + FILM,
        FILM.rstrip(),
        FILM + "\n\n11\n",
    ):
        assert translated(text, keep) == text


def test_another_program_reads_the_same_times_and_the_new_words() -> None:
    before = pysubs2.SSAFile.from_string(FILM, format_="srt")
    after = pysubs2.SSAFile.from_string(translated(FILM, shout), format_="srt")

    assert [(cue.start, cue.end) for cue in after] == [(cue.start, cue.end) for cue in before]
    assert [" ".join(cue.plaintext.split()) for cue in after] == [
        " ".join(cue.plaintext.upper().split()) for cue in before
    ]


def test_a_tag_goes_with_its_words() -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\nThe <i>red house</i> is old.\n"
    words = {"The red house is old.": "La casa roja es vieja.", "The red house": "la casa roja"}

    assert "La <i>casa roja</i> es vieja." in translated(cue, from_dictionary(words))


@pytest.mark.parametrize(
    ("text", "shares", "parts"),
    [
        ("cuatro cinco siete nueve", [1, 1], ["cuatro cinco", "siete nueve"]),
        ("cuatro cinco siete nueve", [3, 1], ["cuatro cinco siete", "nueve"]),
        ("Si llueve, nos quedaremos en casa", [1, 1], ["Si llueve,", "nos quedaremos en casa"]),
        ("Hablamos de la casa azul", [1, 1], ["Hablamos", "de la casa azul"]),
        ("uno", [1, 1, 1], ["uno", "", ""]),
        ("uno dos", [1, 8, 1], ["uno", "dos", ""]),
        ("", [1, 2], ["", ""]),
        ("uno dos", [5], ["uno dos"]),
    ],
)
def test_a_sentence_is_cut_in_proportion_and_rather_at_a_pause(
    text: str, shares: list[int], parts: list[str]
) -> None:
    assert spread(text, shares) == parts


def test_lines_are_short_alike_and_two_at_most() -> None:
    text = "This is a rather long sentence that somebody says in one single cue."

    (cut,) = line_breaks(text, most_lines=2)
    assert text[cut] == " "
    assert max(cut, len(text) - cut) <= LONGEST_LINE
    assert abs(2 * cut - len(text)) < 12
    assert line_breaks(text * 3, most_lines=1) == []
    assert len(line_breaks(text * 3, most_lines=2)) == 1
    assert line_breaks("short", most_lines=2) == []


def test_sentences_are_not_put_together_where_no_cue_has_an_end() -> None:
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nand so we went on and on\n\n" for n in range(1, 9)
    )

    assert asked_for(cues) == ["and so we went on and on"]


def test_a_long_pause_parts_two_cues() -> None:
    cues = (
        "1\n00:00:01,000 --> 00:00:02,000\nI never thought\n\n"
        "2\n00:00:09,000 --> 00:00:10,000\nthat it rains.\n"
    )

    assert asked_for(cues) == ["I never thought", "that it rains."]


@pytest.mark.parametrize(
    ("text", "cue", "line"),
    [
        ("1\nhello\n", 1, 1),
        ("hello\n", 1, 1),
        ("1\n00:00:01 -> 00:00:02\nhello\n", 1, 1),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", 1, 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nhello\n\n2\n00:00:xx,000 --> 1\nyes\n", 2, 5),
        ("1\n00:00:01,000 --> 00:00:02,000\nhello\n\n00:00:02 --> 00:00:03\nyes\n", 2, 5),
    ],
)
def test_a_broken_cue_is_named_by_its_number_and_line(text: str, cue: int, line: int) -> None:
    with pytest.raises(BrokenCueError, match=f"cue {cue}, in line {line}, has no line") as caught:
        count_characters("film.srt", text.encode())
    assert caught.value.values == {"cue": cue, "line": line}


def test_sloppy_subtitles_are_read_as_players_read_them() -> None:
    times = "00:00:01,000 --> 00:00:02,000\n"

    cues, rest = cues_of(
        f"\n1\n{times}no empty line\n2\n{times}a\n\nsecond part\n{times}no number\n\n7"
    )

    assert [cue.text for cue in cues] == ["no empty line\n", "a\n", "second part\n", "no number\n"]
    assert rest == "\n7"


def test_no_time_tag_or_cue_is_lost_whatever_the_file_and_the_translation() -> None:
    times = "00:00:01,000 --> 00:00:02,000"
    pieces = ["1\n", "2\r\n", f"{times}\n", f"{times} X1:1\r\n", "\n", "\r\n", " \n", "- Hi.\n"]
    pieces += ["text <i>in italics</i>\n", "[a dog barks]\n", "{\\an8}Up there.\n", "<i>open\n"]
    pieces += ["closed</i>, yes\n"]
    chance = random.Random(20261121)  # noqa: S311 - chosen for being repeatable
    kept = re.compile(r"<[^>]*>|\{[^}]*\}|\d\d:\d\d:\d\d,\d{3}")
    read = 0
    for _ in range(3_000):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 14)))
        try:
            cues, rest = cues_of(text)
        except BrokenCueError:
            continue
        read += 1
        assert "".join(cue.head + cue.text for cue in cues) + rest == text
        for translate in (shout, mix):
            assert sorted(kept.findall(translated(text, translate))) == sorted(kept.findall(text))
    assert read > 800


@pytest.mark.parametrize("unit", ["\n", "1\n" + 99 * "\n", "<aaaa", "."])
def test_a_hostile_file_takes_no_longer_than_other(unit: str) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n"
    source = f"{cue}Hi.\n\n{cue}{unit * (300_000 // len(unit))}x\n"

    start = time.perf_counter()

    assert translated(source, keep) == source
    # Each took more than twenty once.
    assert time.perf_counter() - start < 10


def test_a_film_becomes_spanish(real_engine: Engine) -> None:
    result = translated(FILM, real_engine.translate)

    cues, _ = cues_of(result)
    assert len(cues) == 10
    assert all(len(line) <= LONGEST_LINE + 10 for cue in cues for line in cue.lines)
    assert re.fullmatch(r"<i>[^<]+</i>", cues[0].lines[0])
    assert re.fullmatch(r"\{\\an8\}- ¿D[^?]+\?", cues[2].lines[0])
    assert re.fullmatch(r"\[[^\[\]]+\]", cues[3].lines[0])
    assert "<b>cuánto</b>" in cues[4].text
