"""Documentation of the arguments that every module of this collection takes."""

from __future__ import annotations


class ModuleDocFragment:
    """The common options."""

    DOCUMENTATION = r"""
options:
  token:
    description:
      - Personal access token with read and write scope.
      - Taken from the environment variables E(DIGITALOCEAN_TOKEN) or
        E(DIGITALOCEAN_ACCESS_TOKEN) if not given.
    type: str
  api_url:
    description:
      - Address of the API, without C(/v2).
      - Taken from the environment variable E(DIGITALOCEAN_API_URL) if not given.
    type: str
    default: https://api.digitalocean.com
requirements:
  - python-digitalocean
attributes:
  check_mode:
    support: full
    description: Says what it would change, and changes nothing.
  diff_mode:
    support: full
    description: Shows what is there and what is wanted.
"""
