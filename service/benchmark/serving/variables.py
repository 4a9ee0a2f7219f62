"""The settings of a site that runs here: the catalogue's, but for what is asked otherwise."""

from pathlib import Path

SERVICE = Path(__file__).resolve().parents[2]
PREFIX = "TRANSLATOR_"


def variables(**changes: object) -> dict[str, str]:
    """Return the environment of the service.

    Args:
        changes: settings by their names in `Settings`, as in ``processes=1``.
    """
    lines = (SERVICE / ".env.example").read_text(encoding="utf-8").splitlines()
    catalogue = dict(line.split("=", 1) for line in lines if line.startswith(PREFIX))
    return catalogue | {PREFIX + name.upper(): str(value) for name, value in changes.items()}
