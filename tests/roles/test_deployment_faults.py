"""A way to run that cannot be is refused before anything is created."""

from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

from tests.roles.role_files import defaults, internals


def faults(**wishes: Any) -> str:
    """Work out what the role `preflight` would say."""
    known = {**defaults("preflight"), **internals("preflight"), "preflight_image": "debian-13-x64"}
    variables = {
        name: trust_as_template(value) if isinstance(value, str) else value
        for name, value in {**known, **wishes}.items()
    }
    templar = Templar(loader=DataLoader(), variables=variables)
    return " ".join(templar.template(variables["__preflight_deployment_faults"]))


@pytest.mark.parametrize("deployment", ["compose", "standalone", "systemd"])
def test_what_can_be_is_not_refused(deployment: str) -> None:
    assert faults(preflight_deployment=deployment) == ""


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        (
            {"preflight_deployment": "kubernetes"},
            "by compose, standalone or systemd. Remedy: set it in",
        ),
        (
            {"preflight_deployment": "systemd", "preflight_image": "debian-12-x64"},
            "Remedy: droplet_image: debian-13-x64",
        ),
        (
            {"preflight_deployment": "systemd", "preflight_monitoring_enabled": True},
            "monitoring_enabled needs Docker",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(wishes: dict[str, Any], said: str) -> None:
    assert said in faults(**wishes)
