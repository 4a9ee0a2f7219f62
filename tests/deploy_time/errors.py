"""Every way in which the measurement fails on purpose.

DeployTimeError
├── SiteError     there is no site to deploy to
├── DeployError   a deploy failed, or did what it was not asked for
└── OutputError   what Ansible printed cannot be read
"""


class DeployTimeError(Exception):
    """Nothing was measured; the message says why."""


class SiteError(DeployTimeError):
    """The site could not be made."""


class DeployError(DeployTimeError):
    """A deploy did not do what it was asked for."""


class OutputError(DeployTimeError):
    """Ansible's output is not what its callback `ansible.posix.json` writes."""
