"""The machine that is audited: where it is, and how its owner gets in."""

import json
import shlex
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.audit.errors import FailedProgramError, TargetError
from tests.audit.programs import run

REPOSITORY = Path(__file__).parents[2]
STATE = REPOSITORY / ".cache" / "simulator"
DEMO_KEY = REPOSITORY / ".cache" / "demo-key"
DEMO_WISH = REPOSITORY / "simulator" / "demo.yml"
ANSIBLE_CONFIG = REPOSITORY / "ansible.cfg"
LOGIN_SECONDS = 30
COMMAND_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Target:
    """A machine of our own.

    Args:
        name: the site's name, which HTTP requests ask for.
        address: its IP address.
        user: who may log in and use sudo without a password.
        ssh_port: where sshd listens.
        ssh_options: what else ssh is told.
        simulated: whether it is a container of the simulator.
        authority: the certificate of a CA that is trusted as well, if any.
    """

    name: str
    address: str
    user: str
    ssh_port: int = 22
    ssh_options: tuple[str, ...] = ()
    simulated: bool = False
    authority: Path | None = None

    def as_root(
        self, command: str, *, stdin: bytes = b"", limit_seconds: float = COMMAND_SECONDS
    ) -> str:
        """Run a shell command as root on the machine and return what it printed.

        Raises:
            FailedProgramError: it ended with an error.
        """
        shell = f"sh -c {shlex.quote(command)}"
        ssh = ["ssh", *self.ssh_options, "-o", "BatchMode=yes", "-p", str(self.ssh_port)]
        elevated = shell if self.user == "root" else f"sudo -n {shell}"
        return run(
            [*ssh, f"{self.user}@{self.address}", elevated],
            stdin=stdin,
            limit_seconds=limit_seconds,
        )

    def check_owned(self) -> None:
        """Log in first: nothing is scanned that its owner cannot enter.

        Raises:
            TargetError: the owner cannot log in or use sudo.
        """
        try:
            self.as_root("true", limit_seconds=LOGIN_SECONDS)
        except FailedProgramError as error:
            raise TargetError(
                f"{self.user}@{self.address} cannot log in and use sudo, so nothing was scanned: "
                f"{error} Remedy: name your own machine with --host, --user and --key; after an "
                "audit wait a minute, for sshd shuts its caller out for a while."
            ) from error


def of_demo() -> Target:
    """Find the machine of the running demo.

    Raises:
        TargetError: no demo is running, or it has no droplet.
    """
    name = str(yaml.safe_load(DEMO_WISH.read_text())["project_domain"])
    wish = ["--extra-vars", f"@{DEMO_WISH}", "--extra-vars", f"@{STATE / 'variables.yml'}"]
    try:
        host = json.loads(
            run(
                ["ansible-inventory", *wish, "--host", name],
                limit_seconds=COMMAND_SECONDS,
                environment=simulator_environment() | {"ANSIBLE_CONFIG": str(ANSIBLE_CONFIG)},
            )
        )
        return Target(
            name=name,
            address=host["ansible_host"],
            user=host["project_admin_user"],
            ssh_port=host.get("project_ssh_port", 22),
            ssh_options=(*shlex.split(host["ansible_ssh_common_args"]), "-i", str(DEMO_KEY)),
            simulated=True,
            authority=Path(authority) if (authority := host.get("certificate_ca_file")) else None,
        )
    except (OSError, FailedProgramError, KeyError) as error:
        raise TargetError(
            f"there is no running demo to audit ({error}). Remedy: make demo, or name a machine "
            'of your own: make audit OPTIONS="--host 203.0.113.10 --name translate.example.com".'
        ) from error


def simulator_environment() -> dict[str, str]:
    """Return the API's address and token, as the running simulator wrote them for shells."""
    lines = (STATE / "environment").read_text().splitlines()
    pairs = (line.removeprefix("export ").split("=", 1) for line in lines)
    return {name: shlex.split(value)[0] for name, value in pairs}
