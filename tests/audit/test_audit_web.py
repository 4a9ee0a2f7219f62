"""Looking at a site's answers."""

from __future__ import annotations

import pytest

from tests.audit.auditors.answers import Answer, Asker
from tests.audit.auditors.web import outcome
from tests.audit.target import Target

NAME = "a.example"
HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "content-security-policy": "default-src 'none'; script-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=()",
    "server": "nginx",
}


class Site(Asker):
    """A site that answers well but for what a test changes."""

    def __init__(self, **headers: str | None) -> None:
        super().__init__(Target(name=NAME, address="192.0.2.1", user="root"))
        merged = {**HEADERS, **{key.replace("_", "-"): value for key, value in headers.items()}}
        self.headers = tuple((key, value) for key, value in merged.items() if value is not None)
        self.https, self.protocol, self.location = True, "h2", f"https://{NAME}/docs"
        self.public: tuple[str, ...] = ()
        self.methods: tuple[str, ...] = ("GET",)

    def ask(self, path: str, *, https: bool, method: str = "GET", host: str = "") -> Answer | None:
        if not https:
            return Answer(301, (("location", self.location.format(host=host)),))
        if not self.https:
            return None
        closed = path in ("/metrics", "/health/ready") and path not in self.public
        status = 405 if method not in self.methods else 404 if closed else 200
        return Answer(status, self.headers, self.protocol)


def found(site: Site) -> set[str]:
    return {one.identifier for one in outcome(site).findings}


def test_a_site_that_answers_well_has_no_finding() -> None:
    assert found(Site()) == set()


@pytest.mark.parametrize("name", [name for name in HEADERS if name != "server"])
def test_each_missing_header_is_a_finding_for_every_address(name: str) -> None:
    addresses = {identifier.partition(":")[2] for identifier in found(Site(**{name: None}))}

    assert {"/", "/no-such-page", "/languages"} <= addresses


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strict-transport-security", "max-age=300"),
        ("content-security-policy", "default-src 'self'"),
        ("content-security-policy", HEADERS["content-security-policy"] + "; style-src *"),
        (
            "content-security-policy",
            HEADERS["content-security-policy"] + "; style-src 'unsafe-inline'",
        ),
        ("x-frame-options", "ALLOWALL"),
        ("referrer-policy", "unsafe-url"),
        ("server", "nginx/1.26.0"),
        ("x-powered-by", "Flask"),
    ],
)
def test_each_weak_header_is_a_finding(name: str, value: str) -> None:
    assert f"{name}:/" in found(Site(**{name: value}))


def test_each_missing_flag_of_a_cookie_is_a_finding() -> None:
    assert found(Site(set_cookie="lang=en; Path=/; SameSite=Lax")) == {
        "cookie:lang:secure",
        "cookie:lang:httponly",
    }


def test_a_site_without_https_says_so_plainly() -> None:
    site = Site()
    site.https = False

    assert found(site) == {"no-https"}


def test_http_has_to_lead_to_the_same_page_over_https() -> None:
    site = Site()
    site.location = f"http://{NAME}/docs"

    assert found(site) == {"no-redirect"}


def test_a_redirect_to_any_name_is_a_finding() -> None:
    site = Site()
    site.location = "https://{host}/docs"

    assert "open-redirect" in found(site)


def test_what_is_the_operator_s_alone_must_not_answer() -> None:
    site = Site()
    site.public = ("/metrics",)

    assert found(site) == {"public:/metrics"}


def test_http_2_is_offered_and_trace_is_not() -> None:
    site = Site()
    site.protocol, site.methods = "http/1.1", ("GET", "TRACE")

    assert found(site) == {"no-http2", "trace"}
