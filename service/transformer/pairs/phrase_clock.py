"""Say the time of day in words, in both languages: "half past nine", "las nueve y media"."""

import random

_HOURS = (
    ("one", "una"),
    ("two", "dos"),
    ("three", "tres"),
    ("four", "cuatro"),
    ("five", "cinco"),
    ("six", "seis"),
    ("seven", "siete"),
    ("eight", "ocho"),
    ("nine", "nueve"),
    ("ten", "diez"),
    ("eleven", "once"),
    ("twelve", "doce"),
)
_MINUTES = (
    ("five", "cinco"),
    ("ten", "diez"),
    ("a quarter", "cuarto"),
    ("twenty", "veinte"),
    ("twenty-five", "veinticinco"),
)
_NOON_OR_MIDNIGHT = (("noon", "mediodía"), ("midday", "mediodía"), ("midnight", "medianoche"))
_SHARE_OF_NOON_AND_MIDNIGHT = 0.05


def spoken() -> list[tuple[str, str]]:
    """List the times of the clock, "a quarter to six" with "seis menos cuarto"."""
    times = []
    for english, spanish in _HOURS:
        times += [(english, spanish), (f"{english} o'clock", spanish)]
        times += [(f"{minute} past {english}", f"{spanish} y {m}") for minute, m in _MINUTES]
        times += [(f"half past {english}", f"{spanish} y media")] * 2
        times += [(f"{minute} to {english}", f"{spanish} menos {m}") for minute, m in _MINUTES]
    return times


_TIMES = spoken()


def at(chance: random.Random) -> tuple[str, str]:
    """Make a time with its preposition: "at half past nine", "a las nueve y media"."""
    if chance.random() < _SHARE_OF_NOON_AND_MIDNIGHT:
        english, spanish = chance.choice(_NOON_OR_MIDNIGHT)
        return f"at {english}", f"{'al' if spanish == 'mediodía' else 'a'} {spanish}"
    english, spanish = chance.choice(_TIMES)
    return f"at {english}", f"a {_with_article(spanish)}"


def it_is(chance: random.Random) -> tuple[str, str]:
    """Tell the time: "it's one o'clock", "es la una"."""
    if chance.random() < _SHARE_OF_NOON_AND_MIDNIGHT:
        english, spanish = chance.choice(_NOON_OR_MIDNIGHT)
        return f"it's {english}", f"es {spanish}"
    english, spanish = chance.choice(_TIMES)
    verb = "es" if spanish.startswith("una") else "son"
    return f"it's {english}", f"{verb} {_with_article(spanish)}"


def from_to(chance: random.Random) -> tuple[str, str]:
    """Make opening hours: "from nine to half past five", "de nueve a cinco y media"."""
    (first, first_es), (last, last_es) = (
        _whole_or_half(chance.choice(hours), chance) for hours in (_HOURS[6:], _HOURS[:7])
    )
    return f"from {first} to {last}", f"de {first_es} a {last_es}"


def _whole_or_half(hour: tuple[str, str], chance: random.Random) -> tuple[str, str]:
    english, spanish = hour
    return hour if chance.random() < 0.5 else (f"half past {english}", f"{spanish} y media")


def _with_article(spanish: str) -> str:
    return f"{'la' if spanish.startswith('una') else 'las'} {spanish}"
