"""A fresh droplet of the same image, made for a comparison and destroyed afterwards."""

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.audit.errors import AuditError, TargetError
from tests.audit.target import DEMO_KEY, Target, simulator_environment

NAME = "untouched"
BOOT_LIMIT_SECONDS = 60
REQUEST_SECONDS = 30
# Its host key is nobody's to keep: the machine lives for a minute.
SSH_OPTIONS = ("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")


@contextmanager
def untouched_droplet() -> Iterator[Target]:
    """Give a droplet of the simulator as it comes, which root's key opens.

    Raises:
        TargetError: it did not boot in time.
    """
    wish = {
        "name": NAME,
        "region": "fra1",
        "size": "s-1vcpu-1gb",
        "image": "debian-13-x64",
        "ssh_keys": [_fingerprint()],
    }
    number = _call("POST", "droplets", wish)["droplet"]["id"]
    try:
        yield _booted(number)
    finally:
        _call("DELETE", f"droplets/{number}")


def _booted(number: int) -> Target:
    deadline = time.monotonic() + BOOT_LIMIT_SECONDS
    while True:
        networks = _call("GET", f"droplets/{number}")["droplet"]["networks"]["v4"]
        addresses = [one["ip_address"] for one in networks if one["type"] == "public"]
        target = Target(
            name=NAME,
            address=addresses[0] if addresses else "",
            user="root",
            ssh_options=(*SSH_OPTIONS, "-o", "LogLevel=ERROR", "-i", str(DEMO_KEY)),
            simulated=True,
        )
        try:
            target.as_root("cloud-init status --wait")
        except AuditError as error:
            if time.monotonic() > deadline:
                raise TargetError(f"the untouched droplet did not boot: {error}") from error
            time.sleep(1)
        else:
            return target


def _fingerprint() -> str:
    command = ["ssh-keygen", "-E", "md5", "-lf", f"{DEMO_KEY}.pub"]
    line = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return line.split()[1].removeprefix("MD5:")


def _call(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    environment = simulator_environment()
    request = urllib.request.Request(  # noqa: S310 - the simulator's own address
        f"{environment['DIGITALOCEAN_API_URL']}/v2/{path}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={
            "Authorization": f"Bearer {environment['DIGITALOCEAN_TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as answer:  # noqa: S310
        text = answer.read()
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
