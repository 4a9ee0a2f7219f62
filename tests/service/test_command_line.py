"""What can be done without a server: translate, make a key, list the models; and from Python."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import translator
from translator.command_line import main
from translator.errors import UnsupportedRequestError
from translator.web.keys import ApiKeys

SERVICE = Path(__file__).parents[2] / "service"
COMMAND = [sys.executable, "-m", "translator"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SERVICE)}


def run(*arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=text, capture_output=True, env=ENVIRONMENT, check=False
    )


def test_translating_is_what_it_does_with_and_without_the_word() -> None:
    text = b"Good morning.\n"

    plain, named, chosen = (
        run(*arguments, text=text)
        for arguments in (
            (),
            ("translate",),
            ("translate", "--source", "en", "--target", "es", "--beam", "1"),
        )
    )

    assert plain.stdout == named.stdout
    assert plain.stdout.decode().strip()
    assert (chosen.returncode, chosen.stdout.count(b"\n")) == (0, 1)


def test_a_line_is_answered_before_the_next_is_there() -> None:
    process = subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for _ in range(3):
            process.stdin.write(b"Good morning.\n")
            process.stdin.flush()
            started = time.monotonic()

            assert process.stdout.readline().strip()
            assert time.monotonic() - started < 20
        process.stdin.close()
        assert process.stdout.read() == b""


@pytest.mark.parametrize(
    "arguments",
    [("--target", "fr"), ("--source", "fr"), ("--source", "en", "--target", "en")],
)
def test_a_direction_that_is_not_there_is_one_clear_line(arguments: tuple[str, ...]) -> None:
    result = run("translate", *arguments, text=b"Hi.\n")

    assert result.returncode == 1
    assert result.stderr.startswith(b"translator: ")
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("beam", ["0", "17", "two", "-1", "²"])
def test_a_beam_that_makes_no_sense_is_refused(
    beam: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["translate", "--beam", beam])

    assert caught.value.code == 2
    assert "1 to 16" in capsys.readouterr().err


def test_a_new_key_is_shown_once_with_what_the_owner_must_write_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["new-api-key", "Ana María", "--requests-per-minute", "60"]) == 0

    shown = capsys.readouterr().out
    key, line, entry = re.findall(r"^  (\S.*)$", shown, re.MULTILINE)
    assert shown.count(key) == 1
    assert line == f"{hashlib.sha256(key.encode()).hexdigest()} 60 Ana María"
    found = ApiKeys.of_lines([line], "api-keys.txt").find(key)
    assert found is not None
    assert json.loads(entry.removeprefix("- ")) == {
        "name": "Ana María",
        "sha256": found.sha256,
        "requests_per_minute": 60,
    }


def test_a_key_without_a_proper_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-api-key", "a\nb"]) == 1
    assert "letters, digits" in capsys.readouterr().err


def test_the_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"en es [\w-]+", lines[0])


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve"])

    assert "new-api-key" in capsys.readouterr().err


def test_a_program_translates_a_text_or_several() -> None:
    one = translator.translate("Good morning.")
    several = translator.translate(["Good morning.", "", "Thank you."])

    assert several[:2] == [one, ""]
    assert all(several[::2])


def test_a_program_is_told_of_a_direction_that_is_not_there() -> None:
    with pytest.raises(UnsupportedRequestError):
        translator.translate("Hi.", source="en", target="fr")
