#!/usr/bin/python
"""Ask a site as a visitor would, at a given address."""

from __future__ import annotations

DOCUMENTATION = r"""
module: visit
short_description: Ask a site as a visitor would, at a given address
description:
  - Sends one request to an address under the site's name, over HTTP or HTTPS, and follows redirects
    that stay at that name. A resolver that still has an old address cannot lead it astray.
  - Fails where nobody answers, where the certificate is not trusted, and where the answer is no
    success.
author: The Traductor maintainers
options:
  url:
    description: What to ask for, under the public name.
    type: str
    required: true
  address:
    description: The IP address to ask.
    type: str
    required: true
  method:
    description: The HTTP method.
    type: str
    default: GET
  headers:
    description: More headers of the request.
    type: dict
    default: {}
  json:
    description: The body of the request, sent as JSON.
    type: dict
  ca_file:
    description: A file of certificate authorities that are trusted beside those of the system.
    type: path
    default: ""
  certificate_trusted:
    description: Whether the certificate must be of a trusted authority and of this name.
    type: bool
    default: true
  other_names:
    description: Names of the same site that the certificate may be for instead.
    type: list
    elements: str
    default: []
  timeout_seconds:
    description: How long to wait for each answer, in seconds.
    type: int
    default: 30
"""

EXAMPLES = r"""
- name: Ask the site for its page
  traductor.host.visit:
    url: http://translate.example.com/
    address: 198.51.100.10
"""

RETURN = r"""
url:
  description: The address that gave the answer, after redirects.
  returned: success
  type: str
content:
  description: The body of the answer.
  returned: success
  type: str
"""

import http.client
import json
import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ansible.module_utils.basic import AnsibleModule

REDIRECTS = (301, 302, 307, 308)
REDIRECT_LIMIT = 3
FIRST_FAILURE = 300


class VisitError(Exception):
    """The site does not answer as it should."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent, wherever it is sent to.

    Args:
        address: the IP address, instead of what the name resolves to.
        trust: decides about certificates.
        other_names: under which TLS is spoken where the certificate is not for the URL's own name.
    """

    address: str
    trust: ssl.SSLContext
    other_names: Sequence[str] = ()
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    timeout_seconds: float = 30


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back.

    Args:
        location: where a redirect leads to.
    """

    url: str
    status: int
    location: str
    content: str


def trust_of(ca_file: str, *, certificate_trusted: bool) -> ssl.SSLContext:
    """Decide which certificates are good."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    if not certificate_trusted:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def ask(url: str, request: Request) -> Answer:
    """Send the request once.

    Raises:
        VisitError: nobody answers, or its certificate is not good.
    """
    parts = urlsplit(url)
    with closing(_connection(parts.scheme, parts.hostname or "", parts.port, request)) as visit:
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            visit.request(
                request.method, path, request.body, {**request.headers, "Host": parts.netloc}
            )
            response = visit.getresponse()
            return Answer(
                url=url,
                status=response.status,
                location=response.getheader("Location", ""),
                content=response.read().decode(errors="replace"),
            )
        except (OSError, http.client.HTTPException) as error:
            raise VisitError(f"{url} at {request.address}: {error}") from error


def visit(url: str, request: Request) -> Answer:
    """Send the request, and again to where the site refers, as long as that is the same name.

    Raises:
        VisitError: nobody answers, the certificate is not good, or the answer is no success.
    """
    name = urlsplit(url).hostname
    for _ in range(REDIRECT_LIMIT + 1):
        answer = ask(url, request)
        if answer.status not in REDIRECTS:
            break
        url = urljoin(url, answer.location)
        if urlsplit(url).hostname != name:
            raise VisitError(f"{answer.url} refers to another site, {url}")
    if answer.status >= FIRST_FAILURE:
        raise VisitError(f"{answer.url} answers {answer.status}: {answer.content[:500].strip()}")
    return answer


class _TlsConnection(http.client.HTTPSConnection):
    """A connection to an address under a name."""

    def __init__(self, address: str, name: str, port: int, request: Request) -> None:
        super().__init__(address, port, timeout=request.timeout_seconds)
        self._names, self._trust = (name, *request.other_names), request.trust

    def connect(self) -> None:
        """Connect, and ask for the certificate of the name, or of one of the others.

        Raises:
            ssl.SSLError: what is wrong with the certificate of the name itself.
        """
        refusals = []
        for name in self._names:
            http.client.HTTPConnection.connect(self)
            try:
                self.sock = self._trust.wrap_socket(self.sock, server_hostname=name)
            except ssl.SSLError as error:
                self.sock.close()
                refusals.append(error)
            else:
                return
        raise refusals[0]


def _connection(
    scheme: str, name: str, port: int | None, request: Request
) -> http.client.HTTPConnection:
    if scheme == "https":
        return _TlsConnection(request.address, name, port or 443, request)
    return http.client.HTTPConnection(request.address, port or 80, timeout=request.timeout_seconds)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "url": {"type": "str", "required": True},
            "address": {"type": "str", "required": True},
            "method": {"type": "str", "default": "GET"},
            "headers": {"type": "dict", "default": {}},
            "json": {"type": "dict"},
            "ca_file": {"type": "path", "default": ""},
            "certificate_trusted": {"type": "bool", "default": True},
            "other_names": {"type": "list", "elements": "str", "default": []},
            "timeout_seconds": {"type": "int", "default": 30},
        },
        supports_check_mode=True,
    )
    params = module.params
    headers, body = dict(params["headers"]), None
    if params["json"] is not None:
        headers["Content-Type"], body = "application/json", json.dumps(params["json"]).encode()
    try:
        request = Request(
            address=params["address"],
            trust=trust_of(params["ca_file"], certificate_trusted=params["certificate_trusted"]),
            other_names=params["other_names"],
            method=params["method"],
            headers=headers,
            body=body,
            timeout_seconds=params["timeout_seconds"],
        )
        answer = visit(params["url"], request)
    except (VisitError, OSError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=False, url=answer.url, content=answer.content)


if __name__ == "__main__":
    main()
