#!/usr/bin/python
"""Keep one cloud firewall."""

from __future__ import annotations

DOCUMENTATION = r"""
module: firewall
short_description: Keep a cloud firewall that lets some TCP ports in and everything out
description:
  - Finds the firewall by its name, and updates it in place when a rule or a tag differs.
  - Ping is let in as well.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Name of the firewall.
    type: str
    required: true
  former_name:
    description: A name that it may still bear; it is given O(name) then.
    type: str
    default: ""
  tcp_ports:
    description: TCP ports that are open to everybody.
    type: list
    elements: int
    default: []
  kept_tcp_ports:
    description:
      - TCP ports that stay open if they are, and that are open in a new firewall. So a port that is
        still in use is closed only by a later call that does not name it.
    type: list
    elements: int
    default: []
  tags:
    description: The firewall stands before every droplet that bears one of these tags.
    type: list
    elements: str
    default: []
  state:
    description: Whether the firewall shall be there.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Create the cloud firewall
  traductor.digitalocean.firewall:
    name: translate.example.com
    tcp_ports: [22, 80, 443]
    tags: [traductor]
"""

RETURN = r"""
firewall:
  description: The firewall as it is wanted.
  returned: always
  type: dict
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    canonical_firewall,
    same_name,
)

Json = dict[str, Any]

EVERYBODY = {"addresses": ["0.0.0.0/0", "::/0"]}


def open_ports(params: Json, found: Json | None) -> list[int]:
    """Return the wanted ports, and those to keep that are open so far."""
    wanted: list[int] = params["tcp_ports"]
    rules = (found or {}).get("inbound_rules", [])
    so_far = {rule["ports"] for rule in rules if rule["protocol"] == "tcp"}
    kept = [port for port in params["kept_tcp_ports"] if found is None or str(port) in so_far]
    return list(dict.fromkeys([*wanted, *kept]))


def wanted_firewall(params: Json, found: Json | None) -> Json:
    """Return the firewall in the form that the API takes."""
    inbound = [
        {"protocol": "tcp", "ports": str(port), "sources": EVERYBODY}
        for port in open_ports(params, found)
    ]
    return {
        "name": params["name"],
        "inbound_rules": [*inbound, {"protocol": "icmp", "ports": "0", "sources": EVERYBODY}],
        "outbound_rules": [
            {"protocol": "tcp", "ports": "0", "destinations": EVERYBODY},
            {"protocol": "udp", "ports": "0", "destinations": EVERYBODY},
            {"protocol": "icmp", "ports": "0", "destinations": EVERYBODY},
        ],
        "tags": params["tags"],
    }


def find(api: Api, name: str, former_name: str = "") -> Json | None:
    """Return the firewall called `name`, or by its former name, or None."""
    firewalls = api.list("firewalls", "firewalls")
    return next(iter([*same_name(firewalls, name), *same_name(firewalls, former_name)]), None)


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the firewall as wanted."""
    found = find(api, params["name"], params["former_name"])
    before = canonical_firewall(found) if found else {}
    if params["state"] == "absent":
        if found and not check_mode:
            api.delete(f"firewalls/{found['id']}")
        return change(before, {}, changed=bool(found), firewall={})
    wanted = wanted_firewall(params, found)
    if found and found.get("droplet_ids"):
        wanted["droplet_ids"] = found["droplet_ids"]
    after = canonical_firewall(wanted)
    if before != after and not check_mode:
        if found:
            api.put(f"firewalls/{found['id']}", wanted)
        else:
            api.create("firewalls", wanted, find=lambda: find(api, params["name"]))
    return change(before, after, changed=before != after, firewall=after)


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "former_name": {"type": "str", "default": ""},
            "tcp_ports": {"type": "list", "elements": "int", "default": []},
            "kept_tcp_ports": {"type": "list", "elements": "int", "default": []},
            "tags": {"type": "list", "elements": "str", "default": []},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
