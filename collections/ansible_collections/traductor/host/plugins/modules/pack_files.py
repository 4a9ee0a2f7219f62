#!/usr/bin/python
"""Hand over files in one piece."""

from __future__ import annotations

DOCUMENTATION = r"""
module: pack_files
short_description: Hand over files in one piece, with their owners, modes and links
description:
  - Changes nothing, and writes nothing anywhere. The content comes back through Ansible's own
    connection, so give the task C(no_log).
author: The Traductor maintainers
options:
  paths:
    description: Files and folders; those that are missing are passed over.
    type: list
    elements: path
    required: true
  limit_megabytes:
    description: How large they may be together, in megabytes.
    type: int
    default: 32
"""

EXAMPLES = r"""
- name: Read the certificates
  traductor.host.pack_files:
    paths: [/etc/letsencrypt]
  no_log: true
"""

RETURN = r"""
content:
  description: A tar file in base64; empty where none of the paths exists.
  returned: always
  type: str
digest:
  description: A digest of what it holds, the same as long as the files are.
  returned: always
  type: str
paths:
  description: Those of the paths that exist.
  returned: always
  type: list
  elements: str
fault:
  description: Why there is no content; a task with C(no_log) would not show a failure.
  returned: always
  type: str
"""

import base64
import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.packing import (
    PackingError,
    digest,
    pack,
)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "paths": {"type": "list", "elements": "path", "required": True},
            "limit_megabytes": {"type": "int", "default": 32},
        },
        supports_check_mode=True,
    )
    paths = [path for path in module.params["paths"] if os.path.lexists(path)]
    fault, content = "", b""
    try:
        content = pack(paths, limit_megabytes=module.params["limit_megabytes"])
    except PackingError as error:
        fault = str(error)
    module.exit_json(
        changed=False,
        content=base64.b64encode(content).decode(),
        digest=digest(content) if content else "",
        paths=paths,
        fault=fault,
    )


if __name__ == "__main__":
    main()
