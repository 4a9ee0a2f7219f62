"""What the modules share: their common arguments, and the one place where they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.module_utils.basic import AnsibleModule, env_fallback
from ansible_collections.traductor.digitalocean.plugins.module_utils.api import (
    LIBRARY_FOUND,
    RETRY_LIMIT_SECONDS,
    Api,
)
from ansible_collections.traductor.digitalocean.plugins.module_utils.errors import DigitalOceanError

Json = dict[str, Any]

API_URL = "https://api.digitalocean.com"
COMMON_ARGUMENTS: Json = {
    "token": {
        "type": "str",
        "no_log": True,
        "fallback": (env_fallback, ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"]),
    },
    "api_url": {
        "type": "str",
        "default": API_URL,
        "fallback": (env_fallback, ["DIGITALOCEAN_API_URL"]),
    },
}
STATE_ARGUMENT: Json = {"type": "str", "choices": ["present", "absent"], "default": "present"}
NO_TOKEN = (
    "there is no API token. Remedy: make one with read and write scope at "  # noqa: S105 - a message
    "https://cloud.digitalocean.com/account/api/tokens and run: export DIGITALOCEAN_TOKEN=..."
)
NO_LIBRARY = (
    "the Python package python-digitalocean is missing. Remedy: pip install -r requirements.txt, "
    "and run ansible-playbook from that virtual environment."
)


def change(before: Json, after: Json, *, changed: bool, **extra: Any) -> Json:
    """Return a module's result with its diff."""
    return {"changed": changed, "diff": {"before": before, "after": after}, **extra}


def run(
    arguments: Json,
    work: Callable[[Api, Json, bool], Json],
    *,
    retry_limit_seconds: float = RETRY_LIMIT_SECONDS,
) -> None:
    """Run a module from its arguments to its end.

    Args:
        arguments: the argument specification, without the common arguments.
        work: takes the API, the parameters and whether this is check mode; returns the result.
        retry_limit_seconds: how long one call of the API may take, all attempts together.
    """
    module = AnsibleModule(
        argument_spec={**COMMON_ARGUMENTS, **arguments}, supports_check_mode=True
    )
    if not LIBRARY_FOUND:
        module.fail_json(msg=NO_LIBRARY)
    if not module.params["token"]:
        module.fail_json(msg=NO_TOKEN)
    try:
        api = Api(
            token=module.params["token"],
            url=module.params["api_url"],
            retry_limit_seconds=retry_limit_seconds,
        )
        result = work(api, module.params, module.check_mode)
    except DigitalOceanError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)
