"""Give the model sentences in the case it knows, and give its answers the case of the source.

Of sentences in capitals the model 2026-11-21-0af2635b makes 2 BLEU, of the same in lower case 48
(the first 800 lines of `tatoeba_dev`); of Those With Capitals Like These 13.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto

from translator.text.words import frequent_words, names

LONGEST_NAME_WORDS = 4
LONGEST_UNKNOWN_ACRONYM = 3
LEAST_STRESSED_LETTERS = 5
LEAST_TITLE_WORDS = 2
TITLE_CAPITALS = 0.75

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*|[^\W\d_][^\W_]*\d[^\W_]*")
_LETTER = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiouyáéíóúü]", re.IGNORECASE)
# They are words of English, too; in capitals among other words they are more often these.
_ACRONYMS_TOO = re.compile(r"IT|US|WHO|AM|PM|PIN|AIDS|ID|OK|TV|AI")
_MINOR = re.compile(
    r"an?|the|and|or|but|nor|of|in|on|at|to|for|from|by|with|vs|as|into|over"
    r"|el|la|los|las|una?|[yeou]|del?|al|en|con|por|para|sin|su",
    re.IGNORECASE,
)


class Case(Enum):
    """How a sentence uses capitals."""

    PLAIN = auto()
    SHOUTED = auto()
    TITLE = auto()


def case_of(sentence: str, language: str) -> Case:
    """Tell whether a sentence is in capitals, or Has One In Every Word."""
    words = _WORD.findall(sentence)
    if not any(character.islower() for character in sentence):
        is_shouted = any(not _is_acronym(word, language, len(words) == 1) for word in words)
        return Case.SHOUTED if is_shouted else Case.PLAIN
    major = [word for word in words if not _MINOR.fullmatch(word)]
    common = [word for word in major if word.lower() not in names(language) and word != "I"]
    if len(common) < LEAST_TITLE_WORDS or not all(word[0].isupper() for word in major):
        return Case.PLAIN
    if sentence.rstrip()[-1] not in ".!?":
        return Case.TITLE
    # "Thanks, Yanni." is a sentence, and so is "Player of the Day is Tom Smith of the New Team."
    capitals = sum(word[0].isupper() for word in words) / len(words)
    is_title = capitals >= TITLE_CAPITALS and has_frequent_word(sentence, language)
    return Case.TITLE if is_title else Case.PLAIN


def in_sentence_case(sentence: str, case: Case, language: str) -> str:
    """Write a sentence as the model knows them: one capital at its beginning, and those of names.

    Words that a PLAIN sentence STRESSES lose their capitals; names get theirs if it has none.
    """
    if case is not Case.PLAIN:
        sentence = _with_names(sentence.lower(), language)
    elif not any(character.isupper() for character in sentence):
        sentence = _with_names(sentence, language)
    else:
        sentence = _unstressed(sentence, language)
    begins = _WORD.search(sentence)
    is_name = begins is not None and begins[0] in names(language).values()
    return sentence if is_name else _with_first(sentence, str.upper)


def has_frequent_word(sentence: str, language: str) -> bool:
    """Tell whether a word in capitals behind the first is surely no name."""
    frequent = frequent_words(language)
    words = _WORD.findall(sentence)[1:]
    return any(word[0].isupper() and word != "I" and word.lower() in frequent for word in words)


def with_case_of(answer: str, source: str, case: Case, language: str) -> str:
    """Give a translation the capitals of its source.

    Args:
        answer: what the model made of the source in sentence case.
        source: as it was typed.
        case: of the source.
        language: of the answer.
    """
    if case is Case.SHOUTED:
        return answer.upper()
    first = _LETTER.search(source)
    begins = _WORD.search(answer)
    # What begins with a number or a placeholder says nothing about a capital.
    if not first or not begins or re.search(r"\w|[\ue000-\uf8ff]", source[: first.start()]):
        return answer
    if first[0].isupper():
        return _with_first(answer, str.upper)
    is_name = (
        begins[0] in source
        or begins[0].lower() in names(language)
        or (language == "en" and re.match(r"I\b", begins[0]) is not None)
    )
    return answer if is_name or not _is_capitalised(begins[0]) else _with_first(answer, str.lower)


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _with_first(text: str, change: Callable[[str], str]) -> str:
    """Change the case of the first letter, unless a digit or a placeholder comes before it."""
    first = re.search(r"[\w\ue000-\uf8ff]", text)
    if not first or not _LETTER.match(first[0]):
        return text
    return text[: first.start()] + change(first[0]) + text[first.end() :]


def _is_acronym(word: str, language: str, is_alone: bool) -> bool:
    """Tell whether a word in capitals is written so anywhere."""
    if names(language).get(word.lower()) == word or len(word) == 1:
        return True
    if not _VOWEL.search(word) or any(character.isdigit() for character in word):
        return True
    is_short = is_alone and 1 < len(word) <= LONGEST_UNKNOWN_ACRONYM
    return is_short and word.lower() not in frequent_words(language)


def _with_names(sentence: str, language: str) -> str:
    """Give names their capitals."""
    known = names(language)
    words = list(_WORD.finditer(sentence))
    parts: list[str] = []
    position = index = 0
    while index < len(words):
        name, count = _name_at(sentence, words, index, known)
        if name:
            parts += sentence[position : words[index].start()], name
            position = words[index + count - 1].end()
        index += count
    text = "".join(parts) + sentence[position:]
    return re.sub(r"\bi\b(?!\.)", "I", text) if language == "en" else text


def _name_at(
    sentence: str, words: list[re.Match[str]], index: int, known: dict[str, str]
) -> tuple[str | None, int]:
    """Find the longest name that begins with a word; else count one word."""
    start = words[index].start()
    for count in range(min(LONGEST_NAME_WORDS, len(words) - index), 0, -1):
        found = sentence[start : words[index + count - 1].end()]
        name = known.get(found.lower())
        if name:
            return name, count
        owner, mark, rest = found.partition("'")
        if count == 1 and mark and owner.lower() in known:
            return known[owner.lower()] + mark + rest, count
    return None, 1


def _unstressed(sentence: str, language: str) -> str:
    """Write the words in lower case that a sentence stresses with capitals."""
    words = list(_WORD.finditer(sentence))
    stressed = {index for index, match in enumerate(words) if _is_stressed(match[0], language)}
    if not stressed:
        return sentence
    for match in _with_neighbours(words, stressed):
        sentence = sentence[: match.start()] + match[0].lower() + sentence[match.end() :]
    return re.sub(r"\bi\b(?!\.)", "I", sentence) if language == "en" else sentence


def _is_stressed(word: str, language: str) -> bool:
    return (
        len(word) > 1
        and word.isupper()
        and not _ACRONYMS_TOO.fullmatch(word)
        and word.lower() in frequent_words(language)
    )


def _with_neighbours(words: list[re.Match[str]], stressed: set[int]) -> Iterator[re.Match[str]]:
    """Give the stressed words, and the long ones in capitals beside them."""
    marked = set(stressed)
    for index, match in enumerate(words):
        is_beside = bool({index - 1, index + 1} & marked)
        if is_beside and match[0].isupper() and len(match[0]) >= LEAST_STRESSED_LETTERS:
            marked.add(index)
        if index in marked and len(match[0].lower()) == len(match[0]):
            yield match
