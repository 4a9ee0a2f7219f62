"""What docs/training.md tells to type is there."""

import importlib.util
import re

from transformer.paths import ROOT
from transformer.train import CHOICES

TEXT = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
COMMANDS = sorted((ROOT / "service" / "transformer").glob("*.py"))


def test_every_command_is_a_module() -> None:
    modules = set(re.findall(r"python -m (transformer[.\w]*\w)", TEXT))

    assert len(modules) > 4
    assert all(importlib.util.find_spec(module) for module in modules)


def test_every_option_is_read_by_a_command() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in COMMANDS)
    read = set(re.findall(r'"(--[a-z-]+)"', source))
    read |= {f"--{name.replace('_', '-')}" for name in CHOICES} | {"--help"}
    told = set(re.findall(r"--[a-z-]+\w", TEXT))

    assert len(told) > 8
    assert told <= read
