"""Find and remove what a simulator has made on the Docker Engine."""

from simulator.command import run
from simulator.settings import OWNER_LABEL

REMOVALS = (
    (("docker", "ps", "--all"), ("docker", "rm", "--force", "--volumes")),
    (("docker", "images"), ("docker", "rmi", "--force")),
    (("docker", "volume", "ls"), ("docker", "volume", "rm", "--force")),
    (("docker", "network", "ls"), ("docker", "network", "rm")),
)


def remove_all(owner: str) -> None:
    """Remove the containers, snapshots, volumes and networks that bear an owner's label."""
    for listing, removal in REMOVALS:
        found = run(*listing, "--quiet", "--filter", f"label={OWNER_LABEL}={owner}").split()
        if found:
            run(*removal, *dict.fromkeys(found))
