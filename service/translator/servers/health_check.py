"""Ask the running server for `/health/ready` in its own protocol: the container's health check.

Where Nginx is in the same container, Nginx is asked. With a sentence as its argument it asks for a
translation, as the page does, and prints it: what a new release must do before it gets traffic. It
imports nothing of the package, since it runs every few seconds beside the service.
"""

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

PORT = 56733
SOCKET = "/tmp/translator.sock"  # noqa: S108 of a container that has nothing else to write to
NGINX_PORT = 8081
HOST_SOCKET = "/run/traductor/{release}.sock"  # systemd listens there for this release
PATH = "/health/ready"
TIMEOUT_SECONDS = 5.0


def ask(
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    content_type: str = "",
    server: str = "uwsgi",
    port: int | str = PORT,
) -> tuple[int, bytes]:
    """Send one request to a server on this machine.

    Args:
        path: without a query.
        method: of HTTP.
        body: sent as it is.
        content_type: of the body.
        server: uwsgi, which speaks a protocol of its own, or one that speaks HTTP.
        port: where it listens, or the path of its socket.

    Returns:
        The status and the body of the answer.

    Raises:
        OSError: nobody answers in time.
        ValueError, IndexError: the answer is not HTTP.
    """
    encode = uwsgi_request if server == "uwsgi" else http_request
    with _connected(port) as connection:
        connection.sendall(encode(method, path, body, content_type))
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, content = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), content


def _connected(port: int | str) -> socket.socket:
    if isinstance(port, int):
        return socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(TIMEOUT_SECONDS)
    try:
        connection.connect(port)
    except OSError:
        connection.close()
        raise
    return connection


def uwsgi_request(method: str, path: str, body: bytes, content_type: str) -> bytes:
    """Encode a request in uWSGI's protocol."""
    variables = {
        "REQUEST_METHOD": method,
        "REQUEST_URI": path,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": str(PORT),
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
        # As the page asks: no key is needed, also where programs need one.
        "HTTP_SEC_FETCH_SITE": "same-origin",
    }
    return packet(variables) + body


def packet(variables: Mapping[str, str]) -> bytes:
    """Encode variables as a packet of uWSGI.

    The header is modifier1 (0 means WSGI), the size of the variables as 16 bits little-endian,
    modifier2; each variable is a key and a value, each behind its size as 16 bits.
    """
    pairs = b"".join(_sized(key) + _sized(value) for key, value in variables.items())
    return b"\x00" + len(pairs).to_bytes(2, "little") + b"\x00" + pairs


def http_request(method: str, path: str, body: bytes, content_type: str) -> bytes:
    """Encode a request in HTTP, after whose answer the server closes the connection."""
    lines = (
        f"{method} {path} HTTP/1.0",
        "Host: localhost",
        f"Content-Length: {len(body)}",
        f"Content-Type: {content_type}",
        "Sec-Fetch-Site: same-origin",
    )
    return "\r\n".join([*lines, "", ""]).encode() + body


def main(arguments: Sequence[str] = ()) -> int:
    """Return 0 if the engine has answered, or has translated the sentence; else say why not."""
    server, port = _place(of_the_server=bool(arguments))
    try:
        if arguments:
            print(_translation(arguments[0], server=server, port=port))
            return 0
        status, content = ask(PATH, server=server, port=port)
    except (OSError, ValueError, IndexError, KeyError) as error:
        print(f"no answer from {server} on {port}: {error}")
        return 1
    print(status, content.decode("utf-8", "replace"))
    return 0 if status == 200 else 1


def _place(*, of_the_server: bool) -> tuple[str, int | str]:
    """Say who is asked, and where: the server itself, or who stands for its health."""
    server = os.environ.get("TRANSLATOR_WSGI_SERVER", "uwsgi")
    deployment = os.environ.get("TRANSLATOR_DEPLOYMENT")
    if deployment == "systemd":
        return server, HOST_SOCKET.format(release=os.environ.get("TRANSLATOR_RELEASE", ""))
    if deployment == "standalone":
        return (server, SOCKET) if of_the_server else ("nginx", NGINX_PORT)
    return server, PORT


def _translation(sentence: str, *, server: str, port: int | str) -> str:
    body = json.dumps({"q": sentence, "source": "en", "target": "es"}).encode()
    status, content = ask(
        "/translate",
        method="POST",
        body=body,
        content_type="application/json",
        server=server,
        port=port,
    )
    if status != 200:
        raise ValueError(f"{status} {content.decode('utf-8', 'replace')}")
    return str(json.loads(content)["translatedText"])


def _sized(text: str) -> bytes:
    encoded = text.encode("utf-8")
    return len(encoded).to_bytes(2, "little") + encoded


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
