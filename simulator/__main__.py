"""Offer the simulator's commands: start, stop and status."""

import argparse
import sys
from pathlib import Path

from simulator import lifecycle
from simulator.errors import SimulatorError
from simulator.server import serve
from simulator.settings import Settings

DEFAULT_STATE = ".cache/simulator"


def main() -> int:
    """Run one command; every failure ends in one message with its remedy."""
    arguments = parser().parse_args()
    try:
        return run_command(arguments)
    except SimulatorError as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1


def run_command(arguments: argparse.Namespace) -> int:
    """Do what the command line says and return the exit status."""
    settings = settings_of(arguments)
    match arguments.command:
        case "start":
            lifecycle.start(settings, report)
        case "serve":
            serve(settings)
        case "stop":
            lifecycle.stop(settings, report, keep_state=arguments.keep_state)
        case "status":
            return 0 if lifecycle.status(settings, report) else 3
    return 0


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Read the settings from the command line."""
    state = arguments.state.resolve()
    if "port" not in arguments:
        return Settings.of_state(state)
    return Settings(
        state,
        port=arguments.port,
        dns_port=arguments.dns_port,
        fail_every=arguments.fail_every,
        authority_port=arguments.authority_port,
        zones=tuple(zone.lower().rstrip(".") for zone in arguments.zone or Settings.zones),
    )


def report(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    add = commands.add_parser
    start = add("start", help="build what is missing and bring the simulator up")
    serve = add("serve", help="run the server in the foreground; `start` does it in the background")
    stop = add("stop", help="stop it and remove droplets, networks and state")
    status = add("status", help="say whether it runs, and what the account holds")
    for command in (start, serve, stop, status):
        _add_state_option(command)
    for command in (start, serve):
        _add_server_options(command)
    stop.add_argument(
        "--keep-state",
        action="store_true",
        help="only stop the server; droplets and account stay",
    )
    return top


def _add_state_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--state",
        type=Path,
        default=Path(DEFAULT_STATE),
        metavar="DIR",
        help="folder for its files (default: %(default)s)",
    )


def _add_server_options(command: argparse.ArgumentParser) -> None:
    options = (
        ("--port", Settings.port, "port of the API on 127.0.0.1"),
        ("--dns-port", Settings.dns_port, "port of the name server on 127.0.0.1"),
        ("--authority-port", Settings.authority_port, "port of the certificate authority"),
        ("--fail-every", Settings.fail_every, "answer every Nth request with 429 or 503; 0: none"),
    )
    for name, default, text in options:
        command.add_argument(
            name, type=int, default=default, metavar="N", help=f"{text} (default: %(default)s)"
        )
    command.add_argument(
        "--zone",
        action="append",
        metavar="NAME",
        help=f"zone that the registrar delegated; repeatable (default: {Settings.zones[0]})",
    )


if __name__ == "__main__":
    sys.exit(main())
