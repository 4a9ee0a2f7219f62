"""Write the small files of the state folder, and clear it."""

import shlex
from pathlib import Path

import yaml

from simulator.account import Account
from simulator.hypervisor import registry
from simulator.settings import Settings


def write_for_clients(settings: Settings) -> None:
    """Tell shells and Ansible how to reach this simulator."""
    environment = {
        "DIGITALOCEAN_TOKEN": Account(settings.account_file).state["token"],
        "DIGITALOCEAN_API_URL": settings.url,
    }
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in environment.items()]
    settings.environment_file.touch(mode=0o600)
    settings.environment_file.write_text("".join(lines))
    variables = {
        "project_dns_servers": ["127.0.0.1"],
        "project_dns_port": settings.dns_port,
        "docker_package_source": "distribution",
        "docker_registry_mirrors": [registry.mirror_url()],
    }
    settings.variables_file.write_text(yaml.safe_dump(variables, explicit_start=True))


def clear(settings: Settings) -> None:
    """Remove the simulator's own files, and the folder if nothing else is in it."""
    own: list[Path] = [
        settings.account_file,
        settings.requests_file,
        settings.environment_file,
        settings.variables_file,
        settings.settings_file,
        settings.server_log,
    ]
    for path in own:
        path.unlink(missing_ok=True)
    if settings.state.is_dir() and not any(settings.state.iterdir()):
        settings.state.rmdir()
