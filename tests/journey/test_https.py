"""The certificate: whose it is, how it is served, who can read its key, how it is renewed."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from cryptography import x509

from tests.journey.finished_site import Site
from tests.journey.site_changes import due

PATIENCE_SECONDS = 10


def hand_shake(site: Site, name: str, **versions: ssl.TLSVersion) -> str:
    """Say which version of TLS the site speaks with a client that would trust anybody."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    for bound, version in versions.items():
        setattr(context, bound, version)
    with (
        socket.create_connection((site.address, 443), timeout=30) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        return connection.version() or ""


def test_the_certificate_is_of_the_authority_and_for_the_name(site: Site) -> None:
    certificate = site.certificate()
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert names.get_values_for_type(x509.DNSName) == [site.name]
    assert "Pebble" in certificate.issuer.rfc4514_string()


def test_plain_http_leads_to_https(site: Site) -> None:
    with closing(http.client.HTTPConnection(site.address, timeout=30)) as connection:
        connection.request("GET", "/docs?a=b", headers={"Host": site.name})
        answer = connection.getresponse()

    assert answer.status == 308
    assert answer.getheader("Location") == f"https://{site.name}/docs?a=b"


def test_browsers_are_told_to_keep_to_https(site: Site) -> None:
    with closing(site.connection()) as connection:
        connection.request("GET", "/")
        answer = connection.getresponse()

    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_1_1_is_refused_and_1_3_is_spoken(site: Site) -> None:
    old = ssl.TLSVersion.TLSv1_1

    assert hand_shake(site, site.name) == "TLSv1.3"
    with pytest.raises(ssl.SSLError):
        hand_shake(site, site.name, minimum_version=old, maximum_version=old)


def test_a_handshake_under_another_name_is_refused(site: Site) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        hand_shake(site, "other.example.org")


def test_the_key_is_readable_for_root_and_nginx_alone(site: Site) -> None:
    file = "/var/lib/traductor/tls/certificate.pem"
    by_nginx = site.sudo("docker exec traductor-nginx-1 head -c 27 /srv/tls/certificate.pem")

    assert by_nginx == "-----BEGIN CERTIFICATE-----"
    assert site.sudo(f"stat --format '%a %U %g' {file}") == "640 root 101\n"
    assert site.ssh(f"cat {file}").returncode != 0
    assert site.ssh("sudo docker exec traductor-nginx-1 touch /srv/tls/x").returncode != 0


def test_a_timer_looks_after_the_certificate(site: Site) -> None:
    assert site.sudo("systemctl is-active certbot.timer").strip() == "active"
    assert site.sudo("systemctl is-enabled certbot.timer").strip() == "enabled"


@contextmanager
def visitors(site: Site, count: int) -> Iterator[tuple[list[int], list[str]]]:
    """Ask again and again, each time over a new connection; give the answers and the failures."""
    stop, answers, failures = threading.Event(), list[int](), list[str]()

    def ask() -> None:
        while not stop.is_set():
            try:
                with closing(site.connection()) as connection:
                    connection.request("GET", "/languages")
                    answers.append(connection.getresponse().status)
            except (OSError, http.client.HTTPException) as error:
                failures.append(repr(error))

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield answers, failures
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def shown_serial(site: Site, *, other_than: int) -> int:
    """Wait a moment for the new workers of Nginx."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (serial := site.certificate().serial_number) == other_than:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return serial


def test_a_renewal_under_load_loses_no_request(site: Site) -> None:
    before = site.certificate().serial_number
    with due(site), visitors(site, 3) as (answers, failures):
        site.sudo("systemctl start certbot.service")
        after = shown_serial(site, other_than=before)

    assert after != before
    assert failures == []
    assert len(answers) > 20
    assert set(answers) == {200}


def test_a_renewal_that_fails_is_seen_and_leaves_the_certificate(site: Site) -> None:
    before = site.certificate().serial_number
    with due(site, server="https://127.0.0.1:9/dir"):
        run = site.ssh("sudo systemctl start certbot.service")
    state = site.ssh("systemctl is-failed certbot.service").stdout
    journal = site.sudo("journalctl --unit certbot.service --lines 30 --output cat")
    site.sudo("systemctl reset-failed certbot.service")

    assert run.returncode != 0
    assert state == "failed\n"
    assert "Failed to renew certificate traductor" in journal
    assert site.certificate().serial_number == before


def test_a_renewal_that_nginx_does_not_take_up_is_seen(site: Site) -> None:
    script = "/usr/local/sbin/traductor-certificate"
    site.sudo(f"mv {script} {script}.kept")
    try:
        run = site.ssh("sudo systemctl start certbot.service")
    finally:
        site.sudo(f"mv {script}.kept {script}")
        site.sudo("systemctl reset-failed certbot.service")

    assert run.returncode != 0
