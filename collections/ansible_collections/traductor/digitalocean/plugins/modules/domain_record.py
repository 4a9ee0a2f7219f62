#!/usr/bin/python
"""Keep one exclusive DNS record."""

from __future__ import annotations

DOCUMENTATION = r"""
module: domain_record
short_description: Keep the only record of a name and type
description:
  - A record with another value is updated in place; further records of the same name and type are
    deleted, and shown in the diff.
author: The Traductor maintainers
extends_documentation_fragment: traductor.digitalocean.api
options:
  zone:
    description: The domain in the account that holds the record.
    type: str
    required: true
  name:
    description: Fully qualified name of the record, the zone itself or a name below it.
    type: str
    required: true
  type:
    description: Type of the record.
    type: str
    choices: [A, AAAA, CNAME, TXT]
    required: true
  data:
    description: Its value; where it is empty in check mode, it is not known yet.
    type: str
    default: ""
  only_data:
    description: With O(state=absent), the value of the records that go; all go where it is empty.
    type: str
    default: ""
  ttl_seconds:
    description: How long resolvers may keep the answer, in seconds.
    type: int
    default: 300
  state:
    description: Whether the record shall be there.
    type: str
    choices: [present, absent]
    default: present
"""

EXAMPLES = r"""
- name: Point the name at the droplet
  traductor.digitalocean.domain_record:
    zone: example.com
    name: translate.example.com
    type: A
    data: 203.0.113.10
"""

RETURN = r"""
records:
  description: The values that records of this name and type have afterwards.
  returned: always
  type: list
  elements: str
"""

from ipaddress import ip_address
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
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    canonical_data,
    record_changes,
    relative_name,
)

Json = dict[str, Any]

ADDRESS_VERSIONS = {"A": 4, "AAAA": 6}


def existing_records(api: Api, zone: str, kind: str, name: str) -> list[Json]:
    """Return the records of a type and a relative name; a zone that is not there has none."""
    try:
        records = api.list(f"domains/{zone}/records", "domain_records", type=kind)
    except NotFoundError:
        return []
    return [with_full_target(record, zone) for record in records if record["name"] == name]


def with_full_target(record: Json, zone: str) -> Json:
    """Write out the target of an alias, which the API shortens to `@` where it is the zone."""
    return (
        {**record, "data": zone} if (record["type"], record["data"]) == ("CNAME", "@") else record
    )


def is_value(kind: str, data: str) -> bool:
    """Tell whether a record of this type can have this value."""
    if kind not in ADDRESS_VERSIONS:
        return bool(data)
    try:
        return ip_address(data).version == ADDRESS_VERSIONS[kind]
    except ValueError:
        return False


def check_value(params: Json) -> None:
    """Refuse a value that the record's type cannot have.

    Raises:
        DigitalOceanError: if it is empty, or no IP address where there must be one.
    """
    kind, data = params["type"], params["data"]
    if not is_value(kind, data):
        raise DigitalOceanError(
            f"{data!r} is no value for the {kind} record of {params['name']}. Remedy: check that "
            "the droplet has this address; droplet_ipv6_enabled gives IPv6 only to a new droplet."
        )


def wanted_record(params: Json) -> Json:
    """Return the record in the form that the API takes: a target ends in a dot."""
    dot = "." if params["type"] == "CNAME" and not params["data"].endswith(".") else ""
    return {
        "type": params["type"],
        "name": relative_name(params["name"], params["zone"]),
        "data": params["data"] + dot,
        "ttl": params["ttl_seconds"],
    }


def find_same(api: Api, zone: str, wanted: Json) -> Json | None:
    """Return the record if an answer was lost but the record is there."""
    same = existing_records(api, zone, wanted["type"], wanted["name"])
    return {"domain_record": same[0]} if same else None


def work(api: Api, params: Json, check_mode: bool) -> Json:
    """Make the record as wanted, and the only one."""
    zone, name = params["zone"], relative_name(params["name"], params["zone"])
    existing = existing_records(api, zone, params["type"], name)
    if params["state"] == "absent" and params["only_data"]:
        going = canonical_data({**params, "data": params["only_data"]})
        existing = [record for record in existing if canonical_data(record) == going]
    before = {"records": sorted(f"{record['data']} ttl {record['ttl']}" for record in existing)}
    if check_mode and params["state"] == "present" and not params["data"]:
        after = {"records": ["(the address of the new droplet)"]}
        return change(before, after, changed=True, records=[])
    if params["state"] == "present":
        check_value(params)
    wanted = wanted_record(params) if params["state"] == "present" else None
    creation, update, strays = record_changes(existing, wanted)
    if not check_mode:
        if creation:
            api.create(
                f"domains/{zone}/records", creation, find=lambda: find_same(api, zone, creation)
            )
        if update:
            identifier = update.pop("id")
            api.put(f"domains/{zone}/records/{identifier}", update)
        for stray in strays:
            api.delete(f"domains/{zone}/records/{stray['id']}")
    changed = bool(creation or update or strays)
    after = {"records": [f"{wanted['data']} ttl {wanted['ttl']}"]} if wanted else {"records": []}
    return change(
        before,
        after if changed else before,
        changed=changed,
        records=[wanted["data"]] if wanted else [],
    )


def main() -> None:
    """Run the module."""
    run(
        {
            "zone": {"type": "str", "required": True},
            "name": {"type": "str", "required": True},
            "type": {
                "type": "str",
                "choices": ["A", "AAAA", "CNAME", "TXT"],
                "required": True,
            },
            "data": {"type": "str", "default": ""},
            "only_data": {"type": "str", "default": ""},
            "ttl_seconds": {"type": "int", "default": 300},
            "state": STATE_ARGUMENT,
        },
        work,
    )


if __name__ == "__main__":
    main()
