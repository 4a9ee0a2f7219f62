#!/usr/bin/python
"""Bring files back from one piece."""

from __future__ import annotations

DOCUMENTATION = r"""
module: unpack_files
short_description: Bring files back that pack_files has handed over
description:
  - Brings what is missing, with owner and mode. A path that is there with another content stays
    whole as it is.
author: The Traductor maintainers
options:
  content:
    description: A tar file in base64.
    type: str
    required: true
  paths:
    description: Files and folders to bring back; what else the archive holds stays in it.
    type: list
    elements: path
    required: true
  journals:
    description: >-
      Those of the paths that are files of JSON lines with a C(time). What is there is joined with
      what was archived; no line is lost.
    type: list
    elements: path
    default: []
  overwrite:
    description: Whether the archive wins where a path is there with another content.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Bring the certificates back
  traductor.host.unpack_files:
    content: "{{ archive.content }}"
    paths: [/etc/letsencrypt]
"""

RETURN = r"""
brought:
  description: The paths of which something was missing.
  returned: success
  type: list
  elements: str
kept:
  description: The paths that were there with another content.
  returned: success
  type: list
  elements: str
seconds:
  description: How long it took.
  returned: success
  type: float
"""

import base64
import time

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.packing import (
    PackingError,
    members_of,
    unpack,
)


def main() -> None:
    """Run the module."""
    paths = {"type": "list", "elements": "path"}
    module = AnsibleModule(
        argument_spec={
            "content": {"type": "str", "required": True, "no_log": True},
            "paths": {**paths, "required": True},
            "journals": {**paths, "default": []},
            "overwrite": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    params = module.params
    started = time.monotonic()
    try:
        done = unpack(
            members_of(base64.b64decode(params["content"])),
            params["paths"],
            journals=params["journals"],
            overwrite=params["overwrite"],
            check_mode=module.check_mode,
        )
    except PackingError as error:
        module.fail_json(msg=str(error))
    module.exit_json(
        changed=bool(done.brought),
        brought=done.brought,
        kept=done.kept,
        seconds=round(time.monotonic() - started, 1),
        diff={"before": {"missing": done.brought}, "after": {"brought": done.brought}},
    )


if __name__ == "__main__":
    main()
