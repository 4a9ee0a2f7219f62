"""What is done to a droplet: one action at a time, each exactly once, to its end."""

from __future__ import annotations

from typing import Any

from ansible_collections.traductor.digitalocean.plugins.module_utils.api import Api
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import (
    DigitalOceanError,
)

Json = dict[str, Any]

STATUS_REMEDY = "Remedy: look at https://status.digitalocean.com, and run again."


def wait_until_idle(api: Api, identifier: int, *, limit_seconds: float) -> list[Json]:
    """Return the droplet's actions, once none is in progress; it takes one at a time."""

    def probe() -> Json | None:
        actions = api.list(f"droplets/{identifier}/actions", "actions")
        busy = any(action["status"] == "in-progress" for action in actions)
        return None if busy else {"actions": actions}

    what = f"an action of droplet {identifier}"
    actions: list[Json] = api.wait_for(probe, what=what, limit_seconds=limit_seconds)["actions"]
    return actions


def act(api: Api, identifier: int, body: Json, *, limit_seconds: float, failure: str) -> None:
    """Do something to a droplet, and return once it is done.

    Args:
        api: the account.
        identifier: number of the droplet.
        body: the action, with its type.
        limit_seconds: how long it may take.
        failure: what is said where DigitalOcean gives up on it, with the remedy.

    Raises:
        DigitalOceanError: DigitalOcean gave up on it.
    """
    waited = wait_until_idle(api, identifier, limit_seconds=limit_seconds)
    before = {action["id"] for action in waited}
    path = f"droplets/{identifier}/actions"

    def begun() -> Json | None:
        actions = api.list(path, "actions")
        new = [one for one in actions if one["type"] == body["type"] and one["id"] not in before]
        return {"action": new[0]} if new else None

    action = api.create(path, body, find=begun)["action"]

    def probe() -> Json | None:
        current: Json = api.get(f"{path}/{action['id']}")["action"]
        if current["status"] == "errored":
            raise DigitalOceanError(failure)
        return current if current["status"] == "completed" else None

    what = f"the action {body['type']} of droplet {identifier}"
    api.wait_for(probe, what=what, limit_seconds=limit_seconds)
