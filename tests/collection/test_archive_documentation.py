"""The manuals of the modules that carry and keep archives say what their code does."""

from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
import yaml
from ansible_collections.traductor.host.plugins.doc_fragments.archives import ModuleDocFragment

from tests.collection.simulated import argument_spec

Json = dict[str, Any]

PACKAGE = "ansible_collections.traductor.host.plugins.modules"
NAMES = ["find_archive", "pack_files", "store_archive", "unpack_files"]
FRAGMENT = "traductor.host.archives"
KEYS = ("type", "elements", "default", "choices", "required")
SECRETS = {"password", "access_key", "secret_key", "content"}


@pytest.fixture(params=NAMES)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return import_module(f"{PACKAGE}.{request.param}")


def facts(options: Json) -> Json:
    return {
        name: {key: option[key] for key in KEYS if key in option}
        for name, option in options.items()
    }


def test_the_manual_lists_the_options_of_the_code(module: ModuleType) -> None:
    manual: Json = yaml.safe_load(module.DOCUMENTATION)
    common = manual.get("extends_documentation_fragment") == FRAGMENT
    shared = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"] if common else {}

    assert facts(manual["options"] | shared) == facts(argument_spec(module))


def test_every_option_and_result_is_described(module: ModuleType) -> None:
    manual: Json = yaml.safe_load(module.DOCUMENTATION)
    described: Json = manual["options"] | yaml.safe_load(module.RETURN)

    assert manual["module"] == module.__name__.rsplit(".", 1)[-1]
    assert all(item["description"] for item in described.values())


def test_what_is_secret_is_kept_out_of_the_log(module: ModuleType) -> None:
    spec = argument_spec(module)

    assert [name for name in SECRETS & set(spec) if not spec[name].get("no_log")] == []
    assert SECRETS & set(spec) or module.__name__.endswith("pack_files")
