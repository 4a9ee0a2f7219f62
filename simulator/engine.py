"""Find the Docker Engine of this machine, or start one and later end it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from simulator.command import run, succeeds
from simulator.errors import EngineError
from simulator.processes import end, pid_of
from simulator.settings import Settings

PROGRAM = "dockerd"
PACKAGES = {
    PROGRAM: "docker.io",
    "docker": "docker.io",
    "debootstrap": "debootstrap",
    "ip": "iproute2",
    "iptables": "iptables",
    "nft": "nftables",
    "pebble": "pebble",
}
START_SECONDS = 60
STOP_SECONDS = 60
DEFAULT_BRIDGE = "docker0"


def check_tools() -> None:
    """Check that this machine has what the simulator calls.

    Raises:
        EngineError: something is missing.
    """
    if os.geteuid() != 0:
        raise EngineError("the simulator runs containers and needs root rights; use sudo")
    missing = sorted({package for tool, package in PACKAGES.items() if not shutil.which(tool)})
    if missing:
        raise EngineError(
            f"programs of these packages are missing: {', '.join(missing)}; "
            f"install them with `apt-get install {' '.join(missing)}`"
        )


def answers() -> bool:
    """Tell whether a Docker Engine answers."""
    return succeeds("docker", "version", "--format", "{{.Server.Version}}")


def start(settings: Settings, report: Callable[[str], None]) -> None:
    """Start a Docker Engine unless one answers already.

    Raises:
        EngineError: it did not start.
    """
    if answers():
        return
    report("Starting the Docker Engine …")
    if Path("/run/systemd/system").is_dir():
        run("systemctl", "start", "docker")
    else:
        _start_by_hand(settings)
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > deadline:
            raise EngineError(
                f"the Docker Engine did not start within {START_SECONDS} seconds; "
                f"see {settings.engine_log} or `journalctl --unit docker`"
            )
        time.sleep(0.3)


def _start_by_hand(settings: Settings) -> None:
    with settings.engine_log.open("ab") as log:
        engine = subprocess.Popen(
            [PROGRAM],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    settings.engine_pid_file.write_text(f"{engine.pid}\n")


def stop(settings: Settings, report: Callable[[str], None]) -> bool:
    """End the Docker Engine if the simulator has started it by hand; tell whether it is done.

    It goes on while containers of others run.
    """
    if pid_of(settings.engine_pid_file, PROGRAM) is not None:
        if run("docker", "ps", "--quiet"):
            report(
                "The Docker Engine goes on, since other containers run; end them and stop again."
            )
            return False
        report("Stopping the Docker Engine …")
        end(settings.engine_pid_file, PROGRAM, within_seconds=STOP_SECONDS)
        if Path("/sys/class/net", DEFAULT_BRIDGE).exists():  # it outlives the engine
            run("ip", "link", "delete", DEFAULT_BRIDGE)
    settings.engine_log.unlink(missing_ok=True)
    return True
