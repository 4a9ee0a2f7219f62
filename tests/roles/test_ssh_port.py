"""SSH's port is found by sshd's greeting, and the wanted one comes first."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from roles.login.library.ssh_port import find

HERE = "127.0.0.1"


@contextmanager
def server(greeting: bytes) -> Iterator[int]:
    """Answer one visit after another with a greeting, at a port of the system's choice."""
    with socket.create_server((HERE, 0)) as listener:
        listener.settimeout(0.1)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                try:
                    visit, _ = listener.accept()
                except TimeoutError:
                    continue
                with visit:
                    visit.sendall(greeting)

        thread = threading.Thread(target=answer)
        thread.start()
        yield int(listener.getsockname()[1])
        done.set()
        thread.join()


def closed_port() -> int:
    with socket.create_server((HERE, 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_wanted_port_comes_first() -> None:
    with server(b"SSH-2.0-one\r\n") as wanted, server(b"SSH-2.0-two\r\n") as former:
        assert find(HERE, [wanted, former], limit_seconds=5) == wanted


def test_the_former_port_serves_until_the_wanted_one_is_open() -> None:
    with server(b"SSH-2.0-two\r\n") as former:
        assert find(HERE, [closed_port(), former], limit_seconds=5) == former


def test_another_service_is_not_taken_for_sshd() -> None:
    with server(b"HTTP/1.1 400 Bad Request\r\n") as other, server(b"SSH-2.0-x\r\n") as ssh:
        assert find(HERE, [other, ssh], limit_seconds=5) == ssh


def test_no_answer_ends_in_time() -> None:
    assert find(HERE, [closed_port()], limit_seconds=0) is None
