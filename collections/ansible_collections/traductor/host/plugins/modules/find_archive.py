#!/usr/bin/python
"""Find an archive of a site, and read it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: find_archive
short_description: Find an archive of a site, and read it
description:
  - Changes nothing. Fails with the remedy where the archives cannot be opened, where there is none,
    and where the one that is named is another site's.
author: The Traductor maintainers
extends_documentation_fragment: traductor.host.archives
options:
  archive:
    description: >-
      C(latest), or how the short name of an archive begins. Empty where only the way to the
      archives is looked at; there need not be any yet.
    type: str
    default: ""
  fetched:
    description: Whether its content is wanted too. Give the task C(no_log) then.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Find the latest archive
  traductor.host.find_archive:
    repository: ~/traductor-archives
    site: translate.example.com
    archive: latest
"""

RETURN = r"""
archive:
  description: Short name of the archive.
  returned: success
  type: str
time:
  description: When it was made, in UTC.
  returned: success
  type: str
count:
  description: How many archives there are of the site.
  returned: success
  type: int
content:
  description: What it holds, in base64; empty where it was not wanted.
  returned: success
  type: str
"""

import base64
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.archive_module import (
    COMMON_ARGUMENTS,
    repository_of,
)
from ansible_collections.traductor.host.plugins.module_utils.archives import (
    ArchiveError,
    NoRepositoryError,
    choose,
)
from ansible_collections.traductor.host.plugins.module_utils.restic import fetch, list_archives

Json = dict[str, Any]


def work(params: Json) -> Json:
    """Find the archive.

    Raises:
        ArchiveError: it cannot be found.
    """
    repository, site = repository_of(params), params["site"]
    found: Json = {"archive": "", "time": "", "count": 0, "content": ""}
    try:
        archives = list_archives(repository)
    except NoRepositoryError:
        if params["archive"]:
            raise
        return found
    found["count"] = len([archive for archive in archives if archive.site == site])
    if not params["archive"]:
        return found
    chosen = choose(archives, params["archive"], site=site, location=repository.location)
    content = fetch(repository, chosen) if params["fetched"] else b""
    return {
        **found,
        "archive": chosen.identifier,
        "time": chosen.time,
        "content": base64.b64encode(content).decode(),
    }


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            **COMMON_ARGUMENTS,
            "archive": {"type": "str", "default": ""},
            "fetched": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    try:
        found = work(module.params)
    except ArchiveError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, **found)


if __name__ == "__main__":
    main()
