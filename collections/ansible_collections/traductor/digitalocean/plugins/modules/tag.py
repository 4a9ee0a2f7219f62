#!/usr/bin/python
"""Keep one tag in the account."""

from __future__ import annotations

DOCUMENTATION = r"""
module: tag
short_description: Keep a tag in the account
description:
  - Creates the tag, or deletes it when nothing bears it any more.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: The tag.
    type: str
    required: true
  state:
    description: Whether the tag shall be there; a tag that other resources bear stays.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Create the tag
  traductor.digitalocean.tag:
    name: traductor
"""

RETURN = r"""
bearers:
  description: How many resources bear the tag.
  returned: always
  type: int
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import NotFoundError
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)

Json = dict[str, Any]


def find(api: Api, name: str) -> Json | None:
    """Return the tag, or None."""
    try:
        tag: Json = api.get(f"tags/{name}")["tag"]
    except NotFoundError:
        return None
    return tag


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the account's tags as wanted."""
    name = params["name"]
    found = find(api, name)
    bearers = int(((found or {}).get("resources") or {}).get("count") or 0)
    before = {"name": name} if found else {}
    after = dict(before)
    if params["state"] == "present" and not found:
        after = {"name": name}
        if not check_mode:
            api.create("tags", {"name": name}, find=lambda: find(api, name))
    elif params["state"] == "absent" and found and bearers == 0:
        after = {}
        if not check_mode:
            api.delete(f"tags/{name}")
    return change(before, after, changed=before != after, bearers=bearers)


def main() -> None:
    """Run the module."""
    run({"name": {"type": "str", "required": True}, "state": STATE_ARGUMENT}, work)


if __name__ == "__main__":
    main()
