"""Everything in the account that belongs to one site."""

from __future__ import annotations

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
    NotFoundError,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.resources import (
    fingerprint,
    full_name,
    public_address,
    relative_name,
    same_name,
)

Json = dict[str, Any]

MARK_CREATED = "heritage=traductor domain=created"
MARK_FOUND = "heritage=traductor domain=found"
ADDRESS_TYPES = frozenset({"A", "AAAA"})


def find_droplet(api: Api, tag: str, name: str, former_name: str = "") -> Json | None:
    """Return the droplet with this tag and name, or with its former name, or None.

    Raises:
        DigitalOceanError: if there are two, and nobody can say which one is meant.
    """
    tagged = api.list("droplets", "droplets", tag_name=tag)
    found = same_name(tagged, name) or same_name(tagged, former_name)
    if len(found) > 1:
        numbers = ", ".join(str(droplet["id"]) for droplet in found)
        raise DigitalOceanError(
            f"there are {len(found)} droplets called {found[0]['name']} with the tag {tag}: "
            f"{numbers}. Remedy: delete or rename all but one at https://cloud.digitalocean.com/droplets."
        )
    return next(iter(found), None)


def mark_name(zone: str, site: str) -> str:
    """Return the relative name of the TXT record that marks a site."""
    return relative_name(f"_traductor.{site}", zone)


def mark_record(records: list[Json], zone: str, site: str) -> Json | None:
    """Return the TXT record that marks the site, or None."""
    name = mark_name(zone, site)
    return next(
        (record for record in records if record["type"] == "TXT" and record["name"] == name), None
    )


def records_of(api: Api, zone: str) -> list[Json]:
    """Return all records of a domain; one that is not there has none."""
    try:
        return api.list(f"domains/{zone}/records", "domain_records")
    except NotFoundError:
        return []


def site_records(records: list[Json], zone: str, site: str) -> list[Json]:
    """Return the address records of the site, and `www` if it is an alias of the site."""
    name, alias = relative_name(site, zone), relative_name(f"www.{site}", zone)
    targets = {site, "@"} if site == zone else {site}

    def belongs(record: Json) -> bool:
        if record["type"] in ADDRESS_TYPES:
            return bool(record["name"] == name)
        is_alias = record["type"] == "CNAME" and record["name"] == alias
        return is_alias and record["data"].rstrip(".") in targets

    return [record for record in records if belongs(record)]


def key_identifier(public_key: str) -> str:
    """Return the fingerprint by which the API names a key.

    Raises:
        DigitalOceanError: if the text is no public key.
    """
    try:
        return fingerprint(public_key)
    except ValueError as error:
        raise DigitalOceanError(
            f"{error} in the file of project_ssh_public_key_file. Remedy: make a key with "
            "ssh-keygen -t ed25519, and name its .pub file there."
        ) from error


def find_key(api: Api, identifier: str) -> Json | None:
    """Return the SSH key with this fingerprint, or None."""
    try:
        key: Json = api.get(f"account/keys/{identifier}")["ssh_key"]
    except NotFoundError:
        return None
    return key


def inventory_of_site(
    api: Api, *, site: str, tag: str, zone: str, key: str, former_site: str = ""
) -> list[Json]:
    """Return what the account holds for a site.

    Args:
        site: fully qualified name; also the name of droplet, firewall and key.
        tag: the tag of the droplet.
        zone: the domain.
        key: fingerprint of the SSH key, or empty.
        former_site: name that droplet, firewall and key may still have.

    Returns:
        One dictionary `kind`, `name`, `detail`, `ours` for each thing, a record with its `type` as
        well; `ours` says that destroying the site may delete it.
    """
    tagged = api.list("droplets", "droplets", tag_name=tag)
    droplets = same_name(tagged, site) or same_name(tagged, former_site)
    firewalls = api.list("firewalls", "firewalls")
    records = records_of(api, zone)
    mark = mark_record(records, zone, site)
    things = [
        _thing("droplet", droplet["name"], f"{droplet['size_slug']}, {public_address(droplet)}")
        for droplet in droplets
    ]
    things += [
        {
            **_thing("record", full_name(record["name"], zone), record["data"], ours=bool(mark)),
            "type": record["type"],
        }
        for record in site_records(records, zone, site)
    ]
    if records:
        created = mark is not None and mark["data"] == MARK_CREATED
        things.append(_thing("domain", zone, f"{len(records)} records", ours=created))
    things += [
        _thing("firewall", firewall["name"], f"{len(firewall['inbound_rules'])} inbound rules")
        for firewall in same_name(firewalls, site) or same_name(firewalls, former_site)
    ]
    if key and (found := find_key(api, key)):
        things.append(
            _thing("SSH key", found["name"], key, ours=found["name"] in {site, former_site})
        )
    things += [
        _thing(
            "tag",
            found["name"],
            f"{found['resources']['count']} resources",
            # It goes only if nothing bears it once the site's own droplets are gone.
            ours=found["resources"]["count"] <= len(droplets),
        )
        for found in api.list("tags", "tags")
        if found["name"] == tag
    ]
    return things


def _thing(kind: str, name: str, detail: str, *, ours: bool = True) -> Json:
    return {"kind": kind, "name": name, "detail": detail, "ours": ours}
