#!/usr/bin/python
"""List what the account holds for one site."""

from __future__ import annotations

DOCUMENTATION = r"""
module: site
short_description: List what the account holds for one site
description:
  - Changes nothing.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Fully qualified name of the site.
    type: str
    required: true
  former_name:
    description: A name that droplet, firewall and key may still bear.
    type: str
    default: ""
  tag:
    description: The tag of its droplet.
    type: str
    required: true
  zone:
    description: The domain that holds its records.
    type: str
    required: true
  public_key:
    description: The SSH public key, one line; empty if it is not to be looked for.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: List what belongs to the site
  traductor.digitalocean.site:
    name: translate.example.com
    tag: traductor
    zone: example.com
"""

RETURN = r"""
things:
  description: >-
    One dictionary with C(kind), C(name), C(detail) and C(ours) for each thing, a record with its
    C(type) as well; C(ours) says whether
    destroying the site may delete it.
  returned: always
  type: list
  elements: dict
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import run
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import (
    inventory_of_site,
    key_identifier,
)

Json = dict[str, Any]


def work(api: Api, params: Json, _check_mode: bool) -> Json:
    """Return what is there."""
    key = key_identifier(params["public_key"]) if params["public_key"] else ""
    things = inventory_of_site(
        api,
        site=params["name"],
        tag=params["tag"],
        zone=params["zone"],
        key=key,
        former_site=params["former_name"],
    )
    return {"changed": False, "things": things}


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "former_name": {"type": "str", "default": ""},
            "tag": {"type": "str", "required": True},
            "zone": {"type": "str", "required": True},
            "public_key": {"type": "str", "default": "", "no_log": False},
        },
        work,
    )


if __name__ == "__main__":
    main()
