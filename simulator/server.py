"""Run the API and the name server until told to end."""

import logging
import signal
import sys
from types import FrameType

from waitress.server import create_server

from simulator.account import Account
from simulator.api.application import create_app
from simulator.api.world import World
from simulator.dns_server import DnsServer, Resolver
from simulator.hypervisor.droplets import DockerHypervisor
from simulator.hypervisor.packet_filter import choose_packet_filter
from simulator.provisioning import Provisioner
from simulator.settings import Settings

BOOT_SECONDS = 2.0
THREADS = 8

logger = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM; actions that are being done are finished first."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    account = Account(settings.account_file)
    hypervisor = DockerHypervisor(settings.owner, choose_packet_filter())
    provisioner = Provisioner(account, hypervisor, boot_seconds=BOOT_SECONDS)
    dns_server = DnsServer(Resolver(account, settings.zones), settings.dns_port)
    app = create_app(World(account, provisioner, settings))
    server = create_server(app, host="127.0.0.1", port=settings.port, threads=THREADS)
    signal.signal(signal.SIGTERM, _leave)
    provisioner.resume()
    dns_server.start()
    logger.info("Serving the API at %s and DNS on port %s", settings.url, settings.dns_port)
    try:
        server.run()
    finally:
        provisioner.close()
        dns_server.close()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
