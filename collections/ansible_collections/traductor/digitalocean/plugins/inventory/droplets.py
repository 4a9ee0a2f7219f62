"""Find the droplet of this project again."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any

from ansible.plugins.inventory import BaseInventoryPlugin
from ansible.utils.vars import load_extra_vars
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import LIBRARY_FOUND, Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    API_URL,
    NO_LIBRARY,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    public_address,
    same_name,
)

DOCUMENTATION = r"""
name: droplets
short_description: The droplet of this project, found by tag and name
description:
  - Reads C(project_domain), C(project_former_domain) and C(project_tag) from the project's
    variables files, and from C(-e) on the command line, so that they are written once.
  - The host is called as the site, also while the droplet still bears the site's former name.
  - Without a token, or when the API refuses, there are no hosts; the reason is left in the variable
    C(inventory_error), and the playbooks say it, with the remedy.
author: The Traductor maintainers
options:
  plugin:
    description: Marks the file as one for this plugin.
    required: true
    choices: [traductor.digitalocean.droplets]
  variables_files:
    description:
      - The project's variables files, relative to the inventory file; one that is missing is passed
        over. They may be encrypted with ansible-vault.
      - Values that are read here are plain, not templates.
    required: true
    type: list
    elements: str
  known_hosts_file:
    description: Where the droplets' host keys are recorded, relative to the inventory file.
    required: true
    type: str
  group:
    description: The group that the droplet joins.
    required: true
    type: str
"""

Json = dict[str, Any]

RETRY_LIMIT_SECONDS = 60
ERROR_VARIABLE = "inventory_error"


def host_variables(droplet: Json, *, known_hosts: str) -> Json:
    """Return how Ansible reaches a droplet.

    The host key is recorded under the droplet's number at the first contact and must be the same
    ever after. An address that DigitalOcean gives to another droplet later does no harm. Of the
    keys in an agent only the project's own is offered: sshd hangs up after a few wrong ones.
    """
    options = {
        "HostKeyAlias": f"droplet-{droplet['id']}",
        # Ansible takes off one pair of quotes; ssh reads the other, and splits at spaces without.
        "UserKnownHostsFile": f'"{known_hosts}"',
        "StrictHostKeyChecking": "accept-new",
        "IdentitiesOnly": "yes",
    }
    return {
        "ansible_host": public_address(droplet),
        "ansible_ssh_common_args": shlex.join(
            word for key, value in options.items() for word in ("-o", f"{key}={value}")
        ),
        "droplet_ipv4": public_address(droplet),
        "droplet_ipv6": public_address(droplet, 6),
    }


class InventoryModule(BaseInventoryPlugin):
    """The inventory plugin."""

    NAME = "traductor.digitalocean.droplets"

    def verify_file(self, path: str) -> bool:
        """Accept YAML files called `digitalocean`."""
        return bool(super().verify_file(path)) and path.endswith("digitalocean.yml")

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Add the droplet to its group."""
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        folder = Path(path).resolve().parent
        inventory.add_group(self.get_option("group"))
        project = self._project(folder, loader)
        token = project.get("vault_digitalocean_token") or os.environ.get(
            "DIGITALOCEAN_TOKEN", os.environ.get("DIGITALOCEAN_ACCESS_TOKEN", "")
        )
        if not token or not project["project_domain"]:
            return
        try:
            if not LIBRARY_FOUND:
                raise DigitalOceanError(NO_LIBRARY)
            api = Api(
                token=token,
                url=os.environ.get("DIGITALOCEAN_API_URL", API_URL),
                retry_limit_seconds=RETRY_LIMIT_SECONDS,
            )
            droplets = api.list("droplets", "droplets", tag_name=project["project_tag"])
        except DigitalOceanError as error:
            self.inventory.set_variable("all", ERROR_VARIABLE, str(error))
            return
        known_hosts = str(folder / self.get_option("known_hosts_file"))
        name, former = project["project_domain"], project.get("project_former_domain", "")
        for droplet in same_name(droplets, name) or same_name(droplets, former):
            if public_address(droplet):
                self._add(name, host_variables(droplet, known_hosts=known_hosts))

    def _add(self, name: str, variables: Json) -> None:
        self.inventory.add_host(name, group=self.get_option("group"))
        for key, value in variables.items():
            self.inventory.set_variable(name, key, value)

    def _project(self, folder: Path, loader: Any) -> Json:
        """Return the project's variables, those of the command line first."""
        files = [folder / name for name in self.get_option("variables_files")]
        project: Json = {}
        for file in files:
            if file.exists():
                project |= loader.load_from_file(str(file))
        return {**project, **load_extra_vars(loader)}
