#!/usr/bin/python
"""Keep one domain in the account, marked as ours."""

from __future__ import annotations

DOCUMENTATION = r"""
module: domain
short_description: Keep a domain, and remember who created it
description:
  - Creates the domain if the account lacks it, and leaves a TXT record C(_traductor.SITE) that says
    so.
  - With O(state=absent) the mark decides. The mark is deleted; the domain goes too if this module
    created it and nothing but its NS and SOA records is left in it. Where another site is left in
    it, that one's mark says from then on that the domain was created.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  name:
    description: The domain.
    type: str
    required: true
  site:
    description: Fully qualified name of the site for which the domain is kept.
    type: str
    required: true
  creation_allowed:
    description: Whether a domain that the account lacks may be created.
    type: bool
    default: true
  state:
    description: Whether the site shall be in the domain.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Create the domain
  traductor.digitalocean.domain:
    name: example.com
    site: translate.example.com
"""

RETURN = r"""
mark:
  description: Value of the TXT record; empty where there is none.
  returned: always
  type: str
"""

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
    NotFoundError,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.module import (
    STATE_ARGUMENT,
    change,
    run,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.site import (
    MARK_CREATED,
    MARK_FOUND,
    mark_name,
    mark_record,
    records_of,
)

Json = dict[str, Any]


def find(api: Api, name: str) -> Json | None:
    """Return the answer that describes the domain, or None."""
    try:
        return api.get(f"domains/{name}")
    except NotFoundError:
        return None


def present(api: Api, params: Json, check_mode: bool) -> Json:
    """Create the domain and its mark where they are missing."""
    name, site = params["name"], params["site"]
    there = find(api, name) is not None
    if not there and not params["creation_allowed"]:
        raise DigitalOceanError(
            f"the account has no domain {name}, and domain_creation_allowed is false. "
            f"Remedy: add {name} at https://cloud.digitalocean.com/networking/domains, or allow it."
        )
    marked = mark_record(records_of(api, name), name, site) if there else None
    text = marked["data"] if marked else MARK_FOUND if there else MARK_CREATED
    if not check_mode:
        if not there:
            api.create("domains", {"name": name}, find=lambda: find(api, name))
        if not marked:
            api.create(
                f"domains/{name}/records",
                {"type": "TXT", "name": mark_name(name, site), "data": text, "ttl": 1800},
                find=lambda: mark_record(records_of(api, name), name, site),
            )
    before = {"domain": name if there else "", "mark": marked["data"] if marked else ""}
    after = {"domain": name, "mark": text}
    return change(before, after, changed=before != after, mark=text)


def absent(api: Api, params: Json, check_mode: bool) -> Json:
    """Delete the mark, and the domain if it was made here and is empty."""
    name = params["name"]
    records = records_of(api, name)
    marked = mark_record(records, name, params["site"])
    if not marked:
        return change({}, {}, changed=False, mark="")
    others = [
        record for record in records if record["type"] not in {"NS", "SOA"} and record != marked
    ]
    before = {"domain": name, "mark": marked["data"]}
    emptied = marked["data"] == MARK_CREATED and not others
    if not check_mode:
        if marked["data"] == MARK_CREATED and (heir := next(iter(_other_marks(others)), None)):
            kept = {key: heir[key] for key in ("type", "name", "ttl")}
            api.put(f"domains/{name}/records/{heir['id']}", {**kept, "data": MARK_CREATED})
        # The domain takes its records with it: cut off here, the next run still finds the mark.
        api.delete(f"domains/{name}" if emptied else f"domains/{name}/records/{marked['id']}")
    after = {"domain": "" if emptied else name, "mark": ""}
    return change(before, after, changed=True, mark="")


def _other_marks(records: list[Json]) -> list[Json]:
    return [record for record in records if record["data"] == MARK_FOUND]


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the domain as wanted."""
    return (present if params["state"] == "present" else absent)(api, params, check_mode)


def main() -> None:
    """Run the module."""
    run(
        {
            "name": {"type": "str", "required": True},
            "site": {"type": "str", "required": True},
            "creation_allowed": {"type": "bool", "default": True},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
