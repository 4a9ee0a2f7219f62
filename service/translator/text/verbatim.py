"""Find in a sentence what is no language of the model and must come out as it went in.

A small model guesses at what it cannot know. An address with one wrong letter is useless, and
emoji or words in another script make it ramble.
"""

import re
from collections.abc import Iterator

_ADDRESS = r"(?:https?://|www\.)\S*[\w/=&#-]|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_LONGER_THAN_ANY_WORD = r"\w{36,}"
_RUN_OF_MARKS = r"[^\w\s]{8,}"
# A letter that is not Latin; then all that is as foreign, with the marks and spaces between.
_FOREIGN_LETTER = r"[^\W\d_\u0000-\u036f\u1e00-\u1eff\ufb00-\ufb06]"
_FOREIGN = (
    rf"{_FOREIGN_LETTER}(?:[\s0-9!-/:-@]*(?![\u2000-\u206f])[^\s\u0000-\u036f\u1e00-\u1eff]+)*"
)
# A Greek letter without another is a symbol, which English has too.
_SYMBOL = r"(?<![\u0370-\u03ff])[\u0370-\u03ff](?![\u0370-\u03ff])"
_PICTURE = r"[\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_NO_CHARACTER = r"[\u0000-\u0008\u000e-\u001b\u007f-\u009f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]"
_JOINED = r"[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_MARKS = (
    rf"(?:{_PICTURE}|{_NO_CHARACTER}|{_JOINED})(?:\s*(?:{_PICTURE}|{_NO_CHARACTER}|{_JOINED}))*"
)

_VERBATIM = re.compile(
    rf"(?P<symbol>{_SYMBOL})|{_ADDRESS}|{_LONGER_THAN_ANY_WORD}|{_RUN_OF_MARKS}|{_FOREIGN}|{_MARKS}"
)


def verbatim_spans(sentence: str) -> Iterator[tuple[int, int]]:
    """Find addresses, overlong words, other scripts, pictures and control characters."""
    for match in _VERBATIM.finditer(sentence):
        if match["symbol"] is None:
            yield match.span()
