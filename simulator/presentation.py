"""Show the account's objects as the API does."""

from simulator import addresses, catalogue
from simulator.account import Account, Json

ABOUT_DROPLET_SNAPSHOTS_GIGABYTES = 0.5


def droplet(account: Account, kept: Json) -> Json:
    """Show a droplet."""
    size = catalogue.size(kept["size"])
    region = catalogue.region(kept["region"])
    up = kept["status"] != "new"
    return {
        "id": kept["id"],
        "name": kept["name"],
        "memory": size["memory"],
        "vcpus": size["vcpus"],
        "disk": kept["disk"],
        "disk_info": [{"type": "local", "size": {"amount": kept["disk"], "unit": "gib"}}],
        "locked": False,
        "status": kept["status"],
        "kernel": None,
        "created_at": kept["created_at"],
        "features": list(kept["features"]),
        "backup_ids": [],
        "next_backup_window": None,
        "snapshot_ids": [int(one["id"]) for one in snapshots_of(account, kept["id"])],
        "image": image_by_reference(account, kept["image"]),
        "volume_ids": [],
        "size": size,
        "size_slug": kept["size"],
        "networks": (
            addresses.listing(kept["host"], ipv6="ipv6" in kept["features"])
            if up
            else {"v4": [], "v6": []}
        ),
        "region": region,
        "tags": list(kept["tags"]),
        "vpc_uuid": kept["vpc_uuid"],
    }


def snapshots_of(account: Account, droplet_id: int) -> list[Json]:
    """List the snapshots of a droplet."""
    return [one for one in account.all("snapshots") if one["droplet_id"] == droplet_id]


def image_by_reference(account: Account, reference: str) -> Json:
    """Show the image that a droplet was made from, even if it is a snapshot long deleted."""
    found = catalogue.find_image(reference)
    if found is not None:
        return found
    if account.has("snapshots", reference):
        return snapshot_image(account.get("snapshots", reference))
    return {
        "id": int(reference),
        "name": "deleted snapshot",
        "distribution": "Debian",
        "slug": None,
        "public": False,
        "type": "snapshot",
        "status": "deleted",
    }


def snapshot_image(kept: Json) -> Json:
    """Show a snapshot among the images."""
    return {
        "id": int(kept["id"]),
        "name": kept["name"],
        "distribution": kept["distribution"],
        "slug": None,
        "public": False,
        "regions": [kept["region"]],
        "created_at": kept["created_at"],
        "type": "snapshot",
        "min_disk_size": kept["disk"],
        "size_gigabytes": ABOUT_DROPLET_SNAPSHOTS_GIGABYTES,
        "description": "",
        "tags": [],
        "status": "available",
    }


def snapshot(kept: Json) -> Json:
    """Show a snapshot among the snapshots."""
    return {
        "id": kept["id"],
        "name": kept["name"],
        "created_at": kept["created_at"],
        "regions": [kept["region"]],
        "resource_id": str(kept["droplet_id"]),
        "resource_type": "droplet",
        "min_disk_size": kept["disk"],
        "size_gigabytes": ABOUT_DROPLET_SNAPSHOTS_GIGABYTES,
        "tags": [],
    }


def droplet_snapshot(kept: Json) -> Json:
    """Show a snapshot among those of its droplet."""
    shown = snapshot_image(kept)
    wanted = ("id", "name", "created_at", "regions", "min_disk_size", "size_gigabytes", "type")
    return {key: shown[key] for key in wanted}


def action(kept: Json) -> Json:
    """Show an action."""
    return {
        "id": kept["id"],
        "status": kept["status"],
        "type": kept["type"],
        "started_at": kept["started_at"],
        "completed_at": kept["completed_at"],
        "resource_id": kept["droplet_id"],
        "resource_type": "droplet",
        "region": catalogue.region(kept["region"]),
        "region_slug": kept["region"],
    }


def tag(account: Account, kept: Json, *, base_url: str) -> Json:
    """Show a tag with the count of what bears it."""
    bearers = [one for one in account.all("droplets") if kept["name"] in one["tags"]]
    count: Json = {"count": len(bearers)}
    if bearers:
        count["last_tagged_uri"] = f"{base_url}/v2/droplets/{bearers[-1]['id']}"
    nothing = {"count": 0}
    resources = {
        **count,
        "droplets": count,
        "images": nothing,
        "volumes": nothing,
        "volume_snapshots": nothing,
        "databases": nothing,
    }
    return {"name": kept["name"], "resources": resources}


def reserved_ip(account: Account, kept: Json) -> Json:
    """Show a reserved address with the droplet that it leads to."""
    droplet_id = kept["droplet_id"]
    return {
        "ip": kept["ip"],
        "region": catalogue.region(kept["region"]),
        "droplet": droplet(account, account.get("droplets", droplet_id)) if droplet_id else None,
        "locked": False,
        "project_id": kept["project_id"],
    }
