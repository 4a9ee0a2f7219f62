"""The real Gunicorn with the real application and model, asked over HTTP."""

from tests.service.server_behaviour import ServerBehaviour


class TestGunicorn(ServerBehaviour):
    """What both servers do."""

    name = "gunicorn"
