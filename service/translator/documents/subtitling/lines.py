"""Break what is said into lines as subtitles do: few, short, and of about one length."""

from collections.abc import Iterator

LONGEST_LINE = 42


def line_breaks(text: str, *, most_lines: int) -> list[int]:
    """Choose the spaces of a text that become line breaks.

    Args:
        text: on one line.
        most_lines: how many there may be; they are longer than usual if the text needs that.

    Returns:
        The places of the spaces.
    """
    wanted = min(most_lines, -(-len(text) // LONGEST_LINE))
    if wanted < 2:
        return []
    # The narrowest width that is wide enough makes the lines most alike.
    narrowest = len(text) // wanted
    for width in range(narrowest, len(text), 1 + len(text) // 200):
        found = list(_breaks(text, width))
        if len(found) < wanted:
            return found
    return []


def _breaks(text: str, width: int) -> Iterator[int]:
    """Give the last space of each line that is as full as it can be."""
    start = 0
    last = -1
    for position, character in enumerate(f"{text} "):
        if character != " ":
            continue
        if position - start > width and last > start:
            yield last
            start = last + 1
        last = position
