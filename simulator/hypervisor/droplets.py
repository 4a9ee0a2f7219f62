"""Run each droplet as one container with systemd, sshd, cloud-init and room for nested Docker.

A droplet has nearly all capabilities, since a real one owns its machine. Those it does not get
would reach the host: its clock, its kernel modules, its raw devices and its resource limits.
"""

import os
from collections.abc import Sequence

from simulator.command import run
from simulator.hypervisor import images, networks, seed
from simulator.hypervisor.machine import Machine, Shield
from simulator.hypervisor.packet_filter import PacketFilter
from simulator.settings import OWNER_LABEL

BOOTABLE_SLUG = "debian-13-x64"
WITHHELD = ("SYS_RESOURCE", "SYS_TIME", "SYS_MODULE", "SYS_RAWIO", "MAC_ADMIN", "MAC_OVERRIDE")
DISKS = {"docker": "/var/lib/docker", "containerd": "/var/lib/containerd"}
SHUTDOWN_SECONDS = 30


def container(number: int) -> str:
    """Name the container of a droplet."""
    return f"traductor-droplet-{number}"


def volume(number: int, disk: str) -> str:
    """Name a volume of a droplet."""
    return f"{container(number)}-{disk}"


def snapshot_image(snapshot: str) -> str:
    """Name the image of a snapshot."""
    return f"traductor-snapshot:{snapshot}"


def snapshot_volume(snapshot: str, disk: str) -> str:
    """Name the copy of a volume in a snapshot."""
    return f"traductor-snapshot-{snapshot}-{disk}"


class DockerHypervisor:
    """Run machines on the local Docker Engine, each under this simulator's label."""

    def __init__(self, owner: str, packet_filter: PacketFilter) -> None:
        self._label = f"{OWNER_LABEL}={owner}"
        self._nameserver = networks.nameserver()
        self._fresh_image = images.reference(images.DROPLET)
        self._packet_filter = packet_filter

    def create(self, machine: Machine) -> None:
        """Make and boot a machine; what an interrupted attempt left is replaced."""
        self.destroy(machine.number)
        for disk in DISKS:
            self._create_volume(volume(machine.number, disk))
        if machine.image == BOOTABLE_SLUG:
            image = self._fresh_image
        else:
            image = snapshot_image(machine.image)
            for disk in DISKS:
                _copy_volume(snapshot_volume(machine.image, disk), volume(machine.number, disk))
        run("docker", "create", *self._options(machine), image)
        run("docker", "network", "connect", "--ip", machine.private_ipv4,
            networks.PRIVATE_NETWORK, container(machine.number))  # fmt: skip
        run("docker", "cp", "-", f"{container(machine.number)}:/", stdin=seed.archive(machine))
        run("docker", "start", container(machine.number))

    def destroy(self, number: int) -> None:
        """Remove a machine with its disk; none is fine."""
        run("docker", "rm", "--force", "--volumes", container(number))
        run("docker", "volume", "rm", "--force", *(volume(number, disk) for disk in DISKS))

    def power_on(self, number: int) -> None:
        """Boot a machine that is off."""
        run("docker", "start", container(number))

    def power_off(self, number: int) -> None:
        """Cut the power."""
        if _is_running(number):
            run("docker", "kill", container(number))
            run("docker", "wait", container(number))

    def shut_down(self, number: int) -> None:
        """Ask the machine to end by itself."""
        run("docker", "stop", "-t", str(SHUTDOWN_SECONDS), container(number))

    def reboot(self, number: int) -> None:
        """Shut the machine down and boot it again."""
        run("docker", "restart", "-t", str(SHUTDOWN_SECONDS), container(number))

    def resize(self, number: int, *, memory_megabytes: int, vcpus: int) -> None:
        """Give the machine another size."""
        run("docker", "update", *_size_options(memory_megabytes, vcpus), container(number))

    def enable_ipv6(self, machine: Machine) -> None:
        """Give a running machine without IPv6 its address, for this boot and all later ones."""
        if networks.ipv6_enabled():
            run("docker", "exec", container(machine.number),
                "droplet-boot", "enable-ipv6", machine.public_ipv6)  # fmt: skip

    def snapshot(self, number: int, snapshot: str) -> None:
        """Keep a copy of the machine's disk, frozen while it is copied."""
        running = _is_running(number)
        if running:
            run("docker", "pause", container(number))
        try:
            run("docker", "commit", "--change", f"LABEL {self._label}",
                container(number), snapshot_image(snapshot))  # fmt: skip
            for disk in DISKS:
                self._create_volume(snapshot_volume(snapshot, disk))
                _copy_volume(volume(number, disk), snapshot_volume(snapshot, disk))
        finally:
            if running:
                run("docker", "unpause", container(number))

    def delete_snapshot(self, snapshot: str) -> None:
        """Forget a copy; none is fine."""
        if images.exists(snapshot_image(snapshot)):
            run("docker", "image", "rm", "--force", snapshot_image(snapshot))
        run(
            "docker",
            "volume",
            "rm",
            "--force",
            *(snapshot_volume(snapshot, disk) for disk in DISKS),
        )

    def shield(self, shields: Sequence[Shield]) -> None:
        """Enforce exactly these firewalls."""
        self._packet_filter.apply(shields)

    def _create_volume(self, name: str) -> None:
        run("docker", "volume", "create", "--label", self._label, name)

    def _options(self, machine: Machine) -> list[str]:
        options = [
            "--name", container(machine.number), "--hostname", machine.hostname,
            "--label", self._label, "--restart", "unless-stopped",
            "--network", networks.PUBLIC_NETWORK, "--ip", machine.public_ipv4,
            "--cap-add", "ALL", *(f"--cap-drop={name}" for name in WITHHELD),
            "--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined",
            "--security-opt", "systempaths=unconfined", "--cgroupns", "private",
            "--tmpfs", "/run", "--tmpfs", "/run/lock", "--tmpfs", "/tmp:exec,mode=1777",  # noqa: S108 - the container's own
            "--stop-signal", "SIGRTMIN+3",
            "--env", f"DROPLET_ID={machine.number}",
            "--env", f"DROPLET_NAMESERVER={self._nameserver}",
            "--env", f"DROPLET_IPV6={'yes' if machine.ipv6_enabled else 'no'}",
            *_size_options(machine.memory_megabytes, machine.vcpus),
        ]  # fmt: skip
        for disk, folder in DISKS.items():
            options += ["--volume", f"{volume(machine.number, disk)}:{folder}"]
        if networks.ipv6_enabled():
            options += ["--ip6", machine.public_ipv6]
        return options


def _size_options(memory_megabytes: int, vcpus: int) -> list[str]:
    memory = f"{memory_megabytes}m"
    return [
        "--memory",
        memory,
        "--memory-swap",
        memory,
        "--cpus",
        str(min(vcpus, os.cpu_count() or 1)),
    ]


def _is_running(number: int) -> bool:
    state = run("docker", "inspect", "--format", "{{.State.Running}}", container(number))
    return state == "true"


def _copy_volume(source: str, target: str) -> None:
    """Copy one volume's content to another, with owners, devices and extended attributes."""
    folders = [
        run("docker", "volume", "inspect", "--format", "{{.Mountpoint}}", name)
        for name in (source, target)
    ]
    run("cp", "--archive", "--reflink=auto", f"{folders[0]}/.", f"{folders[1]}/")
