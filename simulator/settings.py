"""Hold what one simulator was started with, and where its files are."""

import hashlib
import json
from dataclasses import dataclass, fields
from pathlib import Path

OWNER_LABEL = "traductor.simulator"


@dataclass(frozen=True)
class Settings:
    """Describe one simulator.

    Args:
        state: the folder that holds everything it writes.
        port: TCP port of the API on 127.0.0.1.
        dns_port: UDP and TCP port of the name server on 127.0.0.1.
        fail_every: every such request is answered 429 or 503; 0 means none.
        authority_port: TCP port of the certificate authority, and the one after it for its own use.
        zones: the zones that the registrar has delegated to DigitalOcean.
    """

    state: Path
    port: int = 8180
    dns_port: int = 8153
    fail_every: int = 0
    authority_port: int = 14000
    zones: tuple[str, ...] = ("example.com",)

    @classmethod
    def of_state(cls, state: Path) -> "Settings":
        """Read what the simulator of a folder was started with, if it was."""
        settings = cls(state)
        if settings.settings_file.exists():
            kept = json.loads(settings.settings_file.read_text())
            settings = cls(state, **{**kept, "zones": tuple(kept["zones"])})
        return settings

    def save(self) -> None:
        """Write down what the simulator is started with."""
        self.settings_file.write_text(self._description())

    def saved(self) -> bool:
        """Tell whether the simulator of the folder was started with just these settings."""
        return self.settings_file.exists() and self.settings_file.read_text() == self._description()

    def _description(self) -> str:
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({name: value for name, value in kept.items() if name != "state"})

    @property
    def owner(self) -> str:
        """Name this simulator on the labels of its containers, volumes and networks."""
        return hashlib.sha256(str(self.state).encode()).hexdigest()[:12]

    @property
    def authority_management_port(self) -> int:
        """Give the TCP port of the certificate authority's own management, on 127.0.0.1."""
        return self.authority_port + 1

    @property
    def url(self) -> str:
        """Give the API's base address, without /v2."""
        return f"http://127.0.0.1:{self.port}"

    def options(self) -> list[str]:
        """Write the settings as options of the command line."""
        zones = [word for zone in self.zones for word in ("--zone", zone)]
        return [
            *("--state", str(self.state)),
            *("--port", str(self.port)),
            *("--dns-port", str(self.dns_port)),
            *("--fail-every", str(self.fail_every)),
            *("--authority-port", str(self.authority_port)),
            *zones,
        ]

    @property
    def account_file(self) -> Path:
        """Hold the account: keys, droplets, domains and all else."""
        return self.state / "state.json"

    @property
    def requests_file(self) -> Path:
        """Record every request and its answer, one JSON object a line."""
        return self.state / "requests.jsonl"

    @property
    def environment_file(self) -> Path:
        """Hold shell lines with the token and the API's address."""
        return self.state / "environment"

    @property
    def variables_file(self) -> Path:
        """Hold Ansible's extra variables for a run against the simulator."""
        return self.state / "variables.yml"

    @property
    def settings_file(self) -> Path:
        """Hold what the server was started with."""
        return self.state / "settings.json"

    @property
    def authority_folder(self) -> Path:
        """Hold what belongs to the certificate authority."""
        return self.state / "authority"

    @property
    def server_log(self) -> Path:
        """Collect what the server prints."""
        return self.state / "server.log"

    @property
    def server_pid_file(self) -> Path:
        """Hold the server's process number while it runs."""
        return self.state / "server.pid"

    @property
    def engine_log(self) -> Path:
        """Collect what a Docker Engine started by the simulator prints."""
        return self.state / "dockerd.log"

    @property
    def engine_pid_file(self) -> Path:
        """Hold the process number of a Docker Engine that the simulator started."""
        return self.state / "dockerd.pid"
