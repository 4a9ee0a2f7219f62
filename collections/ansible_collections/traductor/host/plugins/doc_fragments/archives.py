"""Documentation of the arguments of the modules that open archives."""

from __future__ import annotations


class ModuleDocFragment:
    """The common options."""

    DOCUMENTATION = r"""
options:
  repository:
    description:
      - A folder of this machine, or a place that restic knows, such as
        C(s3:https://ams3.digitaloceanspaces.com/bucket/folder).
    type: str
    required: true
  site:
    description: Whose archives are meant, a fully qualified name.
    type: str
    required: true
  password:
    description:
      - What the archives are encrypted with.
      - Taken from the environment variable E(RESTIC_PASSWORD) if not given.
    type: str
  access_key:
    description:
      - For object storage.
      - Taken from the environment variable E(AWS_ACCESS_KEY_ID) if not given.
    type: str
  secret_key:
    description:
      - For object storage.
      - Taken from the environment variable E(AWS_SECRET_ACCESS_KEY) if not given.
    type: str
requirements:
  - restic 0.14 or newer
"""
