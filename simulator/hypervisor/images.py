"""Build the images that droplets boot from and pull, without any registry.

Everything grows from one Debian made by debootstrap. An image's tag is a hash of its recipe: what
was built once is found again, and a changed recipe is built anew.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulator.command import run, succeeds

RECIPES = Path(__file__).parents[1] / "images"
HOST_AUTHORITIES = Path("/usr/local/share/ca-certificates")
MIRROR = "http://deb.debian.org/debian"
RELEASE = "trixie"
IMAGE_LABEL = "traductor.simulator.image"

Report = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Describe an image: a folder of `images/`, grown from Debian's stand-in."""

    name: str
    purpose: str
    duration: str


DEBIAN = Recipe("debian", "the Debian base image", "about a minute")
PYTHON = Recipe("python", "the stand-in for python:3.13-slim", "about 20 seconds")
NGINX = Recipe("nginx", "the stand-in for nginx:stable", "about 20 seconds")
REGISTRY = Recipe("registry", "the image registry", "about 20 seconds")
DROPLET = Recipe("droplet", "the droplet image", "about a minute")
GROWN = (PYTHON, NGINX, REGISTRY, DROPLET)


def host_authorities() -> list[Path]:
    """List the certificate authorities that this machine's administrator added."""
    return sorted(HOST_AUTHORITIES.glob("*.crt"))


def fingerprint(recipe: Recipe) -> str:
    """Hash a recipe with all that it is made from."""
    digest = hashlib.sha256()
    files = sorted(path for path in (RECIPES / recipe.name).rglob("*") if path.is_file())
    for path in files if recipe is not DEBIAN else [*files, *host_authorities()]:
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    if recipe is not DEBIAN:
        digest.update(fingerprint(DEBIAN).encode())
    return digest.hexdigest()[:12]


def reference(recipe: Recipe) -> str:
    """Name the image of a recipe on the engine."""
    return f"traductor-simulator/{recipe.name}:{fingerprint(recipe)}"


def exists(image: str) -> bool:
    """Tell whether the engine has an image."""
    return succeeds("docker", "image", "inspect", image)


def build_missing(report: Report) -> None:
    """Build every image that the engine does not have yet."""
    for recipe in (DEBIAN, *GROWN):
        if not exists(reference(recipe)):
            report(f"Building {recipe.purpose} (once, {recipe.duration}) …")
            if recipe is DEBIAN:
                _bootstrap_debian()
            else:
                _build(recipe)
    for recipe in (DEBIAN, *GROWN):
        remove_outdated(reference(recipe))


def remove_outdated(current: str) -> None:
    """Remove what former recipes left of an image, unless a container still uses it."""
    name = current.partition(":")[0]
    known = run("docker", "images", "--format", "{{.Repository}}:{{.Tag}}", name)
    for image in set(known.split()) - {current}:
        if not run("docker", "ps", "--all", "--quiet", "--filter", f"ancestor={image}"):
            run("docker", "image", "rm", image)


def _build(recipe: Recipe) -> None:
    run(
        "docker", "build", "--quiet",
        "--build-arg", f"BASE={reference(DEBIAN)}",
        "--label", f"{IMAGE_LABEL}={recipe.name}",
        "--tag", reference(recipe),
        str(RECIPES / recipe.name),
        environment={"DOCKER_BUILDKIT": "0"},
    )  # fmt: skip


def _bootstrap_debian() -> None:
    with tempfile.TemporaryDirectory(prefix="traductor-debian-") as folder:
        root = Path(folder) / "root"
        run("debootstrap", "--variant=minbase", RELEASE, str(root), MIRROR)
        _finish_debian(root)
        archive = Path(folder) / "root.tar"
        run("tar", "--create", "--numeric-owner", "--one-file-system",
            f"--directory={root}", f"--file={archive}", ".")  # fmt: skip
        run(
            "docker", "import",
            "--change", "CMD [\"bash\"]",
            "--change", f"LABEL {IMAGE_LABEL}={DEBIAN.name}",
            str(archive), reference(DEBIAN),
        )  # fmt: skip


def _finish_debian(root: Path) -> None:
    recipe = RECIPES / DEBIAN.name
    (root / "etc/apt/sources.list").unlink()
    shutil.copy(recipe / "debian.sources", root / "etc/apt/sources.list.d/")
    shutil.copy(recipe / "slim.cfg", root / "etc/dpkg/dpkg.cfg.d/")
    shutil.copy(recipe / "pip.conf", root / "etc/")
    authorities = root / HOST_AUTHORITIES.relative_to("/")
    authorities.mkdir(parents=True, exist_ok=True)
    for path in host_authorities():
        shutil.copy(path, authorities)
    for unwanted in (
        "usr/share/man",
        "usr/share/info",
        "usr/share/locale",
        "var/cache/apt",
        "var/lib/apt/lists",
    ):
        shutil.rmtree(root / unwanted)
        (root / unwanted).mkdir()
    (root / "var/lib/apt/lists/partial").mkdir()
    (root / "etc/resolv.conf").unlink(missing_ok=True)
