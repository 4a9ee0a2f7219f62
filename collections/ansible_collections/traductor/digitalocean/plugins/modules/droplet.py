#!/usr/bin/python
"""Keep one droplet."""

from __future__ import annotations

DOCUMENTATION = r"""
module: droplet
short_description: Keep a droplet, found by tag and name
description:
  - Creates the droplet once, switches it on if it is off, and waits until it is active and has a
    public address.
  - A droplet of another size, region or image is reported in RV(drift), never resized or rebuilt.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: Name of the droplet.
    type: str
    required: true
  former_name:
    description: A name that it may still bear; it is given O(name) then, and so are its snapshots.
    type: str
    default: ""
  tag:
    description: The tag that marks it; only droplets that bear it are looked at.
    type: str
    required: true
  region:
    description: Slug of the region.
    type: str
    default: ""
  size:
    description: Slug of the size.
    type: str
    default: ""
  image:
    description: Slug of the image.
    type: str
    default: ""
  ssh_key_fingerprints:
    description: The keys that may log in as root.
    type: list
    elements: str
    default: []
  user_data:
    description: What cloud-init reads at the first boot.
    type: str
    default: ""
  monitoring:
    description: Whether DigitalOcean's metrics agent is installed.
    type: bool
    default: true
  backups:
    description: Whether weekly backups are made, for a fifth of the price on top.
    type: bool
    default: false
  ipv6:
    description: Whether the droplet has a public IPv6 address as well.
    type: bool
    default: false
  vpc_uuid:
    description: The VPC to join; the region's default VPC if empty.
    type: str
    default: ""
  limit_seconds:
    description: How long to wait for the droplet to become active, in seconds.
    type: int
    default: 300
  state:
    description: Whether the droplet shall be there.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Create the droplet
  traductor.digitalocean.droplet:
    name: translate.example.com
    tag: traductor
    region: ams3
    size: s-1vcpu-1gb
    image: debian-13-x64
    ssh_key_fingerprints: ["3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa"]
"""

