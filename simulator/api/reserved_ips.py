"""Serve the reserved addresses: they are kept and assigned here, but no packet follows them."""

import uuid

from flask import Blueprint, request

from simulator import addresses, catalogue, presentation
from simulator.account import Json, now
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account
from simulator.errors import unprocessable

blueprint = Blueprint("reserved_ips", __name__)


@blueprint.get("/reserved_ips")
def list_reserved_ips() -> Json:
    """List the reserved addresses."""
    kept = account().all("reserved_ips")
    return paged("reserved_ips", [presentation.reserved_ip(account(), one) for one in kept])


@blueprint.post("/reserved_ips")
def reserve_ip() -> tuple[Json, int]:
    """Reserve an address for a region, or for a droplet at once."""
    body = Body.of_request()
    droplet = account().get("droplets", body.number("droplet_id")) if "droplet_id" in body else None
    region = droplet["region"] if droplet else body.text("region")
    if catalogue.find_region(region) is None:
        raise unprocessable("You specified an invalid region.")
    host = addresses.allocate(account())
    kept: Json = {
        "ip": addresses.public_ipv4(host),
        "host": host,
        "region": region,
        "droplet_id": droplet["id"] if droplet else None,
        "project_id": str(uuid.UUID(account().state["uuid"])),
    }
    account().put("reserved_ips", kept["ip"], kept)
    links: Json = {}
    if droplet:
        action = _record(kept, "assign_ip")
        root = f"{request.host_url}v2"
        links = {
            "droplets": [
                {"id": droplet["id"], "rel": "droplet", "href": f"{root}/droplets/{droplet['id']}"}
            ],
            "actions": [
                {"id": action["id"], "rel": "assign_ip", "href": f"{root}/actions/{action['id']}"}
            ],
        }
    return {"reserved_ip": presentation.reserved_ip(account(), kept), "links": links}, 202


@blueprint.get("/reserved_ips/<ip>")
def show_reserved_ip(ip: str) -> Json:
    """Show a reserved address."""
    return {"reserved_ip": presentation.reserved_ip(account(), account().get("reserved_ips", ip))}


@blueprint.delete("/reserved_ips/<ip>")
def release_ip(ip: str) -> tuple[str, int]:
    """Give a reserved address back."""
    account().get("reserved_ips", ip)
    account().remove("reserved_ips", ip)
    return "", 204


@blueprint.post("/reserved_ips/<ip>/actions")
def act_on_reserved_ip(ip: str) -> tuple[Json, int]:
    """Assign a reserved address to a droplet, or take it off."""
    kept = account().get("reserved_ips", ip)
    body = Body.of_request()
    kind = body.text("type", pattern="assign|unassign")
    if kind == "assign":
        kept["droplet_id"] = account().get("droplets", body.number("droplet_id"))["id"]
    else:
        kept["droplet_id"] = None
    action = presentation.action(_record(kept, f"{kind}_ip"))
    return {"action": {**action, "project_id": kept["project_id"]}}, 201


def _record(kept: Json, kind: str) -> Json:
    number = account().new_number()
    return account().put(
        "actions",
        number,
        {
            "id": number,
            "type": kind,
            "status": "completed",
            "started_at": now(),
            "completed_at": now(),
            "droplet_id": kept["droplet_id"],
            "region": kept["region"],
            "values": {},
        },
    )
