"""Apertium, the rule-based translator of Debian: as a command, and kept running."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from transformer.directions import ENGLISH_SPANISH
from transformer.evaluation import apertium

MODES = Path("/usr/share/apertium/modes")
# With -z each program of the pipe gives out what it has when a null comes.
_PIPE = 'apertium-wblank-mode -z "$1" > "$2"; exec bash "$2" -n ""'
_ESCAPED = str.maketrans({each: f"\\{each}" for each in "\\[]{}^$@/<>"})


class ApertiumCommand:
    """Start Apertium for every call, as a person does."""

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence."""
        del pieces  # it knows of none
        (answer,) = self.many([text])
        return answer

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences with one start."""
        return apertium.translate(texts, ENGLISH_SPANISH)


class ApertiumRunning:
    """Keep Apertium's programs running and hand them one sentence after the other.

    Args:
        folder: for the pipe's script.
    """

    def __init__(self, folder: Path) -> None:
        mode = MODES / f"{apertium.PAIRS[ENGLISH_SPANISH.name]}.mode"
        self._pipe = subprocess.Popen(
            ["bash", "-c", _PIPE, "bash", mode, folder / "pipe.sh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def one(self, text: str, pieces: int) -> str:
        """Translate one sentence."""
        del pieces  # it knows of none
        assert self._pipe.stdin is not None  # noqa: S101 for mypy
        assert self._pipe.stdout is not None  # noqa: S101 for mypy
        # The empty mark keeps the full stop in its sentence.
        self._pipe.stdin.write(text.translate(_ESCAPED).encode() + b"[]\0")
        answer = b""
        while not answer.endswith(b"\0"):
            read = self._pipe.stdout.read(65_536)
            if not read:
                raise BrokenPipeError("one of Apertium's programs has ended")
            answer += read
        return answer.decode().removesuffix("[]\0").strip()

    def many(self, texts: Sequence[str]) -> list[str]:
        """Translate sentences one after the other."""
        return [self.one(text, 0) for text in texts]
