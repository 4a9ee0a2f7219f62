#!/usr/bin/python
"""Get a certificate by ACME, once, with certbot."""

from __future__ import annotations

DOCUMENTATION = r"""
module: acme_certificate
short_description: Get a certificate by ACME, once, with certbot
description:
  - Asks the authority only where there is no certificate yet, or one of another authority, for
    other names, or past its end. certbot's own timer renews it.
  - Fails with the authority's reason. What was there before stays.
author: The Traductor maintainers
options:
  name:
    description: What certbot calls the certificate.
    type: str
    required: true
  names:
    description: The host names that it is for; the first one is the site's.
    type: list
    elements: str
    required: true
  directory_url:
    description: Address of the authority's directory.
    type: str
    required: true
  ca_file:
    description: File of the directory's own authority, if no system knows it.
    type: str
    default: ""
  contact_email:
    description: Where the authority may write to; nowhere if empty.
    type: str
    default: ""
  webroot:
    description: Folder from which the site serves C(/.well-known/acme-challenge/).
    type: path
    required: true
  hook:
    description: Program that certbot runs after each success.
    type: path
    required: true
"""

EXAMPLES = r"""
- name: Get the certificate
  acme_certificate:
    name: traductor
    names: [translate.example.com]
    directory_url: https://acme-staging-v02.api.letsencrypt.org/directory
    webroot: /srv/challenges
    hook: /usr/local/sbin/take-up
"""

RETURN = r"""
due:
  description: Why a certificate was asked for; empty where the present one stays.
  returned: success
  type: list
  elements: str
"""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule

FOLDER = Path("/etc/letsencrypt")
# What certbot says beside the reason of a failure.
CHATTER = re.compile(
    r"(Saving debug log|Account registered|Requesting a cert|Renewing an existing|Plugins selected"
    r"|Performing the following|Waiting for verif|Cleaning up chall|http-01 challenge for"
    r"|Ask for help|Some challenges have failed|Hint:|IMPORTANT NOTES"
    r"|An unexpected error occurred:?$|- - - -).*"
)
# A renewal, or what a run that was cut off left running: over within a minute.
BUSY = "Another instance of Certbot is already running"
TRIES = 12
PAUSE_SECONDS = 5
LIMIT_WORDS = ("ratelimited", "rate limit", "too many")


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What matters of a certificate that is there, or that is wanted."""

    names: frozenset[str]
    directory_url: str
    valid: bool = True


def reasons(wanted: Certificate, found: Certificate | None) -> list[str]:
    """Say why a certificate has to be asked for."""
    if found is None:
        return ["there is none yet"]
    checks = (
        (found.directory_url == wanted.directory_url, f"it is from {found.directory_url}"),
        (found.names == wanted.names, f"it is for {', '.join(sorted(found.names))}"),
        (found.valid, "its time is over"),
    )
    return [reason for holds, reason in checks if not holds]


def read_names(text: str) -> frozenset[str]:
    """Read the host names from what `openssl x509 -ext subjectAltName` prints."""
    return frozenset(re.findall(r"DNS:([^\s,]+)", text))


def read_setting(text: str, name: str) -> str:
    """Read one line of certbot's renewal settings."""
    found = re.search(rf"(?m)^{name} = (.*)$", text)
    return found[1].strip() if found else ""


def refusal(output: str) -> str:
    """Find the authority's reason in what certbot printed."""
    lines = [line.strip() for line in output.splitlines()]
    return "\n".join(line for line in lines if line and not CHATTER.match(line))


def remedy(reason: str) -> str:
    """Say what to do about a refusal."""
    run = "run again: ansible-playbook playbooks/certificate.yml"
    if any(word in reason.lower() for word in LIMIT_WORDS):
        return f"Remedy: wait until the limit of the authority is over, and {run}"
    return (
        f"Remedy: correct what it names, and {run} (production allows five failures an hour; "
        "certificate_issuer: staging allows many, but no browser trusts its certificates)"
    )


def command(params: dict[str, Any]) -> list[str]:
    """Return the command line of certbot."""
    email = params["contact_email"]
    return [
        *("certbot", "certonly", "--non-interactive", "--agree-tos"),
        *(["--email", email] if email else ["--register-unsafely-without-email"]),
        *(
            "--cert-name",
            params["name"],
            "--key-type",
            "ecdsa",
            "--server",
            params["directory_url"],
        ),
        *("--webroot", "--webroot-path", params["webroot"], "--deploy-hook", params["hook"]),
        # Other names, another authority, from production to staging: certbot would ask or refuse.
        *("--force-renewal", "--renew-with-new-domains", "--break-my-certs"),
        *(word for name in params["names"] for word in ("--domain", name)),
    ]


def find(module: AnsibleModule, name: str) -> Certificate | None:
    """Look up the certificate that certbot keeps under a name."""
    settings, file = FOLDER / "renewal" / f"{name}.conf", FOLDER / "live" / name / "cert.pem"
    if not (settings.exists() and file.exists()):
        return None
    look = ["openssl", "x509", "-noout", "-in", str(file)]
    _, names, _ = module.run_command([*look, "-ext", "subjectAltName"], check_rc=True)
    ended, _, _ = module.run_command([*look, "-checkend", "0"])
    return Certificate(
        names=read_names(names),
        directory_url=read_setting(settings.read_text(), "server"),
        valid=ended == 0,
    )


def ask(module: AnsibleModule, params: dict[str, Any]) -> tuple[int, str]:
    """Run certbot, once it is free; return its exit status and what it printed."""
    environment = {"REQUESTS_CA_BUNDLE": params["ca_file"]} if params["ca_file"] else {}
    for attempt in range(TRIES):
        code, out, error = module.run_command(command(params), environ_update=environment)
        if BUSY not in out + error:
            break
        time.sleep(PAUSE_SECONDS if attempt + 1 < TRIES else 0)
    return code, out + error


def main() -> None:
    """Run the module."""
    text = {"type": "str", "required": True}
    path = {"type": "path", "required": True}
    module = AnsibleModule(
        argument_spec={
            **{"name": text, "directory_url": text, "webroot": path, "hook": path},
            "names": {"type": "list", "elements": "str", "required": True},
            "ca_file": {"type": "str", "default": ""},
            "contact_email": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )
    params = module.params
    wanted = Certificate(names=frozenset(params["names"]), directory_url=params["directory_url"])
    due = reasons(wanted, find(module, params["name"]))
    if due and not module.check_mode:
        code, output = ask(module, params)
        if code:
            reason = refusal(output)
            module.fail_json(msg=f"{reason}\n{remedy(reason)}", reason=reason)
    module.exit_json(changed=bool(due), due=due)


if __name__ == "__main__":
    main()
