"""The snapshots of a site, which bear its name."""

from __future__ import annotations

import datetime
from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api

Json = dict[str, Any]


def prefix(site: str) -> str:
    """Return how the names of a site's snapshots begin; no other site's name goes on like it."""
    return f"_traductor.{site} "


def new_name(site: str, moment: datetime.datetime) -> str:
    """Return the name of a snapshot taken at a moment."""
    return f"{prefix(site)}{moment:%Y-%m-%dT%H%M%SZ}"


def snapshots_of(api: Api, site: str) -> list[Json]:
    """Return the site's snapshots, the latest first."""
    found = api.list("snapshots", "snapshots", resource_type="droplet")
    ours = [one for one in found if one["name"].startswith(prefix(site))]
    return sorted(ours, key=lambda one: (one["created_at"], one["name"]), reverse=True)


def rename_snapshots(api: Api, former_site: str, site: str) -> None:
    """Let the snapshots that a site has under its former name bear its new one."""
    for snapshot in snapshots_of(api, former_site):
        name = prefix(site) + snapshot["name"].removeprefix(prefix(former_site))
        api.put(f"images/{snapshot['id']}", {"name": name})
