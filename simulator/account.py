"""Keep the account - keys, droplets, domains and all else - in one JSON file.

The lists hold objects by their id. One lock guards the whole account: whoever reads or changes it
holds the lock, and no Docker command runs meanwhile.
"""

import json
import os
import secrets
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator import catalogue
from simulator.errors import not_found
from simulator.hypervisor.networks import PRIVATE_IPV4

Json = dict[str, Any]

FIRST_NUMBER = 400_000_000
NUMBER_RANGE = 1_000_000_000
KINDS = (
    "actions",
    "domains",
    "droplets",
    "firewalls",
    "keys",
    "records",
    "reserved_ips",
    "snapshots",
    "tags",
    "vpcs",
)


def now() -> str:
    """Give the present time as the API writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def default_vpc(region: str) -> Json:
    """Make a region's default private network."""
    identifier = str(uuid.uuid4())
    return {
        "id": identifier,
        "urn": f"do:vpc:{identifier}",
        "name": f"default-{region}",
        "description": "",
        "region": region,
        "ip_range": str(PRIVATE_IPV4),
        "default": True,
        "created_at": now(),
    }


def new_account() -> Json:
    """Make the state of an account that holds nothing yet."""
    vpcs = [default_vpc(region) for region in catalogue.REGION_NAMES]
    return {
        "token": f"dop_v1_{secrets.token_hex(32)}",
        "uuid": uuid.uuid4().hex,
        "droplet_limit": 10,
        # An id is never given twice, not even by the account after this one.
        "next_number": FIRST_NUMBER + secrets.randbelow(NUMBER_RANGE),
        "next_host": 0,
        "leaving": {},
        **{kind: {} for kind in KINDS},
        "vpcs": {vpc["id"]: vpc for vpc in vpcs},
    }


class Account:
    """Hold one account's state, in memory and in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lock = threading.RLock()
        self.state: Json = json.loads(path.read_text()) if path.exists() else new_account()

    @contextmanager
    def changing(self) -> Iterator[Json]:
        """Hold the lock for a change and save it."""
        with self.lock:
            yield self.state
            self.save()

    def save(self) -> None:
        """Write the state so that a reader finds the old or the new file, never a part."""
        with self.lock:
            draft = self._path.with_suffix(".draft")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(self.state, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)

    def new_number(self) -> int:
        """Give an id that was never given before."""
        number: int = self.state["next_number"]
        self.state["next_number"] = number + 1
        return number

    def all(self, kind: str) -> list[Json]:
        """List the objects of a kind, oldest first."""
        return list(self.state[kind].values())

    def get(self, kind: str, identifier: str | int) -> Json:
        """Find an object by its id.

        Raises:
            ApiError: 404, there is none.
        """
        found: Json | None = self.state[kind].get(str(identifier))
        if found is None:
            raise not_found()
        return found

    def has(self, kind: str, identifier: str | int) -> bool:
        """Tell whether an object exists."""
        return str(identifier) in self.state[kind]

    def put(self, kind: str, identifier: str | int, value: Json) -> Json:
        """Keep an object under its id."""
        self.state[kind][str(identifier)] = value
        return value

    def remove(self, kind: str, identifier: str | int) -> None:
        """Forget an object."""
        del self.state[kind][str(identifier)]

    def add_tags(self, names: Iterable[str]) -> None:
        """Make tags that do not exist yet; their names ignore case."""
        for name in names:
            if not self.has("tags", name):
                self.put("tags", name, {"name": name})
