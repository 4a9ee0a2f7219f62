"""Translate with Apertium, the rule-based translator that a user could install instead."""

import html
import re
import subprocess
from collections.abc import Sequence

from transformer.directions import Direction
from transformer.errors import EvaluationError

PACKAGE = "apertium-eng-spa"
PAIRS = {"en-es": "eng-spa", "es-en": "spa-eng"}
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def translate(sentences: Sequence[str], direction: Direction) -> list[str]:
    """Translate each sentence by itself.

    Apertium looks for phrases across line breaks, so that every sentence goes in as a paragraph
    of HTML, whose end it respects. ``-u`` leaves out its marks at unknown words.

    Raises:
        EvaluationError: It is not installed, or gave back another number of sentences.
    """
    page = "".join(f"<p>{html.escape(line, quote=False)}</p>\n" for line in sentences)
    command = ["apertium", "-u", "-f", "html", PAIRS[direction.name]]
    found = _PARAGRAPH.findall(_output(command, page))
    if len(found) != len(sentences):
        raise EvaluationError(
            f"apertium gave back {len(found)} of {len(sentences)} sentences; "
            f"reinstall it with `apt-get install --reinstall {PACKAGE}`"
        )
    return [" ".join(html.unescape(answer).split()) for answer in found]


def version() -> str:
    """Name the installed version as Debian does."""
    query = ["dpkg-query", "--show", "--showformat=${Package} ${Version}", PACKAGE]
    return _output(query)


def _output(command: Sequence[str], given: str = "") -> str:
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        said = " ".join(str(getattr(error, "stderr", None) or error).split())
        raise EvaluationError(
            f"Apertium, which the model is compared with, does not run ({said}); "
            f"install it with `apt-get install --no-install-recommends apertium {PACKAGE}`"
        ) from error
    return done.stdout
