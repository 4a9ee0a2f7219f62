#!/usr/bin/python
"""Make a systemd unit take up its settings."""

from __future__ import annotations

DOCUMENTATION = r"""
module: unit_settings
short_description: Reload or restart a systemd unit whose settings are newer than itself
description:
  - Compares the files' times of change with the time of the unit's last start or reload. So
    settings take effect even if the run that wrote them was cut off, where a handler would be lost.
  - A unit that does not run is started.
author: The Traductor maintainers
options:
  unit:
    description: Name of the unit.
    type: str
    required: true
  files:
    description: The files that the unit reads; those that are missing are passed over.
    type: list
    elements: path
    required: true
  action:
    description: What makes the unit read them.
    type: str
    choices: [reload, restart]
    required: true
"""

EXAMPLES = r"""
- name: Make sshd take up its settings
  traductor.host.unit_settings:
    unit: ssh
    files: [/etc/ssh/sshd_config]
    action: reload
"""

RETURN = r"""
newer:
  description: The files that were newer than the unit.
  returned: success
  type: list
  elements: str
"""

import time
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

MICROSECONDS = 1_000_000


def properties(text: str) -> dict[str, str]:
    """Return what `systemctl show` prints as a dictionary."""
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


def changed_at(monotonic_microseconds: int, *, now: float, monotonic_now: float) -> float:
    """Return a time of systemd's monotonic clock as a Unix time in seconds."""
    return now - (monotonic_now - monotonic_microseconds / MICROSECONDS)


def newer_files(files: list[str], moment: float) -> list[str]:
    """Return the files that were changed after a moment, a Unix time in seconds."""
    there = [Path(file) for file in files if Path(file).exists()]
    return [str(file) for file in there if file.stat().st_mtime > moment]


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "unit": {"type": "str", "required": True},
            "files": {"type": "list", "elements": "path", "required": True},
            "action": {"type": "str", "choices": ["reload", "restart"], "required": True},
        },
        supports_check_mode=True,
    )
    unit = module.params["unit"]
    wanted = "--property=ActiveState,StateChangeTimestampMonotonic"
    _, shown, _ = module.run_command(["systemctl", "show", unit, wanted], check_rc=True)
    state = properties(shown)
    moment = changed_at(
        int(state["StateChangeTimestampMonotonic"]),
        now=time.time(),
        monotonic_now=time.monotonic(),
    )
    newer = newer_files(module.params["files"], moment)
    running = state["ActiveState"] == "active"
    verb = module.params["action"] if running else "start"
    changed = bool(newer) or not running
    if changed and not module.check_mode:
        code, _, error = module.run_command(["systemctl", verb, unit])
        if code:
            _, journal, _ = module.run_command(
                ["journalctl", "--unit", unit, "--lines", "10", "--no-pager", "--output", "cat"]
            )
            module.fail_json(msg=f"systemctl {verb} {unit} failed: {error.strip()}\n{journal}")
    module.exit_json(changed=changed, newer=newer)


if __name__ == "__main__":
    main()
