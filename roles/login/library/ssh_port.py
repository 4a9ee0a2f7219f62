#!/usr/bin/python
"""Find the port of a host where sshd answers."""

from __future__ import annotations

DOCUMENTATION = r"""
module: ssh_port
short_description: Find the port of a host where sshd answers
description:
  - Runs on the controller. Tries the ports in turn until one of them says that it is sshd's, so
    that sshd sees one visit that does not log in, and no more.
author: The Traductor maintainers
options:
  address:
    description: The host.
    type: str
    required: true
  ports:
    description: The ports, the one that is wanted most first.
    type: list
    elements: int
    required: true
  limit_seconds:
    description: How long they are tried.
    type: int
    required: true
"""

EXAMPLES = r"""
- name: Find SSH's port
  ssh_port:
    address: 192.0.2.10
    ports: [2222, 22]
    limit_seconds: 30
  delegate_to: localhost
"""

RETURN = r"""
port:
  description: The first port that answered.
  returned: success
  type: int
"""

import socket
import time

from ansible.module_utils.basic import AnsibleModule

VISIT_SECONDS = 5
PAUSE_SECONDS = 1
GREETING = b"SSH-"


def greets(address: str, port: int) -> bool:
    """Tell whether an sshd answers at a port."""
    try:
        with socket.create_connection((address, port), timeout=VISIT_SECONDS) as visit:
            return visit.recv(len(GREETING), socket.MSG_WAITALL) == GREETING
    except OSError:
        return False


def find(address: str, ports: list[int], *, limit_seconds: float) -> int | None:
    """Return the first port that answers, None if none does in time."""
    deadline = time.monotonic() + limit_seconds
    while True:
        for port in ports:
            if greets(address, port):
                return port
        if time.monotonic() > deadline:
            return None
        time.sleep(PAUSE_SECONDS)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "address": {"type": "str", "required": True},
            "ports": {"type": "list", "elements": "int", "required": True},
            "limit_seconds": {"type": "int", "required": True},
        },
        supports_check_mode=True,
    )
    address, ports = module.params["address"], module.params["ports"]
    port = find(address, ports, limit_seconds=module.params["limit_seconds"])
    if port is None:
        tried = ", ".join(map(str, ports))
        module.fail_json(msg=f"sshd answers at none of the ports {tried} of {address}.")
    module.exit_json(changed=False, port=port)


if __name__ == "__main__":
    main()
