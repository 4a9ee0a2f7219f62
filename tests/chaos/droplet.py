"""The site's containers and processes, seen from the droplet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.journey.finished_site import Site

PROCESSES = 5
PATIENCE_SECONDS = 120
POLL_SECONDS = 0.25
ROOM_MEGABYTES = 8


def containers(site: Site, service: str = "") -> list[str]:
    """Name the containers of the project that run, perhaps those of one service."""
    wanted = ["project=traductor", *([f"service={service}"] if service else [])]
    filters = " ".join(f"--filter label=com.docker.compose.{each}" for each in wanted)
    return site.sudo(f"docker ps {filters} --format '{{{{.Names}}}}'").split()


def translator(site: Site) -> str:
    """Name the container of the translator that runs; nothing if there is none."""
    return " ".join(containers(site, "translator"))


def workers(site: Site) -> list[int]:
    """List the processes of uWSGI that answer requests, by their number on the droplet."""
    listed = site.ssh(f"sudo docker top {translator(site)} -eo pid,ppid,args").stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()[1:]]
    servers = {int(pid): int(parent) for pid, parent, args in rows if "/uwsgi " in args}
    return sorted(pid for pid, parent in servers.items() if parent in servers)


def signal(site: Site, name: str, pids: list[int]) -> None:
    """Send a signal to processes that may have gone."""
    site.ssh(f"sudo kill -{name} {' '.join(map(str, pids))}")


def megabytes(site: Site, container: str) -> float:
    """Say how much memory a container holds, files left out."""
    # The second is where older kernels have it, under another name.
    files = "/sys/fs/cgroup/memory.stat /sys/fs/cgroup/memory/memory.stat"
    found = site.ssh(f"sudo docker exec {container} cat {files}").stdout
    figures = dict(line.split() for line in found.splitlines())
    return int(figures.get("anon") or figures["total_rss"]) / 1e6


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait a while for something that is to come.

    Raises:
        AssertionError: it does not come.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(POLL_SECONDS)


def is_whole(site: Site) -> bool:
    """Tell whether all workers are there and both containers are healthy."""
    health = "docker inspect --format '{{.State.Health.Status}}'"
    done = site.ssh(f"sudo {health} {' '.join(containers(site))}")
    return done.stdout.split() == ["healthy"] * 2 and len(workers(site)) == PROCESSES


def put_small_disk(site: Site, folder: str) -> None:
    """Put a disk with little room over a folder, with what is in it."""
    size = int(site.sudo(f"du --summarize --block-size=1M {folder}").split()[0]) + ROOM_MEGABYTES
    site.sudo(f"mkdir --parents /mnt{folder}")
    site.sudo(f"mount --types tmpfs --options size={size}m small /mnt{folder}")
    site.sudo(f"cp --archive {folder}/. /mnt{folder}")
    site.sudo(f"mount --bind /mnt{folder} {folder}")


@contextmanager
def full(site: Site, folder: str) -> Iterator[None]:
    """Fill the disk of a folder to its last byte, and make room again."""
    site.ssh(f"sudo dd if=/dev/zero of={folder}/filling bs=1k")
    try:
        yield
    finally:
        site.sudo(f"rm {folder}/filling")


def take_small_disk(site: Site, folder: str) -> None:
    """Take the small disk away, with what is on it."""
    site.sudo(f"umount {folder}")
    site.sudo(f"umount /mnt{folder}")
