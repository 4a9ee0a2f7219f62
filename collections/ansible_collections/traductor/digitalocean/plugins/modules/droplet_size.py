#!/usr/bin/python
"""Give a droplet another size."""

from __future__ import annotations

DOCUMENTATION = r"""
module: droplet_size
short_description: Give a droplet another size
description:
  - Shuts the droplet down, gives it the size, and switches it on. Its disk stays as it is, so that
    it can go back to a smaller size later.
  - One that a run left off is switched on by the next, with the size that is wanted then.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Name of the droplet, which is the site's.
    type: str
    required: true
  tag:
    description: The tag that marks the droplet.
    type: str
    required: true
  size:
    description: Slug of the size.
    type: str
    required: true
  shutdown_seconds:
    description: How long the droplet may take to shut itself down; then its power is cut.
    type: int
    default: 120
  limit_seconds:
    description: How long each action of DigitalOcean may take, in seconds.
    type: int
    default: 900
"""

EXAMPLES = r"""
- name: Give the droplet 2 GB
  traductor.digitalocean.droplet_size:
    name: translate.example.com
    tag: traductor
    size: s-1vcpu-2gb
"""

RETURN = r"""
size_before:
  description: Slug of the size that the droplet had.
  returned: always
  type: str
price_before:
  description: What that costs, in US dollars a month, without backups.
  returned: always
  type: float
price_monthly:
  description: What the wanted one costs, in US dollars a month, without backups.
  returned: always
  type: float
"""

from contextlib import suppress
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.actions import (
    STATUS_REMEDY,
    act,
    wait_until_idle,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import change, run
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import find_droplet

Json = dict[str, Any]


def offered(api: Api, droplet: Json, slug: str) -> Json:
    """Return the size that is wanted.

    Raises:
        DigitalOceanError: the droplet cannot have it.
    """
    region = droplet["region"]["slug"]
    sizes = [
        size
        for size in api.list("sizes", "sizes")
        if size["available"] and region in size["regions"] and size["disk"] >= droplet["disk"]
    ]
    for size in sizes:
        if size["slug"] == slug:
            return size
    cheapest = sorted(sizes, key=lambda size: float(size["price_monthly"]))[:4]
    others = ", ".join(f"{one['slug']} (${one['price_monthly']:g} a month)" for one in cheapest)
    raise DigitalOceanError(
        f"{droplet['name']} cannot have the size {slug}: {region} does not offer it, or its disk is"
        f" smaller than the droplet's, of {droplet['disk']} GB. Nothing was changed. Remedy: set "
        f"droplet_size to one of {others}."
    )


def status(api: Api, identifier: int) -> str:
    """Tell whether a droplet is active or off."""
    return str(api.get(f"droplets/{identifier}")["droplet"]["status"])


def switch_off(api: Api, identifier: int, params: Json) -> None:
    """Let a droplet shut itself down, and cut its power if it does not."""
    seconds, limit = params["shutdown_seconds"], params["limit_seconds"]
    with suppress(DigitalOceanError):
        act(api, identifier, {"type": "shutdown"}, limit_seconds=seconds, failure="")
    wait_until_idle(api, identifier, limit_seconds=limit)
    if status(api, identifier) != "off":
        failure = f"DigitalOcean could not switch droplet {identifier} off. {STATUS_REMEDY}"
        act(api, identifier, {"type": "power_off"}, limit_seconds=limit, failure=failure)


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Give the droplet its size.

    Raises:
        DigitalOceanError: there is no droplet, or it cannot have the size.
    """
    droplet = find_droplet(api, params["tag"], params["name"])
    if droplet is None:
        raise DigitalOceanError(
            f"there is no droplet {params['name']} with the tag {params['tag']}. Remedy: "
            "ansible-playbook site.yml"
        )
    size = offered(api, droplet, params["size"])
    identifier, limit = droplet["id"], params["limit_seconds"]
    is_other = droplet["size_slug"] != params["size"]
    before = {"size": droplet["size_slug"], "powered": droplet["status"] != "off"}
    after = {"size": params["size"], "powered": True}
    if before != after and not check_mode:
        if is_other:
            if droplet["status"] != "off":
                switch_off(api, identifier, params)
            failure = (
                f"DigitalOcean could not give {params['name']} the size {params['size']}; it is "
                f"off. Remedy: ansible-playbook site.yml switches it on with the size it has."
            )
            body = {"type": "resize", "disk": False, "size": params["size"]}
            act(api, identifier, body, limit_seconds=limit, failure=failure)
        failure = f"DigitalOcean could not switch {params['name']} on. {STATUS_REMEDY}"
        act(api, identifier, {"type": "power_on"}, limit_seconds=limit, failure=failure)
    return change(
        before,
        after,
        changed=before != after,
        size_before=droplet["size_slug"],
        price_before=float(droplet["size"]["price_monthly"]),
        price_monthly=float(size["price_monthly"]),
    )


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "tag": {"type": "str", "required": True},
            "size": {"type": "str", "required": True},
            "shutdown_seconds": {"type": "int", "default": 120},
            "limit_seconds": {"type": "int", "default": 900},
        },
        work,
    )


if __name__ == "__main__":
    main()
