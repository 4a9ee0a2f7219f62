"""Write the seed from which cloud-init configures a droplet (its NoCloud data source)."""

import io
import json
import tarfile

from simulator.hypervisor.machine import Machine

SEED_FOLDER = "var/lib/cloud/seed/nocloud"


def meta_data(machine: Machine) -> str:
    """Name the instance and its keys; JSON is YAML, too."""
    return json.dumps(
        {
            "instance-id": f"droplet-{machine.number}",
            "local-hostname": machine.hostname,
            "public-keys": list(machine.public_keys),
        }
    )


def archive(machine: Machine) -> bytes:
    """Pack the seed as a tar archive, to be unpacked at the droplet's root."""
    files = {
        "meta-data": meta_data(machine),
        "user-data": machine.user_data or "#cloud-config\n{}\n",
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive_file:
        for name, text in files.items():
            content = text.encode()
            member = tarfile.TarInfo(f"{SEED_FOLDER}/{name}")
            member.size = len(content)
            member.mode = 0o600
            archive_file.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
