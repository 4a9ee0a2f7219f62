#!/usr/bin/python
"""Keep the last few snapshots of one droplet."""

from __future__ import annotations

DOCUMENTATION = r"""
module: droplet_snapshot
short_description: Take a snapshot of a droplet, and delete the oldest ones
description:
  - Takes a snapshot each time it runs, waits until it is there, and deletes the oldest ones of the
    same site beyond O(keep). What is on the droplet's disk without being written yet is not in it.
  - The name of a snapshot is the mark that it was made here, C(_traductor.SITE TIME). Others are
    never deleted.
  - With O(state=absent) all of the site's go. They are found without the droplet, and go on costing
    when it is gone.
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
  keep:
    description: How many snapshots of the site are kept, the new one among them.
    type: int
    default: 2
  limit_seconds:
    description: How long to wait for the snapshot, in seconds.
    type: int
    default: 1800
  state:
    description: Whether a new one is taken, or all are deleted.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Take a snapshot, and keep three
  traductor.digitalocean.droplet_snapshot:
    name: translate.example.com
    tag: traductor
    keep: 3
"""

RETURN = r"""
snapshots:
  description: >-
    The site's snapshots afterwards, the latest first, each with C(name), C(created_at),
    C(gigabytes) and C(price_monthly); in check mode those that are there now.
  returned: always
  type: list
  elements: dict
price_monthly:
  description: What they cost together, in US dollars a month.
  returned: always
  type: float
highest_price_monthly:
  description: >-
    What one snapshot costs at most, in US dollars a month, that of a full disk; 0 without a
    droplet.
  returned: always
  type: float
"""

import datetime
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.actions import (
    STATUS_REMEDY,
    act,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.offers import snapshot_price
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import find_droplet
from ansible_collections.traductor.digitalocean.plugins.module_utils.snapshots import (
    new_name,
    snapshots_of,
)

Json = dict[str, Any]


def shown(snapshot: Json) -> Json:
    """Return what matters of a snapshot, and its price."""
    gigabytes = float(snapshot["size_gigabytes"])
    return {
        "name": snapshot["name"],
        "created_at": snapshot["created_at"],
        "gigabytes": gigabytes,
        "price_monthly": snapshot_price(gigabytes),
    }


def take(api: Api, identifier: int, name: str, params: Json) -> None:
    """Take a snapshot, and return once it is there.

    Raises:
        DigitalOceanError: if DigitalOcean gave up on it.
    """
    act(
        api,
        identifier,
        {"type": "snapshot", "name": name},
        limit_seconds=params["limit_seconds"],
        failure=f"DigitalOcean could not take the snapshot {name}; none was deleted for it. "
        f"{STATUS_REMEDY}",
    )

    def probe() -> Json | None:
        return next((one for one in snapshots_of(api, params["name"]) if one["name"] == name), None)

    api.wait_for(probe, what=f"the snapshot {name}", limit_seconds=params["limit_seconds"])


def delete(api: Api, snapshots: list[Json]) -> None:
    """Delete these snapshots."""
    for snapshot in snapshots:
        api.delete(f"snapshots/{snapshot['id']}")


def result(
    before: list[Json],
    after: list[Json],
    droplet: Json | None = None,
    *,
    planned: list[str] | None = None,
) -> Json:
    """Return the module's result; under check mode `planned` are the names of afterwards."""
    listed = [shown(snapshot) for snapshot in after]
    names_before = [one["name"] for one in before]
    names_after = [one["name"] for one in after] if planned is None else planned
    return change(
        {"snapshots": names_before},
        {"snapshots": names_after},
        changed=names_after != names_before,
        snapshots=listed,
        price_monthly=round(sum(one["price_monthly"] for one in listed), 2),
        highest_price_monthly=snapshot_price(droplet["disk"]) if droplet else 0.0,
    )


def present(api: Api, params: Json, check_mode: bool) -> Json:
    """Take a snapshot, and delete the oldest.

    Raises:
        DigitalOceanError: if there is no droplet to take it of.
    """
    if params["keep"] < 1:
        raise DigitalOceanError(
            f"{params['keep']} snapshots cannot be kept, the new one is among them. Remedy: set a "
            "number of 1 or more."
        )
    droplet = find_droplet(api, params["tag"], params["name"])
    if droplet is None and not check_mode:
        raise DigitalOceanError(
            f"there is no droplet {params['name']} with the tag {params['tag']}. Remedy: "
            "ansible-playbook site.yml"
        )
    before = snapshots_of(api, params["name"])
    name = new_name(params["name"], datetime.datetime.now(datetime.UTC))
    if check_mode or droplet is None:
        planned = [name, *(one["name"] for one in before)][: params["keep"]]
        return result(before, before, droplet, planned=planned)
    take(api, droplet["id"], name, params)
    found = snapshots_of(api, params["name"])
    kept, old = found[: params["keep"]], found[params["keep"] :]
    delete(api, old)
    return result(before, kept, droplet)


def absent(api: Api, params: Json, check_mode: bool) -> Json:
    """Delete the site's snapshots."""
    before = snapshots_of(api, params["name"])
    if check_mode:
        return result(before, before, planned=[])
    delete(api, before)
    return result(before, [])


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Take one, or delete all."""
    return (present if params["state"] == "present" else absent)(api, params, check_mode)


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "tag": {"type": "str", "required": True},
            "keep": {"type": "int", "default": 2},
            "limit_seconds": {"type": "int", "default": 1800},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
