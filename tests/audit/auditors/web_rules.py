"""What is asked of the headers of an answer over HTTPS, and of its cookies."""

import re
from collections.abc import Callable, Iterator

from tests.audit.auditors.answers import Answer
from tests.audit.findings import Finding

HALF_A_YEAR_SECONDS = 15_552_000
REFERRER_POLICIES = (
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
)
# What a policy may not say anywhere, and what it has to say.
UNSAFE_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", "*", "http:", "https:")
NEEDED_DIRECTIVES = ("default-src", "base-uri", "form-action", "frame-ancestors")


def header_faults(path: str, answer: Answer) -> Iterator[Finding]:
    """Say which headers of an answer are missing or weak."""
    for name, (text, is_good) in RULES.items():
        if not is_good(answer.header(name)):
            yield Finding(f"{name}:{path}", f"{text}: {answer.header(name)}")


def cookie_faults(answer: Answer) -> Iterator[Finding]:
    """Say which flags the cookies of an answer lack."""
    for cookie in answer.all_of("set-cookie"):
        name, *attributes = (part.strip() for part in cookie.split(";"))
        flags = {attribute.partition("=")[0].lower() for attribute in attributes}
        for flag in ("secure", "httponly", "samesite"):
            if flag not in flags:
                yield Finding(f"cookie:{name.partition('=')[0]}:{flag}", f"a cookie without {flag}")


def is_strict_policy(value: str | None) -> bool:
    """Tell whether a Content-Security-Policy allows nothing inline and no foreign source."""
    directives = [part.split() for part in (value or "").split(";") if part.strip()]
    sources = {source for _, *each in directives for source in each}
    names = {name.lower() for name, *_ in directives}
    return names.issuperset(NEEDED_DIRECTIVES) and sources.isdisjoint(UNSAFE_SOURCES)


def is_long_lasting(value: str | None) -> bool:
    """Tell whether Strict-Transport-Security holds for half a year at least."""
    found = re.search(r"(?:^|;)\s*max-age=\"?(\d+)", value or "", re.IGNORECASE)
    return found is not None and int(found[1]) >= HALF_A_YEAR_SECONDS


RULES: dict[str, tuple[str, Callable[[str | None], bool]]] = {
    "strict-transport-security": ("browsers may come back without TLS", is_long_lasting),
    "content-security-policy": ("the policy allows too much", is_strict_policy),
    "x-content-type-options": ("types may be guessed", lambda value: value == "nosniff"),
    "x-frame-options": (
        "the page may be framed",
        lambda value: (value or "").upper() in ("DENY", "SAMEORIGIN"),
    ),
    "referrer-policy": (
        "addresses are told to other sites",
        lambda value: value in REFERRER_POLICIES,
    ),
    "permissions-policy": ("the page may use any device", bool),
    "server": ("the server tells its version", lambda value: not re.search(r"\d", value or "")),
    "x-powered-by": ("the server tells what it is made of", lambda value: value is None),
}
