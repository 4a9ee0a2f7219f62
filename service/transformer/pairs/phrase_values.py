"""Make the values of phrases that no list could hold: numbers, times, dates, addresses.

What is written in figures is copied as it stands; only a time of day and a date have a Spanish
writing of their own. A time of day is said in words as often as it is written in figures.
"""

import dataclasses
import random
from collections.abc import Callable
from typing import TypeAlias

from transformer.pairs import phrase_clock


@dataclasses.dataclass(frozen=True)
class Value:
    """Hold a word or phrase in both languages.

    Args:
        english: How it is said in English.
        spanish: How it is said in Spanish; ``masculine|feminine`` where it agrees with another.
        feminine: Whether its Spanish noun is feminine.
        stressed_a: Whether a feminine noun has ``el`` and ``un`` before it, as "el agua" has.
    """

    english: str
    spanish: str
    feminine: bool = False
    stressed_a: bool = False


Maker: TypeAlias = Callable[[random.Random], Value]

_MONTHS = {
    "January": "enero",
    "February": "febrero",
    "March": "marzo",
    "April": "abril",
    "May": "mayo",
    "June": "junio",
    "July": "julio",
    "August": "agosto",
    "September": "septiembre",
    "October": "octubre",
    "November": "noviembre",
    "December": "diciembre",
}
_CURRENCIES = ("${}", "${}", "€{}", "£{}", "{} €", "US${}")
_USERS = ("anna", "info", "j.smith", "maria_lopez", "k.yamada", "contact", "hello", "office", "tom")
_HOSTS = ("example.com", "example.org", "mail.example.net", "shop.example.com", "escuela.example")
_PATHS = ("", "/", "/help", "/es/contact", "/news?id=42", "/docs/index.html", "/a/b#top")
_MINUTES = ("00", "05", "10", "15", "20", "30", "40", "45", "50", "55")


def _copied(text: str) -> Value:
    return Value(text, text)


def _amount(chance: random.Random) -> Value:
    size = 10 ** chance.randint(1, 5)
    number = f"{chance.randint(1, size):,}" + chance.choice(("", "", ".50", ".99", ".00"))
    return _copied(chance.choice(_CURRENCIES).format(number))


def _number(chance: random.Random) -> Value:
    return _copied(f"{chance.randint(2, 10 ** chance.randint(1, 4)):d}")


def _age(chance: random.Random) -> Value:
    return _copied(f"{chance.randint(2, 99)}")


def _percent(chance: random.Random) -> Value:
    return _copied(f"{chance.choice((2, 5, 7.5, 10, 12, 15, 20, 25, 30, 40, 50, 75, 80))}%")


def _code(chance: random.Random) -> Value:
    letters = "".join(chance.choices("ABCDEFGHKLMNPRSTX", k=chance.randint(1, 3)))
    return _copied(f"{letters}{chance.choice(('', '-'))}{chance.randint(10, 99999)}")


def _phone(chance: random.Random) -> Value:
    blocks = chance.choice(((3, 3, 4), (3, 3, 3), (2, 4, 4), (3, 4)))
    digits = [f"{chance.randrange(10**size):0{size}d}" for size in blocks]
    return _copied(chance.choice(("", "+34 ", "+1 ")) + chance.choice(" -").join(digits))


def _email(chance: random.Random) -> Value:
    return _copied(f"{chance.choice(_USERS)}@{chance.choice(_HOSTS)}")


def _link(chance: random.Random) -> Value:
    start = chance.choice(("https://", "https://www.", "http://", "www."))
    return _copied(f"{start}{chance.choice(_HOSTS)}{chance.choice(_PATHS)}")


def _time(chance: random.Random) -> Value:
    """Make a time of day with its preposition, in words or in figures."""
    return Value(*phrase_clock.at(chance)) if chance.random() < 0.5 else _figures(chance)


def _figures(chance: random.Random) -> Value:
    """Make a time of day in figures: "at 3:30 pm", "a las 3:30 p. m."."""
    hour, minute = chance.randint(1, 23), chance.choice(_MINUTES)
    if hour > 12 or chance.random() < 0.4:
        return Value(f"at {hour}:{minute}", f"{_at(hour)} {hour}:{minute}")
    half, spanish = chance.choice((("am", "a. m."), ("pm", "p. m.")))
    clock = f"{hour}" if minute == "00" else f"{hour}:{minute}"
    written = half if chance.random() < 0.5 else half.upper()
    return Value(f"at {clock} {written}", f"{_at(hour)} {clock} {spanish}")


def _at(hour: int) -> str:
    return "a la" if hour == 1 else "a las"


def _told(chance: random.Random) -> Value:
    return Value(*phrase_clock.it_is(chance))


def _hours(chance: random.Random) -> Value:
    if chance.random() < 0.5:
        return Value(*phrase_clock.from_to(chance))
    first, last = chance.randint(6, 12), chance.randint(13, 23)
    minutes, minutes2 = chance.choice(("00", "15", "30")), chance.choice(("00", "30", "45"))
    start, end = f"{first}:{minutes}", f"{last}:{minutes2}"
    return Value(f"from {start} to {end}", f"de {start} a {end}")


def _date(chance: random.Random) -> Value:
    """Make a date with its preposition: "on May 3", "el 3 de mayo"."""
    english, spanish = chance.choice(tuple(_MONTHS.items()))
    day = chance.randint(1, 28)
    year = str(chance.randint(1950, 2035)) if chance.random() < 0.5 else ""
    written = chance.choice((f"{english} {day}, {year}", f"{day} {english} {year}"))
    return Value(
        f"on {written.rstrip(', ')}", f"el {day} de {spanish}" + (f" de {year}" if year else "")
    )


MAKERS: dict[str, Maker] = {
    "amount": _amount,
    "number": _number,
    "age": _age,
    "percent": _percent,
    "code": _code,
    "phone": _phone,
    "email": _email,
    "link": _link,
    "attime": _time,
    "itis": _told,
    "hours": _hours,
    "ondate": _date,
}
