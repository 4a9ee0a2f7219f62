"""The format of a run of text: what tells two of them apart, and what does not."""

from collections.abc import Hashable, Iterable

from translator.documents.office.xml import Element, attribute, key_of, name_of

# What Word notes for itself, or for the look of single letters. Runs that differ in nothing else
# were one word until Word looked at it.
_MEANINGLESS = frozenset(
    ["lang", "noProof", "spacing", "kern", "w", "fitText", "rPrChange", "ins", "del", "webHidden"]
)
_HIDDEN = ("vanish", "specVanish")
_OFF = ("0", "false", "off")


def format_key(properties: Element | None) -> Hashable:
    """Give what the formats of two runs have in common if and only if they look the same."""
    return frozenset(key_of(each) for each in _all(properties) if name_of(each) not in _MEANINGLESS)


def is_hidden(properties: Element | None) -> bool:
    """Tell whether nobody sees text in a format."""
    return any(
        name_of(each) in _HIDDEN and attribute(each, "val") not in _OFF for each in _all(properties)
    )


def is_superscript(properties: Element | None) -> bool:
    """Tell whether text in a format is raised, as the number of a footnote is."""
    return any(
        attribute(each, "val") == "superscript"
        if name_of(each) == "vertAlign"
        # In half points; how other programs write it.
        else name_of(each) == "position" and attribute(each, "val").strip("0").isdecimal()
        for each in _all(properties)
    )


def _all(properties: Element | None) -> Iterable[Element]:
    return () if properties is None else properties
