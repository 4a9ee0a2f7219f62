"""Ask a running uWSGI for `/health` over its own protocol: the health check of the container.

It imports nothing of the package, since it runs every few seconds beside the service.
"""

import socket
import sys
from collections.abc import Mapping

PORT = 56733
TIMEOUT_SECONDS = 5.0


def encode_request(variables: Mapping[str, str], body: bytes = b"") -> bytes:
    """Encode a request as uWSGI packet: header, variables, body.

    The header is modifier1 (0 means WSGI), the size of the variables as 16 bits little-endian,
    modifier2; each variable is a key and a value, each behind its size as 16 bits.
    """
    pairs = b"".join(_sized(key) + _sized(value) for key, value in variables.items())
    return b"\x00" + len(pairs).to_bytes(2, "little") + b"\x00" + pairs + body


def ask(
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    content_type: str = "",
    host: str = "127.0.0.1",
    port: int = PORT,
) -> tuple[int, bytes]:
    """Send one request to uWSGI.

    Returns:
        The status and the body of the answer.

    Raises:
        OSError: nobody answers in time.
        ValueError, IndexError: the answer is not HTTP.
    """
    variables = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": str(port),
        "HTTP_HOST": "localhost",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
    }
    with socket.create_connection((host, port), timeout=TIMEOUT_SECONDS) as connection:
        connection.sendall(encode_request(variables, body))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), content


def main() -> int:
    """Return 0 if the engine has answered, else say why not and return 1."""
    try:
        status, content = ask("/health")
    except (OSError, ValueError, IndexError) as error:
        print(f"no answer from uWSGI on port {PORT}: {error}")
        return 1
    print(status, content.decode("utf-8", "replace"))
    return 0 if status == 200 else 1


def _sized(text: str) -> bytes:
    encoded = text.encode("utf-8")
    return len(encoded).to_bytes(2, "little") + encoded


if __name__ == "__main__":
    sys.exit(main())
