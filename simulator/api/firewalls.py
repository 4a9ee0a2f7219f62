"""Serve the cloud firewalls."""

import ipaddress
import re
import uuid

from flask import Blueprint

from simulator.account import Json, now
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.tags import TAG_PATTERN
from simulator.api.world import account, world
from simulator.errors import ApiError, unprocessable

blueprint = Blueprint("firewalls", __name__)

NAME_PATTERN = r"[a-zA-Z0-9][a-zA-Z0-9.\-]+"
ALL_PORTS = {"0", "all", "1-65535"}
HIGHEST_PORT = 65535
ENDS = {"inbound_rules": "sources", "outbound_rules": "destinations"}
PEERS = ("addresses", "droplet_ids", "tags", "load_balancer_uids", "kubernetes_ids")


@blueprint.get("/firewalls")
def list_firewalls() -> Json:
    """List the firewalls."""
    return paged("firewalls", account().all("firewalls"))


@blueprint.post("/firewalls")
def create_firewall() -> tuple[Json, int]:
    """Make a firewall under a new name."""
    body = Body.of_request()
    content = _checked(body)
    if any(one["name"] == content["name"] for one in account().all("firewalls")):
        raise ApiError(409, "conflict", "duplicate name")
    identifier = str(uuid.uuid4())
    firewall = {
        "id": identifier,
        "status": "succeeded",
        "created_at": now(),
        "pending_changes": [],
        **content,
    }
    account().put("firewalls", identifier, firewall)
    world().provisioner.shield_soon()
    pending = [
        {"droplet_id": number, "removing": False, "status": "waiting"}
        for number in content["droplet_ids"]
    ]
    return {"firewall": {**firewall, "status": "waiting", "pending_changes": pending}}, 202


@blueprint.get("/firewalls/<identifier>")
def show_firewall(identifier: str) -> Json:
    """Show a firewall."""
    return {"firewall": account().get("firewalls", identifier)}


@blueprint.put("/firewalls/<identifier>")
def update_firewall(identifier: str) -> Json:
    """Replace a firewall's content; what the request leaves out is gone."""
    firewall = account().get("firewalls", identifier)
    content = _checked(Body.of_request())
    others = [one for one in account().all("firewalls") if one["id"] != identifier]
    if any(one["name"] == content["name"] for one in others):
        raise ApiError(409, "conflict", "duplicate name")
    firewall.update(content)
    world().provisioner.shield_soon()
    return {"firewall": firewall}


@blueprint.delete("/firewalls/<identifier>")
def delete_firewall(identifier: str) -> tuple[str, int]:
    """Delete a firewall."""
    account().get("firewalls", identifier)
    account().remove("firewalls", identifier)
    world().provisioner.shield_soon()
    return "", 204


@blueprint.post("/firewalls/<identifier>/droplets")
def add_droplets(identifier: str) -> tuple[str, int]:
    """Put droplets behind a firewall."""
    firewall = account().get("firewalls", identifier)
    firewall["droplet_ids"] = sorted(
        {*firewall["droplet_ids"], *_checked_droplets(Body.of_request())}
    )
    world().provisioner.shield_soon()
    return "", 204


@blueprint.delete("/firewalls/<identifier>/droplets")
def remove_droplets(identifier: str) -> tuple[str, int]:
    """Take droplets from behind a firewall."""
    firewall = account().get("firewalls", identifier)
    gone = Body.of_request().numbers("droplet_ids")
    firewall["droplet_ids"] = [one for one in firewall["droplet_ids"] if one not in gone]
    world().provisioner.shield_soon()
    return "", 204


@blueprint.post("/firewalls/<identifier>/tags")
def add_tags(identifier: str) -> tuple[str, int]:
    """Put all droplets with certain tags behind a firewall."""
    firewall = account().get("firewalls", identifier)
    firewall["tags"] = sorted({*firewall["tags"], *_checked_tags(Body.of_request())})
    world().provisioner.shield_soon()
    return "", 204


@blueprint.delete("/firewalls/<identifier>/tags")
def remove_tags(identifier: str) -> tuple[str, int]:
    """Take tags off a firewall."""
    firewall = account().get("firewalls", identifier)
    gone = Body.of_request().texts("tags")
    firewall["tags"] = [one for one in firewall["tags"] if one not in gone]
    world().provisioner.shield_soon()
    return "", 204


@blueprint.post("/firewalls/<identifier>/rules")
def add_rules(identifier: str) -> tuple[str, int]:
    """Add rules to a firewall."""
    firewall = account().get("firewalls", identifier)
    body = Body.of_request()
    for direction in ENDS:
        new = [rule for rule in _checked_rules(body, direction) if rule not in firewall[direction]]
        firewall[direction] = _sorted([*firewall[direction], *new])
    world().provisioner.shield_soon()
    return "", 204


@blueprint.delete("/firewalls/<identifier>/rules")
def remove_rules(identifier: str) -> tuple[str, int]:
    """Take rules off a firewall."""
    firewall = account().get("firewalls", identifier)
    body = Body.of_request()
    for direction in ENDS:
        gone = _checked_rules(body, direction)
        firewall[direction] = [rule for rule in firewall[direction] if rule not in gone]
    world().provisioner.shield_soon()
    return "", 204


def _checked(body: Body) -> Json:
    rules = {direction: _sorted(_checked_rules(body, direction)) for direction in ENDS}
    if not any(rules.values()):
        raise ApiError(400, "bad_request", "at least one rule is required")
    return {
        "name": body.text("name", pattern=NAME_PATTERN),
        "droplet_ids": sorted(set(_checked_droplets(body))),
        "tags": sorted(set(_checked_tags(body))),
        **rules,
    }


def _checked_droplets(body: Body) -> list[int]:
    numbers = body.numbers("droplet_ids")
    for number in numbers:
        if not account().has("droplets", number):
            raise unprocessable(f"droplet_ids: there is no droplet {number}.")
    return numbers


def _checked_tags(body: Body) -> list[str]:
    names = body.texts("tags", pattern=TAG_PATTERN)
    for name in names:
        if not account().has("tags", name):
            raise unprocessable(f"tags: there is no tag {name}.")
    return names


def _checked_rules(body: Body, direction: str) -> list[Json]:
    return [_checked_rule(rule, ENDS[direction]) for rule in body.bodies(direction)]


def _checked_rule(rule: Body, end: str) -> Json:
    protocol = rule.text("protocol", pattern="tcp|udp|icmp")
    peers = rule.body(end)
    if not any(name in peers for name in PEERS):
        raise unprocessable(f"{end} must name at least one peer.")
    for address in peers.texts("addresses"):
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError as error:
            raise unprocessable(f"{end}: {address!r} is no address or network.") from error
    named = {name: peers.values[name] for name in PEERS if peers.values.get(name)}
    return {"protocol": protocol, "ports": _checked_ports(rule, protocol), end: named}


def _checked_ports(rule: Body, protocol: str) -> str:
    """Read a port, a range, or all ports, which the API shows as `0`."""
    ports = rule.text("ports", "0" if protocol == "icmp" else None)
    if protocol == "icmp" or ports in ALL_PORTS:
        return "0"
    match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", ports)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= low <= high <= HIGHEST_PORT:
        raise unprocessable(f"ports: {ports!r} is no port, range of ports, or `all`.")
    return ports


def _sorted(rules: list[Json]) -> list[Json]:
    """Order rules: the API does not keep the order of the request."""
    return sorted(rules, key=lambda rule: (rule["protocol"], rule["ports"]))
