"""A second address of this machine on the droplets' network: a stranger who is not the owner."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

STRANGER = "198.51.100.251"


@contextmanager
def lent_address(droplet: str) -> Iterator[str]:
    """Lend this machine the stranger's address, beside its own, on the way to a droplet."""
    asked = ["ip", "-json", "route", "get", droplet]
    route = subprocess.run(asked, capture_output=True, text=True, check=True)
    device = json.loads(route.stdout)[0]["dev"]
    change = ["ip", "address", "{}", f"{STRANGER}/32", "dev", device]
    subprocess.run([word.format("add") for word in change], check=True)
    try:
        yield STRANGER
    finally:
        subprocess.run([word.format("del") for word in change], check=True)
