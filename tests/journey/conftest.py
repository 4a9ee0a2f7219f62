"""The finished site, as the simulator and Ansible's inventory know it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess

import pytest
import yaml

from tests.journey.finished_site import REPOSITORY, STATE, Site


@pytest.fixture(scope="session")
def site() -> Site:
    wished = yaml.safe_load((REPOSITORY / "simulator/demo.yml").read_text())
    variables = yaml.safe_load((STATE / "variables.yml").read_text())
    name = wished["project_domain"]
    host = json.loads(
        subprocess.run(
            ["ansible-inventory", "-e", f"project_domain={name}", "--host", name],
            capture_output=True,
            text=True,
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg")},
        ).stdout
    )
    options = shlex.split(host["ansible_ssh_common_args"].replace("=accept-new", "=yes"))
    return Site(
        name=name,
        address=host["ansible_host"],
        dns_port=variables["project_dns_port"],
        ssh_options=(*options, "-o", "BatchMode=yes", "-i", str(REPOSITORY / ".cache/demo-key")),
    )
