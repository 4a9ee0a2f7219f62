"""What changes on the finished site, and how one sees it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.journey.finished_site import REPOSITORY, Site

TEMPLATE = "translator/web/templates/base.html"
CODE = "translator/web/app.py"
PLACE = "/opt/traductor/current"
RENEWAL = "/etc/letsencrypt/renewal/traductor.conf"


def copy_service(folder: Path) -> Path:
    """Copy the service into a folder, to be changed."""
    left_out = shutil.ignore_patterns("__pycache__", ".env")
    return Path(shutil.copytree(REPOSITORY / "service", folder / "service", ignore=left_out))


def page(site: Site) -> str:
    """Return the page as a browser gets it."""
    with closing(site.connection()) as connection:
        connection.request("GET", "/")
        return connection.getresponse().read().decode()


@contextmanager
def due(site: Site, *, server: str = "") -> Iterator[None]:
    """Make certbot think that it is time to renew, perhaps with an authority that is away."""
    site.sudo(f"cp --archive {RENEWAL} {RENEWAL}.kept")
    site.sudo(f"sed -i '1i renew_before_expiry = 3650 days' {RENEWAL}")
    if server:
        site.sudo(f"sed -i 's|^server = .*|server = {server}|' {RENEWAL}")
    try:
        yield
    finally:
        site.sudo(f"mv {RENEWAL}.kept {RENEWAL}")
