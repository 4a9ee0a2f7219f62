"""Whether the client still waits is asked of the kernel, whichever server has the connection."""

import socket
from collections.abc import Iterator

import pytest
from translator.web.client import is_connected, presence


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_client_that_waits_is_there(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    theirs.sendall(b"more than was read")

    assert is_connected(ours.fileno())


def test_a_client_that_has_closed_is_gone_even_if_it_said_something_first(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    theirs.sendall(b"more than was read")
    theirs.close()

    assert not is_connected(ours.fileno())


def test_a_connection_that_was_reset_is_gone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        theirs = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        theirs.close()

        with ours:
            assert not is_connected(ours.fileno())


@pytest.mark.parametrize("name", ["gunicorn.socket", "werkzeug.socket"])
def test_the_connection_is_where_each_server_puts_it(
    ends: tuple[socket.socket, socket.socket], name: str
) -> None:
    ours, theirs = ends
    is_there = presence({name: ours})
    assert is_there()

    theirs.close()

    assert not is_there()


def test_where_no_server_tells_the_client_is_taken_to_be_there() -> None:
    assert presence({})()
