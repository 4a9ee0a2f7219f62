"""Serve the records of domains."""

from flask import Blueprint, request

from simulator import zones
from simulator.account import Json
from simulator.api.body import Body
from simulator.api.paging import paged
from simulator.api.world import account
from simulator.errors import not_found, unprocessable

blueprint = Blueprint("records", __name__)

NUMBERS = {"priority": 65535, "port": 65535, "weight": 65535, "flags": 255}
LONGEST_TTL_SECONDS = 2**31 - 1


@blueprint.get("/domains/<domain>/records")
def list_records(domain: str) -> Json:
    """List the records of a domain; `type` and `name` (in full) narrow the list."""
    account().get("domains", domain)
    records = zones.records_of(account(), domain)
    kind, name = request.args.get("type"), request.args.get("name")
    if kind is not None:
        records = [one for one in records if one["type"] == kind.upper()]
    if name is not None:
        wanted = name.lower().rstrip(".")
        records = [one for one in records if zones.full_name(one["name"], domain) == wanted]
    return paged("domain_records", [_shown(one) for one in records])


@blueprint.post("/domains/<domain>/records")
def create_record(domain: str) -> tuple[Json, int]:
    """Add a record."""
    account().get("domains", domain)
    record = _read(Body.of_request(), domain, zones.record())
    checked = zones.checked(record, zones.records_of(account(), domain))
    return {"domain_record": _shown(zones.keep(account(), domain, checked))}, 201


@blueprint.get("/domains/<domain>/records/<int:number>")
def show_record(domain: str, number: int) -> Json:
    """Show a record."""
    return {"domain_record": _shown(_find(domain, number))}


@blueprint.route("/domains/<domain>/records/<int:number>", methods=["PUT", "PATCH"])
def update_record(domain: str, number: int) -> Json:
    """Change a record; what the request leaves out stays."""
    kept = _find(domain, number)
    record = _read(Body.of_request(), domain, kept)
    others = [one for one in zones.records_of(account(), domain) if one["id"] != number]
    kept.update(zones.checked(record, others))
    return {"domain_record": _shown(kept)}


@blueprint.delete("/domains/<domain>/records/<int:number>")
def delete_record(domain: str, number: int) -> tuple[str, int]:
    """Remove a record."""
    account().remove("records", _find(domain, number)["id"])
    return "", 204


def _find(domain: str, number: int) -> Json:
    account().get("domains", domain)
    kept = account().get("records", number)
    if kept["domain"] != domain:
        raise not_found()
    return kept


def _shown(kept: Json) -> Json:
    return {key: value for key, value in kept.items() if key != "domain"}


def _read(body: Body, domain: str, before: Json) -> Json:
    """Lay the request's values over those of before."""
    record = dict(before)
    kind = body.text("type", record["type"]).upper()
    if record["type"] and kind != record["type"]:
        raise unprocessable("type: the type of a record cannot be changed.")
    record["type"] = kind
    if "name" in body:
        record["name"] = zones.relative_name(body.text("name"), domain)
    if "data" in body:
        record["data"] = body.text("data")
    if "tag" in body:
        record["tag"] = body.text("tag", pattern="issue|issuewild|iodef")
    if "ttl" in body:
        record["ttl"] = body.number(
            "ttl", lowest=zones.SHORTEST_TTL_SECONDS, highest=LONGEST_TTL_SECONDS
        )
    for key, highest in NUMBERS.items():
        if key in body:
            record[key] = body.number(key, highest=highest)
    return record
