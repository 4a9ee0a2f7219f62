"""What is wanted against what is there: comparisons without input or output."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]

ADDRESS_GROUPS = ("addresses", "droplet_ids", "load_balancer_uids", "kubernetes_ids", "tags")


def fingerprint(public_key: str) -> str:
    """Return the MD5 fingerprint by which DigitalOcean names a key.

    Args:
        public_key: one line of an OpenSSH `.pub` file.

    Raises:
        ValueError: if it is not `TYPE BASE64 [COMMENT]` on one line.
    """
    parts = public_key.split()
    if len(public_key.strip().splitlines()) != 1 or len(parts) < 2:
        raise ValueError("there is no OpenSSH public key on one line")
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except ValueError:
        blob = b""
    # The key itself begins with its type: four bytes of length, then the text.
    if not blob or blob[4 : 4 + int.from_bytes(blob[:4], "big")] != parts[0].encode():
        raise ValueError("there is no valid OpenSSH public key")
    digest = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def public_address(droplet: Mapping[str, Any], version: int = 4) -> str:
    """Return the droplet's public address, or the empty string.

    The first address that the API lists may be private.
    """
    networks = (droplet.get("networks") or {}).get(f"v{version}") or []
    return next((net["ip_address"] for net in networks if net["type"] == "public"), "")


def same_name(droplets: Iterable[Json], name: str) -> list[Json]:
    """Return the droplets called `name`."""
    return [droplet for droplet in droplets if droplet["name"] == name]


def drift(droplet: Mapping[str, Any], *, size: str, region: str, image: str) -> list[str]:
    """Return one sentence for each property of the droplet that is not as wanted."""
    found = {
        "size": droplet["size_slug"],
        "region": droplet["region"]["slug"],
        "image": droplet["image"].get("slug") or droplet["image"].get("name"),
    }
    wanted = {"size": size, "region": region, "image": image}
    return [
        f"the droplet's {what} is {found[what]}, wanted is {wanted[what]}"
        for what in wanted
        if found[what] != wanted[what]
    ]


def network(address: str) -> str:
    """Return an address in the form that the API returns: with its prefix length."""
    return str(ipaddress.ip_network(address, strict=False))


def canonical_rule(rule: Mapping[str, Any], peers: str) -> Json:
    """Return a firewall rule in one form, so that equal rules are equal.

    The API writes "all ports" as `0`, and accepts `all` and `1-65535` for it.

    Args:
        rule: an inbound or outbound rule as the API takes it.
        peers: `sources` or `destinations`.
    """
    ports = str(rule.get("ports") or "0")
    ends = rule.get(peers) or {}
    canonical = {group: sorted(map(str, ends.get(group) or [])) for group in ADDRESS_GROUPS}
    canonical["addresses"] = sorted(network(address) for address in canonical["addresses"])
    return {
        "protocol": rule["protocol"],
        "ports": "0" if ports in {"all", "1-65535"} or rule["protocol"] == "icmp" else ports,
        peers: {group: members for group, members in canonical.items() if members},
    }


def canonical_firewall(firewall: Mapping[str, Any]) -> Json:
    """Return what matters of a firewall in one form."""

    def rules(direction: str, peers: str) -> list[Json]:
        listed = [canonical_rule(rule, peers) for rule in firewall.get(direction) or []]
        return sorted(listed, key=str)

    return {
        "name": firewall["name"],
        "inbound_rules": rules("inbound_rules", "sources"),
        "outbound_rules": rules("outbound_rules", "destinations"),
        "droplet_ids": sorted(firewall.get("droplet_ids") or []),
        "tags": sorted(firewall.get("tags") or []),
    }


def relative_name(fqdn: str, zone: str) -> str:
    """Return a name as the API stores it: relative to its zone, `@` for the apex."""
    return "@" if fqdn == zone else fqdn.removesuffix(f".{zone}")


def full_name(relative: str, zone: str) -> str:
    """Return the fully qualified name of a record, without a final dot."""
    return zone if relative == "@" else f"{relative}.{zone}"


def canonical_data(record: Mapping[str, Any]) -> str:
    """Return a record's value in one form: a target without final dot, an address normalised."""
    data = str(record["data"])
    if record["type"] in {"A", "AAAA"}:
        return str(ipaddress.ip_address(data))
    return data.rstrip(".").lower() if record["type"] == "CNAME" else data


def record_changes(
    existing: list[Json], wanted: Mapping[str, Any] | None
) -> tuple[Json | None, Json | None, list[Json]]:
    """Work out how to make `wanted` the only record of its name and type.

    Args:
        existing: the records of that name and type.
        wanted: `type`, `name`, `data`, `ttl`; None if there shall be none.

    Returns:
        The record to create or None, the record to update (with its id) or None, those to delete.
    """
    if wanted is None:
        return None, None, list(existing)
    same = [record for record in existing if canonical_data(record) == canonical_data(wanted)]
    kept = next(iter(same or existing), None)
    if kept is None:
        return dict(wanted), None, []
    strays = [record for record in existing if record is not kept]
    equal = canonical_data(kept) == canonical_data(wanted) and kept["ttl"] == wanted["ttl"]
    return None, None if equal else {**wanted, "id": kept["id"]}, strays
