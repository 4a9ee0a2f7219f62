"""Serve the base images to droplets, in the place of Docker Hub."""

from collections.abc import Callable

from simulator.command import run
from simulator.hypervisor import images, networks
from simulator.settings import OWNER_LABEL

PORT = 5000
CONTAINER = "traductor-registry"
FILLER = "traductor-registry-filler"
PUBLISHED = {
    "library/debian:trixie-slim": images.DEBIAN,
    "library/python:3.13-slim": images.PYTHON,
    "library/nginx:stable": images.NGINX,
}


def mirror_url() -> str:
    """Give the registry's address for a droplet's `registry-mirrors`."""
    return f"http://{networks.registry_address()}:{PORT}"


def filled_image() -> str:
    """Name the image of a registry that already holds the base images."""
    parts = [images.fingerprint(recipe) for recipe in (images.REGISTRY, *PUBLISHED.values())]
    return f"traductor-simulator/filled-registry:{'-'.join(part[:6] for part in parts)}"


def fill_missing(report: Callable[[str], None]) -> None:
    """Fill a registry with the base images, once, and keep it as an image."""
    if not images.exists(filled_image()):
        _fill(report)
    images.remove_outdated(filled_image())


def _fill(report: Callable[[str], None]) -> None:
    report("Filling the image registry (once, about half a minute) …")
    run("docker", "rm", "--force", FILLER)
    run("docker", "run", "--detach", "--name", FILLER, "--publish", f"127.0.0.1::{PORT}",
        images.reference(images.REGISTRY))  # fmt: skip
    try:
        address = run("docker", "port", FILLER, str(PORT)).splitlines()[0]
        for name, recipe in PUBLISHED.items():
            _push(images.reference(recipe), f"{address}/{name}")
        run("docker", "commit", "--change", f"LABEL {images.IMAGE_LABEL}=filled-registry",
            FILLER, filled_image())  # fmt: skip
    finally:
        run("docker", "rm", "--force", FILLER)


def _push(image: str, target: str) -> None:
    run("docker", "tag", image, target)
    try:
        run("docker", "push", "--quiet", target)
    finally:
        run("docker", "image", "rm", target)


def start(owner: str) -> None:
    """Start the registry on the droplets' network; a running one is replaced."""
    run("docker", "rm", "--force", CONTAINER)
    run(
        "docker", "run", "--detach", "--name", CONTAINER, "--restart", "unless-stopped",
        "--label", f"{OWNER_LABEL}={owner}",
        "--network", networks.PUBLIC_NETWORK, "--ip", networks.registry_address(),
        filled_image(),
    )  # fmt: skip
