"""Serve what can be done to a droplet."""

from collections.abc import Callable

from flask import Blueprint, request

from simulator import catalogue, presentation
from simulator.account import Json, now
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account, world
from simulator.errors import ApiError, not_found, unprocessable
from simulator.hypervisor.droplets import BOOTABLE_SLUG

blueprint = Blueprint("droplet_actions", __name__)


def begin(droplet: Json, kind: str, values: Json | None = None) -> Json:
    """Write an action into the account and have it done.

    Raises:
        ApiError: 422, another action of this droplet is still in progress.
    """
    if any(
        one["droplet_id"] == droplet["id"] and one["status"] == "in-progress"
        for one in account().all("actions")
    ):
        raise unprocessable("Droplet already has a pending event.")
    number = account().new_number()
    action = {
        "id": number,
        "type": kind,
        "status": "in-progress",
        "started_at": now(),
        "completed_at": None,
        "droplet_id": droplet["id"],
        "region": droplet["region"],
        "values": values or {},
    }
    account().put("actions", number, action)
    account().save()
    world().provisioner.start(action)
    return action


@blueprint.get("/droplets/<int:number>/actions")
def list_droplet_actions(number: int) -> Json:
    """List the actions of a droplet, the latest first."""
    account().get("droplets", number)
    kept = [one for one in reversed(account().all("actions")) if one["droplet_id"] == number]
    return paged("actions", [presentation.action(one) for one in kept])


@blueprint.get("/droplets/<int:number>/actions/<int:action>")
def show_droplet_action(number: int, action: int) -> Json:
    """Show an action of a droplet."""
    kept = account().get("actions", action)
    if kept["droplet_id"] != number:
        raise not_found()
    return {"action": presentation.action(kept)}


@blueprint.post("/droplets/<int:number>/actions")
def act(number: int) -> tuple[Json, int]:
    """Begin an action."""
    droplet = account().get("droplets", number)
    return {"action": _begun(droplet, Body.of_request())}, 201


@blueprint.post("/droplets/actions")
def act_on_tag() -> tuple[Json, int]:
    """Begin an action of every droplet with a tag."""
    tag = request.args.get("tag_name")
    if not tag:
        raise ApiError(400, "bad_request", "tag_name is required.")
    body = Body.of_request()
    tagged = [one for one in account().all("droplets") if tag in one["tags"]]
    return {"actions": [_begun(droplet, body) for droplet in tagged]}, 201


def _begun(droplet: Json, body: Body) -> Json:
    kind = body.text("type")
    if kind not in VALUES:
        raise unprocessable(
            f"type: the simulator has no action {kind!r}; it has {', '.join(VALUES)}."
        )
    return presentation.action(begin(droplet, kind, VALUES[kind](droplet, body)))


def _nothing(_droplet: Json, _body: Body) -> Json:
    return {}


def _off(droplet: Json, _body: Body) -> Json:
    if droplet["status"] != "off":
        raise unprocessable("The Droplet is already powered on.")
    return {}


def _image(_droplet: Json, body: Body) -> Json:
    reference = body.reference("image")
    found = catalogue.find_image(reference)
    slug = found["slug"] if found else reference
    if slug != BOOTABLE_SLUG and not account().has("snapshots", reference):
        raise unprocessable("You specified an invalid image.")
    return {"image": slug}


def _size(droplet: Json, body: Body) -> Json:
    size = catalogue.find_size(body.text("size"))
    if size is None or droplet["region"] not in size["regions"]:
        raise unprocessable("You specified an invalid size.")
    if droplet["status"] != "off":
        raise unprocessable("Droplet must be powered off before it can be resized.")
    if size["disk"] < droplet["disk"]:
        raise unprocessable("This size is not available because it has a smaller disk.")
    return {"size": size["slug"], "disk": body.flag("disk")}


def _name(_droplet: Json, body: Body) -> Json:
    return {"name": body.text("name", pattern=r"[a-zA-Z0-9.\-]+")}


def _snapshot(droplet: Json, body: Body) -> Json:
    name = body.text("name", f"{droplet['name']}-{now()}")
    return {"name": name, "snapshot": str(account().new_number())}


VALUES: dict[str, Callable[[Json, Body], Json]] = {
    "reboot": _nothing,
    "power_cycle": _nothing,
    "power_off": _nothing,
    "power_on": _off,
    "shutdown": _nothing,
    "snapshot": _snapshot,
    "restore": _image,
    "rebuild": _image,
    "resize": _size,
    "rename": _name,
    "enable_ipv6": _nothing,
    "enable_backups": _nothing,
    "disable_backups": _nothing,
}
