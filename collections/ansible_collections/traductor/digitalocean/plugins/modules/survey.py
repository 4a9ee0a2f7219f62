#!/usr/bin/python
"""Say what the site's droplet is, costs, and how it differs from what is wanted."""

from __future__ import annotations

DOCUMENTATION = r"""
module: survey
short_description: Say what the site's droplet is, costs, and how it differs from what is wanted
description:
  - Changes nothing. Where there is no droplet yet it says what the wanted one would cost.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Name of the droplet, and of its cloud firewall.
    type: str
    required: true
  tag:
    description: The tag that the droplet bears.
    type: str
    required: true
  region:
    description: Slug of the wanted region.
    type: str
    required: true
  size:
    description: Slug of the wanted size.
    type: str
    required: true
  image:
    description: Slug of the wanted image.
    type: str
    required: true
  backups:
    description: Whether backups are wanted.
    type: bool
    default: false
  tcp_ports:
    description: The TCP ports that the cloud firewall is wanted to let in.
    type: list
    elements: int
    required: true
"""

EXAMPLES = r"""
- name: Look at the droplet
  traductor.digitalocean.survey:
    name: translate.example.com
    tag: traductor
    region: ams3
    size: s-1vcpu-1gb
    image: debian-13-x64
    tcp_ports: [22, 80, 443]
"""

RETURN = r"""
droplet:
  description: >-
    C(id), C(status), C(size), C(region), C(image), C(ipv4), C(ipv6) and C(created_at) of the
    droplet; empty where there is none.
  returned: success
  type: dict
price_monthly:
  description: >-
    Price in US dollars a month, backups included, of the droplet or of the one that would be
    created.
  returned: success
  type: float
drift:
  description: One sentence for each property of droplet and cloud firewall that is not as wanted.
  returned: success
  type: list
  elements: str
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import run
from ansible_collections.traductor.digitalocean.plugins.module_utils.offers import monthly_price
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    drift,
    public_address,
    same_name,
)

Json = dict[str, Any]

# Nothing is under way that a long patience could save.
RETRY_LIMIT_SECONDS = 20


def description(droplet: Json) -> Json:
    """Return what a reader wants to know of a droplet."""
    return {
        "id": droplet["id"],
        "status": droplet["status"],
        "size": droplet["size_slug"],
        "region": droplet["region"]["slug"],
        "image": droplet["image"].get("slug") or droplet["image"].get("name"),
        "ipv4": public_address(droplet),
        "ipv6": public_address(droplet, 6),
        "created_at": droplet["created_at"],
    }


def firewall_drift(firewall: Json | None, name: str, ports: list[int]) -> list[str]:
    """Return one sentence for each port that the cloud firewall treats otherwise than wanted."""
    if firewall is None:
        return [f"there is no cloud firewall {name}"]
    rules = [rule for rule in firewall["inbound_rules"] if rule["protocol"] == "tcp"]
    found = {str(rule["ports"]) for rule in rules}
    wanted = {str(port) for port in ports}
    changes = [
        *(f"does not open {port}" for port in sorted(wanted - found)),
        *(f"opens {port}, which is not wanted" for port in sorted(found - wanted)),
    ]
    return [f"the cloud firewall {change}" for change in changes]


def price(api: Api, slug: str, *, backups: bool) -> float:
    """Return what a size costs a month; 0 for a size that is not offered."""
    sizes = [size for size in api.list("sizes", "sizes") if size["slug"] == slug]
    return monthly_price(sizes[0], backups=backups) if sizes else 0.0


def work(api: Api, params: Json, _check_mode: bool) -> Json:
    """Return what is there, beside what is wanted."""
    droplets = api.list("droplets", "droplets", tag_name=params["tag"])
    droplet = next(iter(same_name(droplets, params["name"])), None)
    if droplet is None:
        cost = price(api, params["size"], backups=params["backups"])
        return {"changed": False, "droplet": {}, "price_monthly": cost, "drift": []}
    firewalls = same_name(api.list("firewalls", "firewalls"), params["name"])
    backups = "backups" in droplet["features"]
    return {
        "changed": False,
        "droplet": description(droplet),
        "price_monthly": price(api, droplet["size_slug"], backups=backups),
        "drift": [
            *drift(droplet, size=params["size"], region=params["region"], image=params["image"]),
            *firewall_drift(next(iter(firewalls), None), params["name"], params["tcp_ports"]),
        ],
    }


def main() -> None:
    """Run the module."""
    text = {"type": "str", "required": True}
    run(
        {
            **dict.fromkeys(("name", "tag", "region", "size", "image"), text),
            "backups": {"type": "bool", "default": False},
            "tcp_ports": {"type": "list", "elements": "int", "required": True},
        },
        work,
        retry_limit_seconds=RETRY_LIMIT_SECONDS,
    )


if __name__ == "__main__":
    main()
