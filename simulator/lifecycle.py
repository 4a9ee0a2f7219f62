"""Start and stop the whole simulator, and tell how it stands."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from simulator import engine, state_files
from simulator.account import Account
from simulator.errors import SimulatorError
from simulator.hypervisor import images, networks, possessions, registry
from simulator.hypervisor.packet_filter import NoPacketFilter, choose_packet_filter
from simulator.processes import end, pid_of
from simulator.settings import Settings

Report = Callable[[str], None]

PROGRAM = "simulator"
REPOSITORY = Path(__file__).parents[1]
READY_SECONDS = 30
FINISH_SECONDS = 120
LOG_LINES = 15


def start(settings: Settings, report: Report) -> None:
    """Bring everything up; what is already there is used.

    Raises:
        SimulatorError: something is missing, taken or broken; the message names the remedy.
    """
    if _is_running(settings):
        _check_same_settings(settings)
    else:
        engine.check_tools()
        _check_ports_are_free(settings)
        settings.state.mkdir(parents=True, exist_ok=True)
        engine.start(settings, report)
        _prepare_engine(settings, report)
        _start_server(settings, report)
    state_files.authority_of(settings).start()
    state_files.write_for_clients(settings)
    report(f"The API answers at {settings.url}, DNS on 127.0.0.1 port {settings.dns_port}.")
    report(f"Token and address for a shell:  . {settings.environment_file}")
    report(f"Variables for Ansible:          --extra-vars @{settings.variables_file}")


def stop(settings: Settings, report: Report, *, keep_state: bool) -> None:
    """Stop the server; unless the state is to be kept, remove all that this simulator made."""
    engine.check_tools()
    if _is_running(settings):
        report("Stopping the server …")
    end(settings.server_pid_file, PROGRAM, within_seconds=FINISH_SECONDS)
    state_files.authority_of(settings).stop()
    if keep_state:
        report("The droplets go on; `start` brings the API back.")
        return
    if settings.account_file.exists():  # its droplets may lie on an engine that is down
        engine.start(settings, report)
    if engine.answers():
        report("Removing droplets, snapshots, networks and the registry …")
        if networks.owner_of(networks.PUBLIC_NETWORK) == settings.owner:
            choose_packet_filter().remove()
        possessions.remove_all(settings.owner)
    if engine.stop(settings, report):
        state_files.clear(settings)
        report("Only the images are left; the next start uses them again.")


def status(settings: Settings, report: Report) -> bool:
    """Say how the simulator stands; tell whether it runs."""
    running = _is_running(settings)
    report(f"API at {settings.url}: {'running' if running else 'not running'}")
    if settings.account_file.exists():
        account = Account(settings.account_file)
        for droplet in account.all("droplets"):
            report(f"droplet {droplet['id']} {droplet['name']}: {droplet['status']}")
        for domain in account.all("domains"):
            report(f"domain {domain['name']}")
    return running


def _is_running(settings: Settings) -> bool:
    return pid_of(settings.server_pid_file, PROGRAM) is not None


def _check_same_settings(settings: Settings) -> None:
    if not settings.saved():
        raise SimulatorError(
            f"the simulator of {settings.state} runs with other settings; "
            f"end it first with `python -m simulator stop --state {settings.state}`"
        )


def _check_ports_are_free(settings: Settings) -> None:
    wanted = (
        (settings.port, socket.SOCK_STREAM),
        (settings.dns_port, socket.SOCK_STREAM),
        (settings.dns_port, socket.SOCK_DGRAM),
        (settings.authority_management_port, socket.SOCK_STREAM),
    )
    for port, kind in wanted:
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:  # connections that have ended do not count
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise SimulatorError(
                    f"port {port} of 127.0.0.1 is taken; find its owner with `ss -lntup`, "
                    f"or choose others with --port, --dns-port and --authority-port"
                ) from error


def _prepare_engine(settings: Settings, report: Report) -> None:
    if not settings.account_file.exists():  # what a lost state has left
        possessions.remove_all(settings.owner)
    images.build_missing(report)
    registry.fill_missing(report)
    networks.create_networks(settings.owner)
    registry.start(settings.owner)
    if isinstance(choose_packet_filter(), NoPacketFilter):
        report("This kernel cannot filter on bridges: cloud firewalls are recorded, not enforced.")


def _start_server(settings: Settings, report: Report) -> None:
    report("Starting the API and the name server …")
    Account(settings.account_file).save()
    settings.save()
    with settings.server_log.open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", PROGRAM, "serve", *settings.options()],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    settings.server_pid_file.write_text(f"{server.pid}\n")
    deadline = time.monotonic() + READY_SECONDS
    while not (_api_answers(settings) and _dns_answers(settings)):
        if server.poll() is not None or time.monotonic() > deadline:
            lines = settings.server_log.read_text().splitlines()[-LOG_LINES:]
            raise SimulatorError("the server did not start; its log ends:\n" + "\n".join(lines))
        time.sleep(0.1)


def _api_answers(settings: Settings) -> bool:
    """Tell whether the API answers: without a token it says 401."""
    try:
        urllib.request.urlopen(f"{settings.url}/v2/account", timeout=2).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        return error.code == 401
    except OSError:
        return False
    return True


def _dns_answers(settings: Settings) -> bool:
    query = dns.message.make_query(settings.zones[0], "SOA")
    try:
        dns.query.udp(query, "127.0.0.1", timeout=2, port=settings.dns_port)
    except (dns.exception.DNSException, OSError):
        return False
    return True
