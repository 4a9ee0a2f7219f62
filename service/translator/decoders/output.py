"""Make of what a model writes what a program may show."""

REPLACEMENT_CHARACTER = "\ufffd"


def one_line(text: str) -> str:
    """Keep an output on its line, and whole characters only: a model may write any byte."""
    return " ".join(text.replace(REPLACEMENT_CHARACTER, "").split())
