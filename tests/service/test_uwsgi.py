"""The real uWSGI with the real application and model, asked over the uwsgi protocol."""

from translator.servers.health_check import packet

from tests.service.server_behaviour import Server, ServerBehaviour, wait_until


class TestUwsgi(ServerBehaviour):
    """What both servers do, and what only uWSGI does."""

    name = "uwsgi"

    def test_touching_the_file_reloads_the_application(self, server: Server) -> None:
        server.reload_file.touch()

        wait_until(lambda: "gracefully (RE)spawned" in server.log, "the reload")
        wait_until(server.is_ready, "an answer after the reload")
        assert server.translate("Good morning.")[0] == 200


def test_a_packet_of_the_uwsgi_protocol_is_laid_out_as_specified() -> None:
    assert packet({"A": "bc"}) == b"\x00\x07\x00\x00" + b"\x01\x00A\x02\x00bc"
