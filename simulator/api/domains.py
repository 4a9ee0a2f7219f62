"""Serve the domains."""

import re

from flask import Blueprint

from simulator import zones
from simulator.account import Json
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account, world
from simulator.errors import unprocessable

blueprint = Blueprint("domains", __name__)

LABEL = r"[a-z0-9_]([a-z0-9\-_]{0,61}[a-z0-9_])?"
DOMAIN_PATTERN = rf"({LABEL}\.)+{LABEL}"


@blueprint.get("/domains")
def list_domains() -> Json:
    """List the domains."""
    return paged("domains", [_shown(one) for one in account().all("domains")])


@blueprint.post("/domains")
def create_domain() -> tuple[Json, int]:
    """Add a domain; only one that is delegated to DigitalOcean for this account can be had."""
    body = Body.of_request()
    name = body.text("name").lower().rstrip(".")
    if not re.fullmatch(DOMAIN_PATTERN, name):
        raise unprocessable(f"name: {name!r} is no domain name.")
    if account().has("domains", name) or not zones.is_delegated(name, world().settings.zones):
        raise unprocessable(f"Name {name} already exists and belongs to an account.")
    account().put("domains", name, {"name": name, "ttl": zones.DEFAULT_TTL_SECONDS})
    for record in zones.first_records():
        zones.keep(account(), name, record)
    if "ip_address" in body:
        address = zones.record(type="A", name="@", data=body.text("ip_address"))
        zones.keep(account(), name, zones.checked(address, []))
    return {"domain": {"name": name, "ttl": None, "zone_file": None}}, 201


@blueprint.get("/domains/<name>")
def show_domain(name: str) -> Json:
    """Show a domain with its zone file."""
    return {"domain": _shown(account().get("domains", name))}


@blueprint.delete("/domains/<name>")
def delete_domain(name: str) -> tuple[str, int]:
    """Remove a domain with all its records."""
    account().get("domains", name)
    for record in zones.records_of(account(), name):
        account().remove("records", record["id"])
    account().remove("domains", name)
    return "", 204


def _shown(kept: Json) -> Json:
    return {**kept, "zone_file": zones.zone_file(account(), kept["name"])}
