"""Do to the machine what each kind of action says.

A deed takes the hypervisor, the droplet as the account keeps it and the action's values; it returns
what the action changes about the droplet.
"""

from collections.abc import Callable

from simulator import addresses, catalogue
from simulator.account import Json
from simulator.hypervisor.machine import Hypervisor, Machine

Deed = Callable[[Hypervisor, Json, Json], Json]


def machine(droplet: Json) -> Machine:
    """Describe a kept droplet to the hypervisor."""
    size = catalogue.size(droplet["size"])
    return Machine(
        number=droplet["id"],
        hostname=droplet["name"],
        image=droplet["image"],
        memory_megabytes=size["memory"],
        vcpus=size["vcpus"],
        public_ipv4=addresses.public_ipv4(droplet["host"]),
        private_ipv4=addresses.private_ipv4(droplet["host"]),
        public_ipv6=addresses.public_ipv6(droplet["host"]),
        ipv6_enabled="ipv6" in droplet["features"],
        public_keys=tuple(droplet["public_keys"]),
        user_data=droplet["user_data"],
    )


def create(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Make the machine."""
    hypervisor.create(machine(droplet))
    return {"status": "active"}


def replace(hypervisor: Hypervisor, droplet: Json, values: Json) -> Json:
    """Make the machine anew from an image, under the same addresses."""
    hypervisor.create(machine({**droplet, "image": values["image"]}))
    return {"status": "active", "image": values["image"]}


def power_on(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Boot the machine."""
    hypervisor.power_on(droplet["id"])
    return {"status": "active"}


def power_off(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Cut the power."""
    hypervisor.power_off(droplet["id"])
    return {"status": "off"}


def shut_down(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Let the machine end by itself."""
    hypervisor.shut_down(droplet["id"])
    return {"status": "off"}


def reboot(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Shut the machine down and boot it."""
    hypervisor.reboot(droplet["id"])
    return {"status": "active"}


def power_cycle(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Cut the power and boot the machine."""
    hypervisor.power_off(droplet["id"])
    hypervisor.power_on(droplet["id"])
    return {"status": "active"}


def resize(hypervisor: Hypervisor, droplet: Json, values: Json) -> Json:
    """Give the machine another size; its disk grows only if that was asked for."""
    size = catalogue.size(values["size"])
    hypervisor.resize(droplet["id"], memory_megabytes=size["memory"], vcpus=size["vcpus"])
    return {"size": size["slug"], "disk": size["disk"] if values["disk"] else droplet["disk"]}


def rename(_hypervisor: Hypervisor, _droplet: Json, values: Json) -> Json:
    """Change the name in the account; as on DigitalOcean, the hostname stays."""
    return {"name": values["name"]}


def snapshot(hypervisor: Hypervisor, droplet: Json, values: Json) -> Json:
    """Keep a copy of the disk; what an interrupted attempt left is replaced."""
    hypervisor.delete_snapshot(values["snapshot"])
    hypervisor.snapshot(droplet["id"], values["snapshot"])
    return {}


def enable_ipv6(hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Give the machine its IPv6 address."""
    hypervisor.enable_ipv6(machine(droplet))
    return {"features": sorted({*droplet["features"], "ipv6"})}


def enable_backups(_hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Note that backups are wanted; none is ever made."""
    return {"features": sorted({*droplet["features"], "backups"})}


def disable_backups(_hypervisor: Hypervisor, droplet: Json, _values: Json) -> Json:
    """Note that no backups are wanted."""
    return {"features": sorted({*droplet["features"]} - {"backups"})}


DEEDS: dict[str, Deed] = {
    "create": create,
    "disable_backups": disable_backups,
    "enable_backups": enable_backups,
    "enable_ipv6": enable_ipv6,
    "power_cycle": power_cycle,
    "power_off": power_off,
    "power_on": power_on,
    "reboot": reboot,
    "rebuild": replace,
    "rename": rename,
    "resize": resize,
    "restore": replace,
    "shutdown": shut_down,
    "snapshot": snapshot,
}
