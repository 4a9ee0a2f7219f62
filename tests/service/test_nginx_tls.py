"""The real Nginx over TLS, in front of both servers."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator

import pytest

from tests.service.certificates import NAMES, make
from tests.service.tls_site import HSTS_SECONDS, SITE, TlsSite, running_tls_site

MADE = make()
TRANSLATION = json.dumps({"q": "Good morning.", "source": "en", "target": "es"}).encode()
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHello.\r\n'
    b'--x\r\nContent-Disposition: form-data; name="source"\r\n\r\nen\r\n'
    b'--x\r\nContent-Disposition: form-data; name="target"\r\n\r\nes\r\n--x--\r\n'
)


@pytest.fixture(scope="module", params=["uwsgi", "gunicorn"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TlsSite]:
    folder = tmp_path_factory.mktemp(request.param)
    with running_tls_site(folder, MADE, wsgi_server=request.param, processes=1) as running:
        yield running


def test_a_translation_comes_through_and_https_is_demanded_from_then_on(site: TlsSite) -> None:
    answer = site.ask("POST", "/translate", TRANSLATION, Content_Type="application/json")

    assert answer.status == 200
    assert "translatedText" in json.loads(answer.body)
    assert answer.headers["strict-transport-security"] == f"max-age={HSTS_SECONDS}"
    (policy,) = answer.policies
    assert "script-src 'self'" in policy


@pytest.mark.parametrize("name", NAMES)
def test_plain_http_refers_to_https_and_keeps_name_path_and_method(
    site: TlsSite, name: str
) -> None:
    answer = site.ask("POST", "/translate?q=a%20b", b"{}", tls=False, Host=name)

    assert answer.status == 308
    assert answer.headers["location"] == f"https://{name}:{site.https_port}/translate?q=a%20b"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert "strict-transport-security" not in answer.headers


def test_the_challenges_of_an_authority_are_answered_over_plain_http(site: TlsSite) -> None:
    folder = site.nginx.folder / "tls/challenges/.well-known/acme-challenge"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "token").write_text("token.thumbprint")

    answer = site.ask("GET", "/.well-known/acme-challenge/token", tls=False)

    assert (answer.status, answer.body) == (200, b"token.thumbprint")
    assert site.ask("GET", "/.well-known/acme-challenge/other", tls=False).status == 404


@pytest.mark.parametrize("name", ["other.example.com", "127.0.0.1"])
def test_whoever_asks_for_another_name_gets_no_certificate(site: TlsSite, name: str) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        site.connect(name)


def test_a_request_under_another_name_than_the_handshake_s_is_refused(site: TlsSite) -> None:
    assert site.ask("GET", "/", Host="other.example.com").status == 421


def test_plain_http_under_another_name_gets_nothing_but_the_health_check(site: TlsSite) -> None:
    asked = [site.ask("GET", path, tls=False, Host="192.0.2.1") for path in ("/", "/health")]

    assert [answer.status for answer in asked] == [404, 200]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_current_versions_are_spoken_with_forward_secrecy(
    site: TlsSite, version: ssl.TLSVersion
) -> None:
    with site.connect(minimum_version=version, maximum_version=version) as connection:
        cipher, spoken, _ = connection.cipher() or ("", "", 0)

    assert spoken == version.name.replace("v1_", "v1.")
    assert cipher.startswith(("ECDHE-", "TLS_"))
    assert "CBC" not in cipher
    assert "GCM" in cipher or "CHACHA20" in cipher


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(site: TlsSite, version: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol.version"):
        site.connect(minimum_version=version, maximum_version=version)


def test_browsers_are_offered_http_2(site: TlsSite) -> None:
    with site.connect() as connection:
        assert connection.selected_alpn_protocol() == "h2"


def test_cookies_are_for_https_alone(site: TlsSite) -> None:
    answer = site.ask("GET", "/?language=en&theme=dark")

    assert "Secure" in answer.headers["set-cookie"]


def test_the_address_of_a_translated_file_is_https(site: TlsSite) -> None:
    answer = site.ask(
        "POST", "/translate_file", FILE, Content_Type="multipart/form-data; boundary=x"
    )

    assert json.loads(answer.body)["translatedFileUrl"].startswith(f"https://{SITE}/download_file/")


@pytest.mark.parametrize(("path", "kind"), [("/translate_file", "json"), ("/result", "html")])
def test_a_refusal_has_the_form_of_its_address(site: TlsSite, path: str, kind: str) -> None:
    answer = site.ask("POST", path, b"x" * 6_000_000)

    assert answer.status == 413
    assert kind in answer.headers["content-type"]
    assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/", "/openapi.json", "/docs", "/manifest.es.webmanifest"])
def test_nothing_refers_to_plain_http(site: TlsSite, path: str) -> None:
    answer = site.ask("GET", path)

    assert answer.status == 200
    assert f"http://{SITE}".encode() not in answer.body


def test_nothing_of_the_certificate_is_served_as_a_page(site: TlsSite) -> None:
    for path in ("/tls/certificate.pem", "/certificate.pem", "/.well-known/../certificate.pem"):
        for tls in (False, True):
            assert b"PRIVATE" not in site.ask("GET", path, tls=tls).body
