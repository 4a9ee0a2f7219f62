"""Give a translation the punctuation of its source, and the inverted marks of Spanish."""

import re

INVERTED = {"?": "¿", "!": "¡"}

_FINAL = re.compile(r"([.!?…:;,]*)([\"“”»'’)\]}\s]*)$")
_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]|EE|UU|Sra?s?|Dra?s?|Uds?|etc|Jr|Inc|Ltd|Co)\.$")
# A letter in Spanish greets with a colon.
_GREETING = re.compile(r"(?:Estimad|Querid|Apreciad|Hola|Buen|Muy señor|Señor)")
_GAPS = re.compile(r"(?<=[¿¡])\s+|(?<=\w)\s+(?=[?!])")
_MARKS = re.compile(r"([?!]+)")
_OPEN = re.compile(r"[¿¡]+")
_NEXT_SENTENCE = re.compile(
    r".*(?:(?<!\bSr)(?<!\bSra)(?<!\bDr)(?<!\bDra)(?<!\bUd)(?<!\b\w)[.…]|:)\s+(?=\W*[A-ZÁÉÍÓÚÑ])",
    re.DOTALL,
)
# Where a sentence begins: after what opens, and after the dash of a speaker.
_OPENERS = re.compile(r"[\s\"“„«'‘(\[{—–-]*")
_OPEN_QUOTE = re.compile(r"(?:^|(?<=[\s(]))[\"“„«(](?=[^\"“”„«»()]*$)")
_LETTER = re.compile(r"[^\W\d_]")


def final_marks(sentence: str) -> str:
    """Give the marks that end a sentence, without the quotes and brackets behind them."""
    match = _FINAL.search(sentence)
    return match[1] if match else ""


def without_final_marks(sentence: str) -> str:
    """Leave out the marks that end a sentence."""
    return _FINAL.sub(r"\2", sentence)


def with_punctuation_of(answer: str, source: str, language: str) -> str:
    """End a translation as its source ends, and open what it closes.

    Args:
        answer: a sentence.
        source: what it was made of.
        language: of the answer.
    """
    answer = _with_final(_GAPS.sub("", answer), source)
    if language == "es":
        return _opened(answer)
    return re.sub(r"[¿¡]", "", answer)


def _with_final(answer: str, source: str) -> str:
    wanted, match = final_marks(source), _FINAL.search(answer)
    found = match[1] if match else ""
    if match is None or found == wanted:
        return answer
    if (wanted, found) == (",", ":") and _GREETING.match(answer):
        return answer
    if not wanted and (_is_question(answer) or _ABBREVIATION.search(answer)):
        return answer
    if not found and source.endswith(wanted):
        return answer + wanted
    return answer[: match.start()] + wanted + match[2]


def _is_question(answer: str) -> bool:
    """Tell whether the model made a whole question of what has no mark."""
    return answer.startswith("¿") and answer.endswith("?")


def _opened(answer: str) -> str:
    """Put an inverted mark before every clause that asks or exclaims, and leave no other."""
    *clauses, rest = _MARKS.split(answer)
    pairs = zip(clauses[::2], clauses[1::2], strict=True)
    return "".join(_begun(clause, marks) + marks for clause, marks in pairs) + _OPEN.sub("", rest)


def _begun(clause: str, marks: str) -> str:
    """Open what ends with some marks: where the model did, else where its sentence begins."""
    sentence = _NEXT_SENTENCE.match(clause)
    before, clause = (sentence[0], clause[sentence.end() :]) if sentence else ("", clause)
    wanted = {INVERTED[mark] for mark in marks}
    opened = list(_OPEN.finditer(clause))
    best = next((each for each in opened if wanted & set(each[0])), opened[0] if opened else None)
    if best:
        kept = "".join(mark for mark in best[0] if mark in wanted)
        kept = kept if INVERTED[marks[0]] in kept else INVERTED[marks[0]]
        head, tail = clause[: best.start()], clause[best.end() :]
    else:
        quote = _OPEN_QUOTE.search(clause) or _OPENERS.match(clause)
        start = quote.end() if quote else 0
        if not _LETTER.search(clause, start):
            return _OPEN.sub("", before) + clause
        kept, head, tail = INVERTED[marks[0]], clause[:start], clause[start:]
    return _OPEN.sub("", before + head) + kept + _OPEN.sub("", tail)
