#!/usr/bin/python
"""Show the droplet's logs as they are written; plugins/action/logs.py does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: logs
short_description: Show the droplet's logs as they are written
description:
  - Changes nothing. Prints the last lines of a log, and each new one at once where it follows,
    until it is interrupted. What it has started on the droplet ends with it.
  - Runs on the controller, and goes over SSH by the options of the inventory, as root.
author: The Traductor maintainers
options:
  source:
    description: Whose log.
    type: str
    choices: [nginx, translator, certificate, ssh, bans, all]
    required: true
  lines:
    description: How many of the last lines.
    type: int
    default: 100
  follow:
    description: Whether to go on with new ones.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show what Nginx logs
  traductor.host.logs:
    source: nginx
    follow: true
"""

RETURN = r"""
shown:
  description: How many lines were printed.
  returned: success
  type: int
"""
