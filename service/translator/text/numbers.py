"""Keep the numbers of a sentence: all of them, in the form that the source gave them."""

import re
from collections import Counter
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<!\d)\d+(?:[.,:]\d+)*")
_NUMBER_OR_NAME = re.compile(rf"[^\W\d_][\w-]*\d[\w-]*|{_NUMBER.pattern}")
# Spanish also parts thousands with a space, which a source that has none did not write.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u0020\u00a0\u202f]\d{3})+(?![\d.,]*\d)")
_ROMAN = re.compile(r"\b(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)")
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]centur(?:y|ies)\b", re.IGNORECASE)
_SPANISH_CENTURY = re.compile(rf"\b([Ss]iglo )({_ROMAN.pattern})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# A source that spells a number, or says half past, may become one with digits.
_SPELLED = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twent\w+"
    r"|thirt\w+|fort(?:y|ies)\w*|fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|hundreds?|thousands?"
    r"|[mb]illions?|dozens?|half|quarter|noon|midnight|first|second|third|fourth|fifth|tenth"
    r"|cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien\w*"
    r"|\w*cient[oa]s|mil(?:es|l\w+)?|docenas?|medi[oa]|cuarto|mediod[ií]a|medianoche"
    r"|primer[oa]?|segund[oa]|tercer[oa]?)\b",
    re.IGNORECASE,
)


def number_spans(text: str) -> list[tuple[int, int]]:
    """Find the numbers of a text: digits with points, commas and colons between; COVID-19 whole."""
    return [match.span() for match in _NUMBER_OR_NAME.finditer(text)]


def with_numbers_of(answer: str, source: str) -> str | None:
    """Write the numbers of a translation as its source does.

    Returns:
        None if a number is missing, or there is one that the source does not have.
    """
    given = _NUMBER.findall(source)
    if not given and not re.search(r"\d", answer):
        return answer
    answer = _with_centuries(answer, source)
    wanted = Counter(map(_digits, given))
    answer = _SPACED.sub(lambda match: _joined(match[0], wanted), answer)
    found = Counter(_digits(number) for number in _NUMBER.findall(answer))
    missing = wanted - found
    if missing and not _are_roman(missing, answer, source):
        return None
    if found - wanted and not _may_be_new(found - wanted, source):
        return None
    forms = list((Counter(given) - Counter(_NUMBER.findall(answer))).elements())
    return _NUMBER.sub(lambda match: _form(match[0], given, forms), answer)


def _form(number: str, given: list[str], forms: list[str]) -> str:
    """Leave a number as it is if the source has it; else take a form that is left over there."""
    same = [form for form in forms if _digits(form) == _digits(number)]
    if number in given or not same:
        return number
    forms.remove(same[0])
    return same[0]


def _joined(number: str, wanted: Counter[str]) -> str:
    digits = _digits(number)
    return digits if wanted[digits] else number


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _with_centuries(answer: str, source: str) -> str:
    """Correct the one century of a sentence, which the model reads but seldom counts right."""
    given, found = _CENTURY.findall(source), _SPANISH_CENTURY.findall(answer)
    if len(given) != 1 or len(found) != 1:
        return answer
    return _SPANISH_CENTURY.sub(lambda match: match[1] + _roman(int(given[0])), answer)


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    letters = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[tens] + letters[ones]


def _are_roman(missing: Counter[str], answer: str, source: str) -> bool:
    """Tell whether the missing numbers are centuries, which Spanish writes as Romans did."""
    if not re.search(r"\bcenturi?", source, re.IGNORECASE):
        return False
    return not missing - Counter(str(value) for value in _roman_numbers(answer))


def _may_be_new(new: Counter[str], source: str) -> bool:
    """Tell whether a number with digits may come from one in words or in Roman letters."""
    if _SPELLED.search(source):
        return True
    return not new - Counter(str(value) for value in _roman_numbers(source))


def _roman_numbers(text: str) -> Iterator[int]:
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0]]
        after = [*values[1:], 0]
        yield sum(a if a >= b else -a for a, b in zip(values, after, strict=True))
