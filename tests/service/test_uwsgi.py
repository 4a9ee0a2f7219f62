"""The real uWSGI with the real application and model, asked over the uwsgi protocol."""

from translator.servers.health_check import packet

from tests.service.server_behaviour import ServerBehaviour


class TestUwsgi(ServerBehaviour):
    """What both servers do."""

    name = "uwsgi"


def test_a_packet_of_the_uwsgi_protocol_is_laid_out_as_specified() -> None:
    assert packet({"A": "bc"}) == b"\x00\x07\x00\x00" + b"\x01\x00A\x02\x00bc"
