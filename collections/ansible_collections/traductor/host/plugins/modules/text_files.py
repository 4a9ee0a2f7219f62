#!/usr/bin/python
"""Write several small files, and the folders they are in, at once."""

from __future__ import annotations

DOCUMENTATION = r"""
module: text_files
short_description: Write several small files, and the folders they are in, at once
description:
  - Does what M(ansible.builtin.file) and M(ansible.builtin.copy) do in a loop, in a single
    connection instead of one or two for each element.
  - A file is there with its whole content or as it was before, also where the run is cut off.
  - The system's log on the host does not get to see what is in the files.
author: The Traductor maintainers
extends_documentation_fragment: ansible.builtin.files
options:
  folders:
    description: Folders to create where they are missing, outer ones first.
    type: list
    elements: path
    default: []
  folder_mode:
    description: Permissions of the folders, as O(mode) gives those of the files.
    type: raw
    default: "0755"
  files:
    description: The files, written in this order.
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description: Where it belongs.
        type: path
        required: true
      content:
        description: What is in it.
        type: str
        required: true
      kept:
        description: Whether one that is there stays as it is, whatever is in it.
        type: bool
        default: false
      group:
        description: Its group, where it is not that of all.
        type: str
      mode:
        description: Its permissions, where they are not those of all.
        type: raw
"""

EXAMPLES = r"""
- name: Write the settings
  traductor.host.text_files:
    folders: [/opt/traductor, /opt/traductor/settings]
    files:
      - {path: /opt/traductor/settings/api-keys.txt, content: "{{ keys }}"}
      - {path: /opt/traductor/settings/reload, content: "", kept: true}
    owner: root
    group: root
    mode: "0644"
"""

RETURN = r"""
missing:
  description: The folders that were not there.
  returned: success
  type: list
  elements: str
"""

import os
import tempfile
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule


def difference(path: Path, content: str, *, kept: bool) -> dict[str, str] | None:
    """Compare a file with what shall be in it.

    Args:
        path: of the file; it may not exist yet.
        content: what shall be in it.
        kept: whether one that is there stays as it is.

    Returns:
        The difference as Ansible shows it; nothing where the file stays as it is.
    """
    there = path.is_file()
    before = path.read_bytes().decode("utf-8", "replace") if there else ""
    if there and (kept or before == content):
        return None
    return {
        "before_header": str(path),
        "after_header": str(path),
        "before": before,
        "after": content,
    }


def write(module: AnsibleModule, path: Path, content: str) -> None:
    """Put a file in its place, whole."""
    descriptor, new = tempfile.mkstemp(dir=module.tmpdir)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    module.atomic_move(new, str(path))


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "folders": {"type": "list", "elements": "path", "default": []},
            "folder_mode": {"type": "raw", "default": "0755"},
            "files": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "path": {"type": "path", "required": True},
                    "content": {"type": "str", "required": True},
                    "kept": {"type": "bool", "default": False},
                    "group": {"type": "str"},
                    "mode": {"type": "raw"},
                },
            },
        },
        add_file_common_args=True,
        supports_check_mode=True,
        # The whole call, or the differences would be masked as well.
        no_log=True,
    )
    params = module.params
    folders = [Path(folder) for folder in params["folders"]]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    changed, differences = bool(missing), []

    def own(path: Path, **instead: object) -> None:
        nonlocal changed
        wished = module.load_file_common_arguments(params, path=str(path))
        changed = module.set_fs_attributes_if_different({**wished, **instead}, changed)

    for folder in folders:
        if str(folder) in missing and not module.check_mode:
            folder.mkdir()
        own(folder, mode=params["folder_mode"])
    for file in params["files"]:
        path = Path(file["path"])
        found = difference(path, file["content"], kept=file["kept"])
        if found:
            changed = True
            differences.append(found)
            if not module.check_mode:
                write(module, path, file["content"])
        own(path, **{name: file[name] for name in ("group", "mode") if file[name] is not None})
    module.exit_json(changed=changed, missing=missing, diff=differences)


if __name__ == "__main__":
    main()
