"""The settings of the service, read from the environment once and checked as a whole.

`.env.example` is their catalogue and says what each one does; a test keeps the two equal.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Self

from translator.errors import SettingsError

PREFIX = "TRANSLATOR_"
_NAMES = re.compile(r"_|[A-Za-z0-9.-]+( [A-Za-z0-9.-]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_ORIGINS = re.compile(r"|\*|https?://[A-Za-z0-9.:-]+( https?://[A-Za-z0-9.:-]+)*")
_ONE_RELEASE = ".:/srv/traductor/current"
_YES_OR_NO = re.compile(r"yes|no")


def _number(default: int, *, minimum: int, maximum: int) -> int:
    """Declare a whole number with its default and the range that makes sense."""
    return field(default=default, metadata={"minimum": minimum, "maximum": maximum})


def _text(pattern: re.Pattern[str], *, default: Any = MISSING) -> str:
    """Declare a text that must match a pattern as a whole."""
    return field(default=default, metadata={"pattern": pattern})  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides; a field `x` is read from the variable TRANSLATOR_X.

    Raises:
        SettingsError: from `from_env`, with all faults of the environment in one message.
    """

    deployment: str = _text(re.compile(r"compose|standalone|systemd"), default="compose")
    server_name: str = _text(_NAMES)
    releases: str = _text(re.compile(r"[./][^:]*:/srv/traductor(/current)?"), default=_ONE_RELEASE)
    release: str = _text(re.compile(r"[a-z0-9-]{1,40}"), default="dev")
    settings_directory: str = _text(re.compile(r"\.?/[^:]*"), default="./settings")
    http_port: int = _number(80, minimum=1, maximum=65_535)
    https_port: int = _number(443, minimum=1, maximum=65_535)
    tls_directory: str = _text(re.compile(r"\.?/[^:]*"), default="./tls")
    hsts_seconds: int = _number(0, minimum=0, maximum=126_144_000)
    wsgi_server: str = _text(re.compile(r"uwsgi|gunicorn"), default="uwsgi")
    processes: int = _number(5, minimum=1, maximum=64)
    threads: int = _number(16, minimum=1, maximum=256)
    max_requests: int = _number(128, minimum=1, maximum=10_000)
    engine: str = _text(re.compile(r"ctranslate2|tensorflow"), default="ctranslate2")
    max_characters: int = _number(50_000, minimum=1, maximum=1_000_000)
    max_file_megabytes: int = _number(5, minimum=1, maximum=100)
    cached_sentences: int = _number(10_000, minimum=0, maximum=1_000_000)
    requests_per_minute: int = _number(240, minimum=0, maximum=100_000)
    api_key_required: str = _text(_YES_OR_NO, default="no")
    cors_origins: str = _text(_ORIGINS, default="")
    beam_size: int = _number(2, minimum=1, maximum=16)
    request_timeout_seconds: int = _number(60, minimum=1, maximum=3_600)
    memory_megabytes: int = _number(700, minimum=128, maximum=1_048_576)
    version: str = _text(_TAG, default="dev")
    image: str = _text(_TAG, default="dev")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; report every missing, unknown and ill-typed variable at once."""
        declared = {PREFIX + each.name.upper(): each for each in fields(cls)}
        faults = [_unknown(name, declared) for name in _given(environ) if name not in declared]
        values: dict[str, int | str] = {}
        for variable, each in declared.items():
            if variable not in environ and each.default is not MISSING:
                continue
            value, fault = _read(variable, environ.get(variable), each)
            values[each.name] = value
            faults += fault
        if faults:
            raise SettingsError(faults)
        return cls(**values)  # type: ignore[arg-type]  # _read has checked them one by one


def _given(environ: Mapping[str, str]) -> list[str]:
    return sorted(name for name in environ if name.startswith(PREFIX))


def _unknown(name: str, declared: Mapping[str, Field[Any]]) -> str:
    close = difflib.get_close_matches(name, declared, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; remove it"
    return f"{name} is not a setting{hint}"


def _read(variable: str, raw: str | None, declared: Field[Any]) -> tuple[int | str, list[str]]:
    """Convert one variable.

    Returns:
        The value and no fault, or a value of no meaning and one fault.
    """
    if raw is None:
        return "", [f"{variable} is missing; set it"]
    pattern = declared.metadata.get("pattern")
    if pattern is not None:
        fits = pattern.fullmatch(raw)
        return raw, [] if fits else [f"{variable}={raw!r} must match {pattern.pattern}"]
    low, high = declared.metadata["minimum"], declared.metadata["maximum"]
    number = int(raw) if re.fullmatch(r"[0-9]{1,9}", raw) else None
    if number is None or not low <= number <= high:
        return 0, [f"{variable}={raw!r} must be a whole number from {low} to {high}"]
    return number, []
