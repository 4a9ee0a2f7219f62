#!/usr/bin/python
"""Give the traffic to a release: it starts beside the old one, which then drains and stops."""

from __future__ import annotations

DOCUMENTATION = r"""
module: release_switch
short_description: Give the traffic to a release without losing a request
description:
  - Starts the release beside the one that serves, waits until it has translated a sentence, lets
    Nginx move over, and stops the other one when its last request is answered.
  - A release that does not get so far never gets traffic.
  - Finishes what a run that was cut off has begun. Where nothing is to be done, nothing changes.
  - Writes one line for each switch, and for each that failed, into C(deployments.jsonl).
author: The Traductor maintainers
options:
  directory:
    description: The folder with C(releases), C(current) and C(deployments.jsonl).
    type: path
    required: true
  release:
    description:
      - Name of the release, or the version of one.
      - Empty means the one that was deployed before the current one.
    type: str
    default: ""
  action:
    description: What the audit trail says.
    type: str
    choices: [deploy, rollback]
    default: deploy
  sentence:
    description: What a new release translates before it gets traffic.
    type: str
    required: true
  start_limit_seconds:
    description: How long a release may take to translate it.
    type: int
    required: true
  drain_limit_seconds:
    description: How long requests in hand may take.
    type: int
    required: true
  keep:
    description: How many releases stay.
    type: int
    default: 5
  by:
    description: Who asks for it, for the audit trail.
    type: str
    default: ""
  source:
    description: Which state of the sources it is, for the audit trail.
    type: str
    default: ""
"""

EXAMPLES = r"""
- name: Give the traffic to the new release
  release_switch:
    directory: /opt/traductor
    release: 0123456789ab
    sentence: The letter arrived this morning.
    start_limit_seconds: 120
    drain_limit_seconds: 65
"""

RETURN = r"""
release:
  description: The release that has the traffic.
  returned: success
  type: str
before:
  description: The one that had it before; empty if there was none.
  returned: success
  type: str
translation:
  description: What the release made of the sentence, if it was asked.
  returned: success
  type: str
releases:
  description: What is on the droplet, the one deployed last at the end.
  returned: success
  type: list
  elements: dict
"""

import time
from dataclasses import asdict
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.docker_host import DockerHost
from ansible_collections.traductor.host.plugins.module_utils.releases import Releases, SwitchError
from ansible_collections.traductor.host.plugins.module_utils.standalone_host import StandaloneHost
from ansible_collections.traductor.host.plugins.module_utils.switching import Host, Switch
from ansible_collections.traductor.host.plugins.module_utils.systemd_host import SystemdHost

HOSTS: dict[str, type[Host]] = {
    "compose": DockerHost,
    "standalone": StandaloneHost,
    "systemd": SystemdHost,
}


def releases_host(releases: Releases, release: str) -> Host:
    """Find out how a release runs, which must be as the one before it does.

    Raises:
        SwitchError: it is not, or it is not known here.
    """
    deployment, before = releases.deployment(release), releases.deployment(releases.current)
    if releases.current and deployment != before:
        raise SwitchError(
            f"Release {release} runs by {deployment}, and by {before} what has the traffic; "
            "nothing was changed. Remedy: name another release, or deploy: "
            "ansible-playbook playbooks/deploy.yml"
        )
    if deployment not in HOSTS:
        raise SwitchError(
            f"Release {release} runs by {deployment}, and a droplet does by {' or '.join(HOSTS)}; "
            "nothing was changed. Remedy: set translator_deployment."
        )
    return HOSTS[deployment](releases)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "directory": {"type": "path", "required": True},
            "release": {"type": "str", "default": ""},
            "action": {"type": "str", "choices": ["deploy", "rollback"], "default": "deploy"},
            "sentence": {"type": "str", "required": True},
            "start_limit_seconds": {"type": "int", "required": True},
            "drain_limit_seconds": {"type": "int", "required": True},
            "keep": {"type": "int", "default": 5},
            "by": {"type": "str", "default": ""},
            "source": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )
    wanted = module.params
    releases = Releases(Path(wanted["directory"]))
    start, before = time.monotonic(), releases.current
    try:
        release = releases.chosen(wanted["release"])
        host = releases_host(releases, release)
    except SwitchError as error:
        module.fail_json(msg=str(error))
    switch = Switch(
        host,
        release,
        wanted["sentence"],
        wanted["start_limit_seconds"],
        wanted["drain_limit_seconds"],
    )

    def note(result: str) -> None:
        releases.trail.append(
            action=wanted["action"],
            release=release,
            before=before,
            version=releases.version(release),
            by=wanted["by"],
            source=wanted["source"],
            seconds=round(time.monotonic() - start, 1),
            result=result,
        )

    try:
        if module.check_mode:
            changed = switch.is_due()
        else:
            changed = switch.run()
            if changed:
                note("done")
                host.prune(releases.prune(wanted["keep"]))
    except SwitchError as error:
        if not module.check_mode:
            note("failed")
        module.fail_json(msg=str(error))
    module.exit_json(
        changed=changed,
        release=release,
        before=before,
        translation=switch.translation,
        releases=[asdict(each) for each in releases.kept()],
    )


if __name__ == "__main__":
    main()
