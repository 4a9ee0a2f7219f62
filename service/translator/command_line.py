"""Translate a file line by line with the engine as served, but without a server."""

import os
import sys
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from translator.engine import Engine
from translator.errors import InputError, TranslatorError
from translator.making import loaded_engine
from translator.settings import PREFIX, Settings

BATCH_LINES = 64


def main() -> int:
    """Translate standard input to standard output; return the exit status."""
    try:
        translate_lines(sys.stdin.buffer, sys.stdout.buffer, _load_engine())
    except TranslatorError as error:
        print(f"translator: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python must not flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def translate_lines(source: BinaryIO, target: BinaryIO, engine: Engine) -> None:
    """Translate line by line: one line in, one line out, empty lines kept.

    Raises:
        InputError: a line is not UTF-8; the lines of the batches before it are translated.
    """
    lines = _decoded(source)
    while batch := list(islice(lines, BATCH_LINES)):
        target.write("".join(engine.translate(batch)).encode("utf-8"))
        target.flush()


def _decoded(source: BinaryIO) -> Iterator[str]:
    """Decode line by line; only a line feed ends a line, and it stays with its line."""
    for number, line in enumerate(source, start=1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(
                f"line {number} of the input is not UTF-8; convert it first, "
                "for instance with `iconv -f ISO-8859-1 -t UTF-8`"
            ) from None


def _load_engine() -> Engine:
    # A command line serves no name, so the one setting without a default gets one here.
    settings = Settings.from_env({f"{PREFIX}SERVER_NAME": "_", **os.environ})
    return loaded_engine(beam_size=settings.beam_size)
