#!/usr/bin/python
"""Store an archive of a site, and delete old ones."""

from __future__ import annotations

DOCUMENTATION = r"""
module: store_archive
short_description: Store an encrypted archive of a site, and delete old ones
description:
  - Adds an archive unless the latest one of the site holds the same, deletes old ones, and lets
    restic read everything back and check it. Archives of other sites are left alone.
author: The Traductor maintainers
extends_documentation_fragment: traductor.host.archives
options:
  content:
    description: What is archived, a tar file in base64.
    type: str
    required: true
  digest:
    description: By which an equal content is known again.
    type: str
    required: true
  keep_last:
    description: How many of the latest archives are kept.
    type: int
    default: 7
  keep_daily:
    description: For how many days with an archive the latest of the day is kept.
    type: int
    default: 14
  keep_monthly:
    description: For how many months with an archive the latest of the month is kept.
    type: int
    default: 12
"""

EXAMPLES = r"""
- name: Store what was read
  traductor.host.store_archive:
    repository: ~/traductor-archives
    site: translate.example.com
    content: "{{ files.content }}"
    digest: "{{ files.digest }}"
"""

RETURN = r"""
archive:
  description: Short name of the latest archive; empty where check mode would make one.
  returned: success
  type: str
time:
  description: When it was made, in UTC.
  returned: success
  type: str
count:
  description: How many archives of the site there are now.
  returned: success
  type: int
"""

import base64
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.archive_module import (
    COMMON_ARGUMENTS,
    repository_of,
)
from ansible_collections.traductor.host.plugins.module_utils.archives import (
    Archive,
    ArchiveError,
    NoRepositoryError,
    Repository,
)
from ansible_collections.traductor.host.plugins.module_utils.restic import (
    forget,
    list_archives,
    make_ready,
    store,
    verify,
)

Json = dict[str, Any]

KEPT = ("last", "daily", "monthly")


def archives_of(repository: Repository, site: str) -> list[Archive]:
    """Return a site's archives, the latest first; none where there is no repository yet."""
    try:
        return [archive for archive in list_archives(repository) if archive.site == site]
    except NoRepositoryError:
        return []


def work(params: Json, *, check_mode: bool) -> Json:
    """Store the archive.

    Raises:
        ArchiveError: it could not be stored, or what is there is damaged.
    """
    repository, site = repository_of(params), params["site"]
    keep = {name: params[f"keep_{name}"] for name in KEPT}
    if keep["last"] < 1:
        raise ArchiveError(
            f"{keep['last']} archives cannot be kept, the new one is among them. Remedy: set "
            "backup_keep_last to 1 or more."
        )
    before = archives_of(repository, site)
    same = bool(before) and before[0].digest == params["digest"]
    if not check_mode:
        make_ready(repository)
        if not same:
            store(
                repository, base64.b64decode(params["content"]), site=site, digest=params["digest"]
            )
        forget(repository, site=site, keep=keep)
        verify(repository)
    after = before if check_mode else archives_of(repository, site)
    changed = not same or after != before
    latest = after[0] if after and not (check_mode and changed) else None
    return {
        "changed": changed,
        "archive": latest.identifier if latest else "",
        "time": latest.time if latest else "",
        "count": len(after),
        "diff": {
            "before": {"archives": described(before)},
            "after": {"archives": [*(["a new one"] if latest is None else []), *described(after)]},
        },
    }


def described(archives: list[Archive]) -> list[str]:
    """Return one line for each archive."""
    return [f"{archive.identifier} {archive.time}" for archive in archives]


def main() -> None:
    """Run the module."""
    count = {"type": "int"}
    module = AnsibleModule(
        argument_spec={
            **COMMON_ARGUMENTS,
            "content": {"type": "str", "required": True, "no_log": True},
            "digest": {"type": "str", "required": True},
            "keep_last": {**count, "default": 7},
            "keep_daily": {**count, "default": 14},
            "keep_monthly": {**count, "default": 12},
        },
        supports_check_mode=True,
    )
    try:
        done = work(module.params, check_mode=module.check_mode)
    except ArchiveError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**done)


if __name__ == "__main__":
    main()
