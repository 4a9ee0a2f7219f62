"""What is translated: our own sentences, never one twice in a list."""

import random

from transformer.pairs import phrases

SEED = 1
FEWEST_WORDS, MOST_WORDS = 5, 40

# Ten and forty words each, written for this measurement.
TEN_WORDS = (
    "The children are playing in the garden behind the house.",
    "We need two more chairs before the guests arrive tonight.",
)
FORTY_WORDS = (
    "When the train finally left the station, the old man slowly sat down beside the window, "
    "opened his newspaper, and began to read about the terrible storm that had destroyed several "
    "houses on the coast during the night before last.",
    "My sister told me yesterday that she would gladly come to visit us in the spring, as soon as "
    "she has found somebody reliable who can look after the garden, the two dogs and the shop "
    "while she is away.",
)


def load_sentences(count: int, language: str = "en") -> list[str]:
    """Choose different whole sentences from the project's phrases, always the same."""
    place = ("en", "es").index(language)
    found = {pair[place] for pair in phrases.pairs() if _is_sentence(pair[place])}
    return random.Random(SEED).sample(sorted(found), count)  # noqa: S311 no secret


def long_text(characters: int) -> str:
    """Make a letter of many paragraphs, as long as a request may be."""
    sentences = load_sentences(2_000)
    paragraphs = (" ".join(sentences[i : i + 8]) for i in range(0, len(sentences), 8))
    return "\n\n".join(paragraphs)[:characters]


def _is_sentence(text: str) -> bool:
    words = len(text.split())
    return FEWEST_WORDS <= words <= MOST_WORDS and text[-1] in ".?!"
