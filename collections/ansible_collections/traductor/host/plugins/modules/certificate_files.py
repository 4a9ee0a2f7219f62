#!/usr/bin/python
"""Check a certificate of one's own before it is used."""

from __future__ import annotations

DOCUMENTATION = r"""
module: certificate_files
short_description: Check a certificate of one's own before it is used
description:
  - Changes nothing. Fails with all faults in one message where certificate and key do not belong
    together, are not for the names, or are not valid now. The key is never shown.
author: The Traductor maintainers
options:
  certificate_file:
    description: Path of the certificate and its chain, in PEM.
    type: str
    required: true
  key_file:
    description: Path of the private key, in PEM, without a passphrase.
    type: str
    required: true
  names:
    description: The host names that it must be good for.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Check the certificate
  traductor.host.certificate_files:
    certificate_file: fullchain.pem
    key_file: key.pem
    names: [translate.example.com]
"""

RETURN = "{}"

import datetime

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.traductor.host.plugins.module_utils.certificate_files import (
    LIBRARY_FOUND,
    Files,
    faults,
)


def main() -> None:
    """Run the module."""
    text = {"type": "str", "required": True}
    module = AnsibleModule(
        argument_spec={
            "certificate_file": text,
            "key_file": text,
            "names": {"type": "list", "elements": "str", "required": True},
        },
        supports_check_mode=True,
    )
    if not LIBRARY_FOUND:
        module.fail_json(msg="cryptography is missing. Remedy: pip install -r requirements.txt")
    params = module.params
    files = Files(certificate=params["certificate_file"], key=params["key_file"])
    found = faults(files, params["names"], datetime.datetime.now(datetime.UTC))
    if found:
        module.fail_json(msg="\n".join(found))
    module.exit_json(changed=False)


if __name__ == "__main__":
    main()
