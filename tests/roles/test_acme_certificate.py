"""A certificate is asked for when it is due, and a refusal is told with the authority's reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roles.certificate.library.acme_certificate import (
    Certificate,
    command,
    read_names,
    read_setting,
    reasons,
    refusal,
    remedy,
)

NAMES = frozenset({"translate.example.com"})
WANTED = Certificate(names=NAMES, directory_url="https://ca.example/dir")
PARAMS = {
    "name": "traductor",
    "names": ["translate.example.com", "www.translate.example.com"],
    "directory_url": "https://ca.example/dir",
    "contact_email": "",
    "webroot": "/srv/challenges",
    "hook": "/usr/local/sbin/hook",
}
RENEWAL = """version = 4.0.0
fullchain = /etc/letsencrypt/live/traductor/fullchain.pem
[renewalparams]
server = https://ca.example/dir
authenticator = webroot
"""
FAILED_CHALLENGE = """Saving debug log to /var/log/letsencrypt/letsencrypt.log
Account registered.
Requesting a certificate for translate.example.com

Certbot failed to authenticate some domains (authenticator: webroot). The problems:
  Domain: translate.example.com
  Type:   unauthorized
  Detail: 198.51.100.7: Invalid response from http://translate.example.com: 404

Hint: The Certificate Authority failed to download the temporary challenge files created by Certbot.

Some challenges have failed.
Ask for help or search for solutions at https://community.letsencrypt.org. See the logfile.
"""
LIMITED = """Saving debug log to /var/log/letsencrypt/letsencrypt.log
Renewing an existing certificate for translate.example.com
An unexpected error occurred:
Error creating new order :: too many certificates (5) already issued for these names
Ask for help or search for solutions at https://community.letsencrypt.org.
"""


def test_a_certificate_that_is_as_wanted_is_not_asked_for_again() -> None:
    assert reasons(WANTED, WANTED) == []


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "there is none yet"),
        (
            replace(WANTED, names=NAMES | {"www.example.com"}),
            "it is for translate.example.com, www",
        ),
        (replace(WANTED, directory_url="https://other.example/dir"), "it is from https://other"),
        (replace(WANTED, valid=False), "its time is over"),
    ],
)
def test_whatever_differs_is_the_reason_to_ask(found: Certificate | None, words: str) -> None:
    (reason,) = reasons(WANTED, found)

    assert reason.startswith(words)


def test_names_and_authority_are_read_from_what_is_there() -> None:
    printed = "X509v3 Subject Alternative Name: \n    DNS:a.example.com, DNS:www.a.example.com\n"

    assert read_names(printed) == {"a.example.com", "www.a.example.com"}
    assert read_setting(RENEWAL, "server") == "https://ca.example/dir"
    assert read_setting(RENEWAL, "nothing") == ""


def test_the_authority_s_reason_is_told_without_chatter() -> None:
    told = refusal(FAILED_CHALLENGE)

    assert "Type:   unauthorized" in told
    assert "Detail: 198.51.100.7: Invalid response" in told
    assert "Saving debug log" not in told
    assert "community" not in told
    assert "certificate_issuer: staging" in remedy(told)


def test_a_limit_is_told_with_the_advice_to_wait() -> None:
    told = refusal(LIMITED)

    assert told.splitlines() == [
        "Error creating new order :: too many certificates (5) already issued for these names"
    ]
    assert "wait until the limit of the authority is over" in remedy(told)


def test_certbot_is_asked_for_all_names_and_never_asks_back() -> None:
    line = command(PARAMS)

    assert [line[at + 1] for at, word in enumerate(line) if word == "--domain"] == PARAMS["names"]
    assert "--non-interactive" in line
    assert "--register-unsafely-without-email" in line
    assert "--email" in command({**PARAMS, "contact_email": "me@example.com"})
