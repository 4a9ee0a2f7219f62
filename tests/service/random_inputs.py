"""Two thousand inputs that nobody planned for: the same ones for the same seed."""

import random
import string
from collections.abc import Callable

_WORDS = (
    "the a this my your no every some house water letter time people school morning friend "
    "landlord doctor ticket river mistake answer government is was has goes wants says found gave "
    "forgot believes quickly never always here yesterday big old wrong and but because with from "
    "under I you she they what when not very three"
)
ENGLISH = _WORDS.split()
FOREIGN = (
    "der Hund läuft schnell über die Straße weil es regnet",
    "je ne sais pas où est la bibliothèque aujourd'hui",
    "não sei onde fica a estação de comboios",
    "¿dónde está la casa de mi hermana? No lo sé.",
    "Вчера мы ходили в магазин за хлебом",
    "私は毎朝コーヒーを飲みます。今日は雨です。",
    "我昨天去了图书馆，没有找到那本书。",
    "ذهبت إلى السوق أمس مع صديقي",
    "मैं कल बाज़ार गया था",
    "Η γάτα κοιμάται πάνω στο τραπέζι",
    "나는 학교에 갑니다",
    "אני אוהב לקרוא ספרים",
    "ฉันชอบกินข้าว",
    "Dzień dobry, gdzie jest dworzec?",
    "Bu sabah çok soğuk bir gündü",
)
EMOJI = "😀😂🥰👍🏽👩‍👩‍👧‍👦🇪🇸🔥🎉❤️🐶🍕✈️💯🙏🏿☀️⚽"
MARKS = ".,;:!?-–—…'\"()[]{}<>/\\|@#$%^&*_+=~`¿¡«»°§€£"
CONTROLS = [chr(code) for code in (*range(32), 0x7F, *range(0x80, 0xA0))] + list(
    "\u200b\u200d\u200e\u202e\u2028\u2029\ufeff\ufffd\ufffe\uffff\u00ad\u0301\u0300"
)

Chance = random.Random


def _words(chance: Chance, least: int, most: int) -> str:
    return " ".join(chance.choices(ENGLISH, k=chance.randint(least, most)))


def _characters(chance: Chance, alphabet: str, least: int, most: int) -> str:
    return "".join(chance.choices(alphabet, k=chance.randint(least, most)))


def _blank(chance: Chance) -> str:
    return _characters(chance, " \t\n\r\u00a0\u3000\u2003", 0, 20)


def _one_word(chance: Chance) -> str:
    word = chance.choice(ENGLISH)
    ending = chance.choice(["", "", ".", "!", "?", "...", ","])
    return chance.choice([word, word.capitalize(), word.upper(), word[0], word + word]) + ending


def _number(chance: Chance) -> str:
    value = chance.choice([chance.randint(0, 9), chance.randint(0, 10**6), chance.random() * 1e12])
    shape = chance.choice(["{}", "${}", "{} €", "{:,}", "-{}", "{} %", "+34 {}", "{}-{}-{}"])
    text = shape.format(*[value] * 3)
    return chance.choice(
        [text, f"It costs {text}.", f"{text} {_words(chance, 1, 4)}", f"No. {text}"]
    )


def _address(chance: Chance) -> str:
    name = _characters(chance, string.ascii_lowercase + string.digits + "-._", 1, 30)
    path = "/".join(_characters(chance, string.ascii_letters + "%?=&#_", 1, 12) for _ in range(4))
    text = chance.choice([f"https://{name}.example/{path}", f"{name}@example.com", f"/{path}"])
    return chance.choice([text, f"Write to {text}", f"See {text} for {_words(chance, 1, 5)}."])


def _emoji(chance: Chance) -> str:
    some = _characters(chance, EMOJI, 1, 12)
    return chance.choice([some, f"{_words(chance, 1, 8)} {some}", f"{some}{_words(chance, 1, 4)}"])


def _capitals(chance: Chance) -> str:
    return _words(chance, 1, 20).upper() + chance.choice(["", "!", "!!!", "?", "."])


def _foreign(chance: Chance) -> str:
    text = chance.choice(FOREIGN)
    cut = text[chance.randint(0, 3) : chance.randint(4, len(text))]
    return chance.choice([text, cut, f"{cut} {_words(chance, 1, 5)}", f"{text} " * 3])


def _unheard_of_script(chance: Chance) -> str:
    start = chance.choice([0x0530, 0x0980, 0x10A0, 0x13A0, 0x1200, 0x2200, 0x1D400, 0x12000])
    return "".join(
        chr(start + chance.randrange(80)) + chance.choice(["", "", " "])
        for _ in range(chance.randint(1, 40))
    )


def _five_hundred_words(chance: Chance) -> str:
    mark = chance.choice([" ", ", ", " and "])
    return mark.join(chance.choices(ENGLISH, k=500)) + chance.choice(["", "."])


def _random_bytes(chance: Chance) -> str:
    some = chance.randbytes(chance.randint(1, 80))
    return some.decode(chance.choice(["utf-8", "latin-1", "cp437", "utf-16-le"]), errors="replace")


def _control_characters(chance: Chance) -> str:
    letters = list(_words(chance, 1, 6)) + chance.choices(CONTROLS, k=chance.randint(1, 10))
    chance.shuffle(letters)
    return "".join(letters)


def _long_word(chance: Chance) -> str:
    alphabet = chance.choice([string.ascii_lowercase, string.ascii_letters + string.digits, "aei"])
    return _characters(chance, alphabet, 50, 600)


def _repeated(chance: Chance) -> str:
    unit = chance.choice(
        ["a", "ha", "ha ", "no ", "lo", "?!", "=", "!", "x ", "very ", "I am ", "é"]
    )
    return unit * chance.randint(3, 150) + chance.choice(["", "!", " good", " the house"])


def _markup(chance: Chance) -> str:
    tag = chance.choice(["b", "p", "script", "a href='x'", 'div class="y"', "br/", "!--"])
    inside = _words(chance, 0, 6)
    quoted = f'{{"{inside}": [{chance.randint(0, 99)}, null]}}'
    return chance.choice(
        [f"<{tag}>{inside}</{tag}>", f"&lt;{inside}&amp;", quoted, f"**{inside}** `{inside}`"]
    )


def _salad(chance: Chance) -> str:
    return _characters(chance, string.ascii_letters + string.digits + MARKS + "   ", 1, 120)


KINDS: dict[Callable[[Chance], str], int] = {
    _blank: 80,
    _one_word: 240,
    _number: 180,
    _address: 200,
    _emoji: 160,
    _capitals: 160,
    _foreign: 200,
    _unheard_of_script: 60,
    _five_hundred_words: 40,
    _random_bytes: 160,
    _control_characters: 120,
    _long_word: 60,
    _repeated: 100,
    _markup: 120,
    _salad: 120,
}


def random_inputs(seed: int) -> list[tuple[str, str]]:
    """Make the inputs, each with the name of its kind."""
    chance = random.Random(seed)  # noqa: S311 - chosen for being repeatable
    return [
        (make.__name__.strip("_"), make(chance))
        for make, count in KINDS.items()
        for _ in range(count)
    ]
