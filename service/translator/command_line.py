"""What can be done without a server: translate lines, make an API key, list the models."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from translator.errors import InputError, TranslatorError
from translator.settings import PREFIX, Settings

if TYPE_CHECKING:
    from translator.directions import Directions
    from translator.engine import Engine

BATCH_LINES = 64
CHUNK_BYTES = 65_536


class Readable(Protocol):
    """What gives as many bytes as are there already, and waits only where there are none."""

    def read1(self, size: int, /) -> bytes:
        """Read at most so many bytes; none at the end."""
        ...


def main(arguments: Sequence[str] = ()) -> int:
    """Do what a command line says; return the exit status."""
    # Without a command it translates, as it has always done.
    is_bare = not arguments or (arguments[0][:1] == "-" and arguments[0] not in ("-h", "--help"))
    wanted = _parser().parse_args(["translate", *arguments] if is_bare else arguments)
    try:
        wanted.command(wanted)
        sys.stdout.flush()
    except TranslatorError as error:
        print(f"translator: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python must not flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def translate_lines(source: Readable, target: BinaryIO, engine: "Engine") -> None:
    """Translate line by line: one line in, one line out, empty lines kept.

    A line is translated as soon as it is there; those that are there together share a batch.

    Raises:
        InputError: a line is not UTF-8; the lines of the batches before it are translated.
    """
    first = 1
    for lines in _lines(source):
        for start in range(0, len(lines), BATCH_LINES):
            batch = lines[start : start + BATCH_LINES]
            texts = [_decoded(line, number) for number, line in enumerate(batch, first)]
            first += len(batch)
            target.write("".join(engine.translate(texts)).encode("utf-8"))
            target.flush()


def load_engine(source: str = "", target: str = "", *, beam_size: int | None = None) -> "Engine":
    """Load the engine of a direction, as served but without a server.

    Args:
        source: the first one's, if empty.
        target: likewise.
        beam_size: that of the settings, if none.

    Raises:
        SettingsError: the environment has faults.
        UnsupportedRequestError: there is no such direction.
        EngineError: the model cannot be used.
    """
    settings = _settings()
    if beam_size is not None:
        settings = replace(settings, beam_size=beam_size)
    directions = _directions(settings)
    fitting = [
        engine
        for engine in directions.engines
        if source in ("", engine.source) and target in ("", engine.target)
    ]
    first = directions.first
    engine = (
        fitting[0] if fitting else directions.engine(source or first.source, target or first.target)
    )
    engine.load()
    return engine


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="translator", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    translating = commands.add_parser(
        "translate", help="translate standard input to standard output, line by line (the default)"
    )
    translating.add_argument("--source", default="", metavar="CODE", help="the language it is in")
    translating.add_argument("--target", default="", metavar="CODE", help="the language wanted")
    translating.add_argument(
        "--beam", type=_beam_size, metavar="N", help="candidates kept, 1 to 16"
    )
    translating.set_defaults(command=_translate)
    key = commands.add_parser("new-api-key", help="make an API key and show what knows it")
    key.add_argument("name", metavar="NAME", help="whose key it is; it appears in the log")
    key.add_argument(
        "--requests-per-minute",
        type=int,
        default=Settings.requests_per_minute,
        metavar="N",
        help="how many it allows (%(default)s); 0 sets no limit",
    )
    key.set_defaults(command=_new_api_key)
    languages = commands.add_parser("languages", help="list the directions and their models")
    languages.set_defaults(command=_languages)
    return parser


def _translate(wanted: argparse.Namespace) -> None:
    engine = load_engine(wanted.source, wanted.target, beam_size=wanted.beam)
    translate_lines(cast(Readable, sys.stdin.buffer), sys.stdout.buffer, engine)


def _languages(_: argparse.Namespace) -> None:
    for engine in _directions(_settings()).engines:
        print(engine.source, engine.target, engine.version)


def _new_api_key(wanted: argparse.Namespace) -> None:
    from translator.web.keys import new_key

    key, made = new_key(wanted.name, requests_per_minute=wanted.requests_per_minute)
    entry = json.dumps(asdict(made), ensure_ascii=False)
    print(f"The key of {made.name}, shown this once and kept nowhere:\n\n  {key}\n")
    print(f"Its line for settings/api-keys.txt:\n\n  {made.line}\n")
    print(f"Its entry for translator_api_keys, with Ansible:\n\n  - {entry}\n")
    print("The service reads them at its next start or reload.")


def _settings() -> Settings:
    # A command line serves no name, so the one setting without a default gets one here.
    return Settings.from_env({f"{PREFIX}SERVER_NAME": "_", **os.environ})


def _directions(settings: Settings) -> "Directions":
    # Imported late: a key is made without a model.
    from translator.making import make_directions

    return make_directions(settings)


def _beam_size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 16:
        raise argparse.ArgumentTypeError("must be a whole number from 1 to 16")
    return int(text)


def _lines(source: Readable) -> Iterator[list[bytes]]:
    """Give the lines that are there, each with the line feed that alone ends one."""
    begun: list[bytes] = []
    while chunk := source.read1(CHUNK_BYTES):
        head, feed, rest = chunk.rpartition(b"\n")
        if feed:
            whole = b"".join([*begun, head])
            yield [line + b"\n" for line in whole.split(b"\n")]
            begun = [rest] if rest else []
        else:
            begun.append(chunk)
    if begun:
        yield [b"".join(begun)]


def _decoded(line: bytes, number: int) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(
            f"line {number} of the input is not UTF-8; convert it first, "
            "for instance with `iconv -f ISO-8859-1 -t UTF-8`"
        ) from None
