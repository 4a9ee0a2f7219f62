"""What the modules that open archives share: their common arguments."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import env_fallback
from ansible_collections.traductor.host.plugins.module_utils.archives import Repository

Json = dict[str, Any]


def _secret(variable: str) -> Json:
    return {"type": "str", "no_log": True, "fallback": (env_fallback, [variable])}


COMMON_ARGUMENTS: Json = {
    "repository": {"type": "str", "required": True},
    "site": {"type": "str", "required": True},
    "password": _secret("RESTIC_PASSWORD"),
    "access_key": _secret("AWS_ACCESS_KEY_ID"),
    "secret_key": _secret("AWS_SECRET_ACCESS_KEY"),
}


def repository_of(params: Json) -> Repository:
    """Return the repository that a module's parameters name."""
    return Repository(
        location=params["repository"],
        password=params["password"] or "",
        access_key=params["access_key"] or "",
        secret_key=params["secret_key"] or "",
    )
