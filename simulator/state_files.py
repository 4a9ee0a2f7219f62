"""Write the small files of the state folder, and clear it."""

import shlex
from pathlib import Path

import yaml

from simulator.account import Account
from simulator.authority import Authority
from simulator.hypervisor import networks, registry
from simulator.settings import Settings


def authority_of(settings: Settings) -> Authority:
    """Describe the certificate authority of a simulator, on the droplets' side of this machine."""
    return Authority(
        folder=settings.authority_folder,
        address=networks.gateway_address(),
        port=settings.authority_port,
        management_port=settings.authority_management_port,
        dns_port=settings.dns_port,
    )


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
        "certificate_directory_url": authority_of(settings).directory_url,
        "certificate_ca_file": str(authority_of(settings).certificates_file),
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
