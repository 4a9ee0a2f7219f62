#!/usr/bin/python
"""Keep one SSH public key in the account."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ssh_key
short_description: Keep an SSH public key in the account
description:
  - Finds the key by its fingerprint, so a key that the account holds under another name is used as
    it is.
  - Deletes a key only if it bears O(name), the name under which this module uploads it.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Name under which the key is uploaded.
    type: str
    required: true
  former_name:
    description: A name under which this module may have uploaded it; it is given O(name) then.
    type: str
    default: ""
  public_key:
    description: The key, one line in OpenSSH's format.
    type: str
    required: true
  state:
    description: Whether the key shall be there.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Upload the SSH key
  traductor.digitalocean.ssh_key:
    name: translate.example.com
    public_key: "{{ lookup('ansible.builtin.file', '~/.ssh/id_ed25519.pub') }}"
"""

RETURN = r"""
fingerprint:
  description: MD5 fingerprint, by which the API names the key.
  returned: always
  type: str
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import (
    find_key,
    key_identifier,
)

Json = dict[str, Any]


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the account's keys as wanted."""
    identifier = key_identifier(params["public_key"])
    found = find_key(api, identifier)
    before = {"name": found["name"], "fingerprint": identifier} if found else {}
    after = dict(before)
    names = {params["name"], params["former_name"]}
    if params["state"] == "present" and not found:
        after = {"name": params["name"], "fingerprint": identifier}
        body = {"name": params["name"], "public_key": params["public_key"].strip()}
        if not check_mode:
            api.create("account/keys", body, find=lambda: find_key(api, identifier))
    elif params["state"] == "present" and found and found["name"] == params["former_name"]:
        after = {**before, "name": params["name"]}
        if not check_mode:
            api.put(f"account/keys/{identifier}", {"name": params["name"]})
    elif params["state"] == "absent" and found and found["name"] in names:
        after = {}
        if not check_mode:
            api.delete(f"account/keys/{identifier}")
    return change(before, after, changed=before != after, fingerprint=identifier)


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "former_name": {"type": "str", "default": ""},
            "public_key": {"type": "str", "required": True, "no_log": False},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
