"""Each module's manual says what its code does."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import ansible_collections.traductor.digitalocean.plugins.modules as modules_package
import pytest
import yaml
from ansible_collections.traductor.digitalocean.plugins.doc_fragments.api import ModuleDocFragment

from tests.collection.simulated import argument_spec

Json = dict[str, Any]

FOLDER = Path(next(iter(modules_package.__path__)))
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))
COMMON: Json = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
RUNTIME = FOLDER.parents[1] / "meta" / "runtime.yml"


@pytest.fixture(params=NAMES)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return import_module(f"{modules_package.__name__}.{request.param}")


def test_every_module_is_in_the_group_that_gets_the_token() -> None:
    assert len(NAMES) == 11
    assert yaml.safe_load(RUNTIME.read_text())["action_groups"]["api"] == NAMES


def test_the_manual_lists_the_options_of_the_code(module: ModuleType) -> None:
    documented: Json = yaml.safe_load(module.DOCUMENTATION)["options"] | COMMON
    keys = ("type", "elements", "default", "choices", "required")

    assert {
        name: {key: option[key] for key in keys if key in option}
        for name, option in documented.items()
    } == {
        name: {key: option[key] for key in keys if key in option}
        for name, option in argument_spec(module).items()
    }


def test_every_option_and_result_is_described(module: ModuleType) -> None:
    manual: Json = yaml.safe_load(module.DOCUMENTATION)
    described: Json = manual["options"] | yaml.safe_load(module.RETURN)

    assert manual["module"] == module.__name__.rsplit(".", 1)[-1]
    assert all(item["description"] for item in described.values())


def test_the_example_uses_only_options_that_exist(module: ModuleType) -> None:
    name = module.__name__.rsplit(".", 1)[-1]
    (task,) = yaml.safe_load(module.EXAMPLES)
    options = set(task[f"traductor.digitalocean.{name}"])
    required = {key for key, option in argument_spec(module).items() if option.get("required")}

    assert required <= options <= set(argument_spec(module))