RETURN = r"""
droplet_id:
  description: Number of the droplet; 0 where check mode only says that it would be created.
  returned: always
  type: int
ipv4:
  description: The public IPv4 address; empty where there is none yet.
  returned: always
  type: str
ipv6:
  description: The public IPv6 address; empty where there is none.
  returned: always
  type: str
drift:
  description: One sentence for each property that is not as wanted.
  returned: always
  type: list
  elements: str
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.actions import (
    STATUS_REMEDY,
    act,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import NotFoundError
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    drift,
    public_address,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import find_droplet
from ansible_collections.traductor.digitalocean.plugins.module_utils.snapshots import (
    rename_snapshots,
)

Json = dict[str, Any]


def creation(params: Json) -> Json:
    """Return the body that creates the droplet; what is not wanted is left out, never null."""
    body = {key: params[key] for key in ("name", "region", "size", "image")}
    body |= {key: params[key] for key in ("monitoring", "backups", "ipv6")}
    body |= {"ssh_keys": params["ssh_key_fingerprints"], "tags": [params["tag"]]}
    body |= {key: params[key] for key in ("user_data", "vpc_uuid") if params[key]}
    return body


def summary(droplet: Json) -> Json:
    """Return what a reader of the diff wants to know."""
    return {
        "name": droplet["name"],
        "region": droplet["region"]["slug"],
        "size": droplet["size_slug"],
        "image": droplet["image"].get("slug") or droplet["image"].get("name"),
    }


def switch_on(api: Api, identifier: int) -> None:
    """Start a droplet that is off."""

    def begun() -> Json | None:
        actions = api.list(f"droplets/{identifier}/actions", "actions")
        running = [action for action in actions if action["status"] == "in-progress"]
        droplet: Json = api.get(f"droplets/{identifier}")["droplet"]
        return droplet if running or droplet["status"] != "off" else None

    api.create(f"droplets/{identifier}/actions", {"type": "power_on"}, find=begun)


def rename(api: Api, droplet: Json, params: Json) -> None:
    """Give a droplet and its snapshots the wanted name, first what is found by the former one."""
    name, identifier = params["name"], droplet["id"]
    rename_snapshots(api, droplet["name"], name)
    failure = f"DigitalOcean could not rename droplet {identifier} to {name}. {STATUS_REMEDY}"
    body = {"type": "rename", "name": name}
    act(api, identifier, body, limit_seconds=params["limit_seconds"], failure=failure)


def wait_until_active(api: Api, identifier: int, params: Json) -> Json:
    """Return the droplet once it is active and has its public addresses."""

    def probe() -> Json | None:
        droplet: Json = api.get(f"droplets/{identifier}")["droplet"]
        reachable = public_address(droplet) and (
            not params["ipv6"] or public_address(droplet, 6) or "ipv6" not in droplet["features"]
        )
        return droplet if droplet["status"] == "active" and reachable else None

    what = f"the start of droplet {identifier}"
    return api.wait_for(probe, what=what, limit_seconds=params["limit_seconds"])


def wait_until_gone(api: Api, identifier: int, params: Json) -> None:
    """Return once the droplet is deleted."""

    def probe() -> Json | None:
        try:
            api.get(f"droplets/{identifier}")
        except NotFoundError:
            return {}
        return None

    what = f"the deletion of droplet {identifier}"
    api.wait_for(probe, what=what, limit_seconds=params["limit_seconds"])


def present(api: Api, params: Json, found: Json | None, check_mode: bool) -> Json:
    """Create the droplet, or switch it on."""
    wanted = {key: params[key] for key in ("name", "region", "size", "image")}
    if found is None and check_mode:
        return change({}, wanted, changed=True, droplet_id=0, ipv4="", ipv6="", drift=[])
    before = summary(found) | {"powered": found["status"] != "off"} if found else {}
    droplet = (
        found
        or api.create(
            "droplets",
            creation(params),
            find=lambda: (
                (lost := find_droplet(api, params["tag"], params["name"])) and {"droplet": lost}
            ),
        )["droplet"]
    )
    if not check_mode:
        if droplet["status"] == "off":
            switch_on(api, droplet["id"])
        if droplet["name"] != params["name"]:
            rename(api, droplet, params)
        droplet = wait_until_active(api, droplet["id"], params)
    after = summary(droplet) | {"name": params["name"], "powered": True}
    return change(
        before,
        after,
        changed=before != after,
        droplet_id=droplet["id"],
        ipv4=public_address(droplet),
        ipv6=public_address(droplet, 6),
        drift=drift(droplet, size=params["size"], region=params["region"], image=params["image"]),
    )


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the droplet as wanted."""
    found = find_droplet(api, params["tag"], params["name"], params["former_name"])
    if params["state"] == "present":
        return present(api, params, found, check_mode)
    if found and not check_mode:
        api.delete(f"droplets/{found['id']}")
        wait_until_gone(api, found["id"], params)
    before = summary(found) if found else {}
    return change(before, {}, changed=bool(found), droplet_id=0, ipv4="", ipv6="", drift=[])


def main() -> None:
    """Run the module."""
    text = {"type": "str", "default": ""}
    run(
        {
            "name": {"type": "str", "required": True},
            "tag": {"type": "str", "required": True},
            **dict.fromkeys(("former_name", "region", "size", "image"), text),
            **dict.fromkeys(("user_data", "vpc_uuid"), text),
            "ssh_key_fingerprints": {
                "type": "list",
                "elements": "str",
                "default": [],
                "no_log": False,
            },
            "monitoring": {"type": "bool", "default": True},
            "backups": {"type": "bool", "default": False},
            "ipv6": {"type": "bool", "default": False},
            "limit_seconds": {"type": "int", "default": 300},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
