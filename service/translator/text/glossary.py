"""Terms that must be translated in one way, the owner's or a caller's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glossary:
    """Terms and their translations.

    Args:
        terms: pairs of source and target; an earlier one goes before a later one.
    """

    terms: tuple[tuple[str, str], ...] = ()
