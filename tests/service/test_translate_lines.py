"""The command line: one line in, one line out."""

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from translator.command_line import BATCH_LINES, translate_lines
from translator.directions import Directions
from translator.errors import InputError, ModelError
from translator.model import Model

SERVICE = Path(__file__).parents[2] / "service"


def run_translator(text: bytes, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(SERVICE), **variables}
    command = [sys.executable, "-m", "translator"]
    return subprocess.run(command, input=text, capture_output=True, env=environment, check=False)


@pytest.mark.parametrize(
    "text", ["", "\n", "one\n\n  two  \nred", "one\r\ntwo\r\n", "\n\n\n", "one\x85two\nred\n"]
)
def test_lines_spaces_and_line_ends_are_kept(directions: Directions, text: str) -> None:
    target = io.BytesIO()

    translate_lines(io.BytesIO(text.encode()), target, directions.first)

    assert target.getvalue().decode() == text.upper()


def test_a_long_input_streams_in_batches(directions: Directions) -> None:
    batches: list[int] = []
    engine: Any = directions.first
    translate = engine.translate

    def counting(texts: Sequence[str]) -> list[str]:
        batches.append(len(texts))
        result: list[str] = translate(texts)
        return result

    engine.translate = counting

    translate_lines(io.BytesIO(b"a\n" * (BATCH_LINES + 1)), io.BytesIO(), engine)

    assert batches == [BATCH_LINES, 1]


def test_a_line_that_is_not_utf8_is_named(directions: Directions) -> None:
    with pytest.raises(InputError, match="line 2 "):
        translate_lines(io.BytesIO(b"one\n\xff\n"), io.BytesIO(), directions.first)


def test_a_missing_model_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.bin.* missing; restore"):
        Model.in_directory(tmp_path)


def test_a_file_is_translated_line_by_line_and_always_the_same() -> None:
    text = "Good morning.\n\n  Where is the station? I am late.\n12\n" * 20

    first, second = run_translator(text.encode()), run_translator(text.encode())

    assert first.returncode == 0, first.stderr.decode()
    assert first.stdout == second.stdout
    lines = first.stdout.decode().split("\n")
    assert len(lines) == len(text.split("\n"))
    assert [line == "" for line in lines] == [line == "" for line in text.split("\n")]
    assert lines[2].startswith("  ")
    assert lines[3] == "12"


def test_a_wrong_setting_is_one_clear_line_and_no_traceback() -> None:
    result = run_translator(b"Good morning.\n", TRANSLATOR_BEAM_SIZE="two")

    assert result.returncode == 1
    assert result.stdout == b""
    assert b"TRANSLATOR_BEAM_SIZE" in result.stderr
    assert b"Traceback" not in result.stderr
