"""The names of files: what they tell, and what the translation is called."""

import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"|?*%\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_SEPARATOR = re.compile(r"[/\\]")
_LONGEST_STEM = 80


def extension_of(name: str) -> str:
    """Give the extension of a file's name in lower case, with its dot; empty if there is none."""
    stem, dot, extension = _last_part(name).rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def name_of_translation(name: str, target: str) -> str:
    """Put the language in front of a name's extension: letter.docx becomes letter.es.docx.

    Args:
        name: as it came; folders, and characters that some system forbids, are left out.
        target: the language, as ISO 639-1; the name stays as it is if it is empty.
    """
    extension = extension_of(name)
    last = _last_part(name)
    stem = last[: len(last) - len(extension)].strip(" .")[:_LONGEST_STEM].strip(" .")
    language = f".{target}" if target else ""
    return f"{stem or 'translation'}{language}{extension}"


def _last_part(name: str) -> str:
    last = _SEPARATOR.split(unicodedata.normalize("NFC", name))[-1]
    return _FORBIDDEN.sub("", last).strip()
