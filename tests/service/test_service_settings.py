"""The settings are checked as a whole, and `.env.example` is their catalogue."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from translator.errors import SettingsError
from translator.settings import PREFIX, Settings

SERVICE = Path(__file__).parents[2] / "service"


def example() -> dict[str, str]:
    lines = (SERVICE / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {name: value for name, value in pairs if name != "COMPOSE_PROFILES"}


def test_every_setting_stands_in_the_example_and_nothing_else() -> None:
    declared = {PREFIX + each.name.upper() for each in fields(Settings)}

    assert set(example()) == declared


def test_the_example_shows_the_defaults() -> None:
    settings = Settings.from_env(example())

    for each in fields(Settings):
        if each.default is not MISSING:
            assert getattr(settings, each.name) == each.default, each.name


def test_every_setting_of_the_example_has_a_comment_above_it() -> None:
    text = (SERVICE / ".env.example").read_text(encoding="utf-8")

    assert len(re.findall(r"^# .+\nTRANSLATOR_", text, re.MULTILINE)) == len(example())


def test_compose_and_nginx_use_only_declared_settings() -> None:
    files = [SERVICE / "compose.yaml", SERVICE / "translator" / "servers" / "uwsgi.ini"]
    files += sorted((SERVICE / "nginx").rglob("*.template"))
    used = {
        name for path in files for name in re.findall(r"TRANSLATOR_[A-Z_]*[A-Z]", path.read_text())
    }

    assert used
    assert used <= set(example())


def test_a_misspelt_setting_stops_the_start_and_names_the_right_one() -> None:
    with pytest.raises(SettingsError, match="did you mean TRANSLATOR_PROCESSES"):
        Settings.from_env({**example(), "TRANSLATOR_PROCESES": "5"})


def test_all_faults_stand_in_one_message_with_the_remedy() -> None:
    faulty = {"TRANSLATOR_HTTP_PORT": "70000", "TRANSLATOR_BEAM_SIZE": "", "TRANSLATOR_X": "1"}

    with pytest.raises(SettingsError) as caught:
        Settings.from_env(faulty)

    for part in ("SERVER_NAME is missing", "HTTP_PORT", "BEAM_SIZE", "TRANSLATOR_X", ".env"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TRANSLATOR_SERVER_NAME", "example.com; return 200"),
        ("TRANSLATOR_SERVER_NAME", ""),
        ("TRANSLATOR_PROCESSES", "0"),
        ("TRANSLATOR_PROCESSES", "1.5"),
        ("TRANSLATOR_MAX_CHARACTERS", "-1"),
        ("TRANSLATOR_VERSION", "a b"),
        ("TRANSLATOR_IMAGE", ""),
    ],
)
def test_a_value_outside_its_range_is_refused(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({**example(), variable: value})


def test_several_server_names_are_allowed() -> None:
    names = "example.com www.example.com"

    settings = Settings.from_env({**example(), "TRANSLATOR_SERVER_NAME": names})

    assert settings.server_name == names
