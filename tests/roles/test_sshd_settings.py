"""What differs between the releases that the role is for: what their OpenSSH knows."""

from typing import Any

import pytest

from tests.roles.test_templates import render, template

# Of what `ssh -Q` lists, that which differs or matters.
CURVES = ["curve25519-sha256", "curve25519-sha256@libssh.org", "diffie-hellman-group14-sha1"]
SNTRUP = ["sntrup761x25519-sha512@openssh.com"]
CIPHERS = [
    "3des-cbc",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
]
MACS = ["hmac-sha1", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"]
OLD = [*CURVES, *SNTRUP, *CIPHERS, *MACS]
RELEASES = {
    "Ubuntu 22.04": ("OpenSSH_8.9p1 Ubuntu-3ubuntu0.13, OpenSSL 3.0.2", OLD),
    "Debian 12": ("OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.17", OLD),
    "Ubuntu 24.04": ("OpenSSH_9.6p1 Ubuntu-3ubuntu13.13, OpenSSL 3.0.13", OLD),
    "Debian 13": (
        "OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1",
        [*OLD, "sntrup761x25519-sha512", "mlkem768x25519-sha256"],
    ),
}
EACH_RELEASE = pytest.mark.parametrize("release", RELEASES)


def settings(release: str, **changes: Any) -> dict[str, str]:
    """Render sshd's settings for a release, by their names."""
    version, known = RELEASES[release]
    asked = {"stdout": f"{version}\n" + "\n".join(known), "stdout_lines": [version, *known]}
    text = render(template("sshd.conf.j2"), __hardening_ssh_known=asked, **changes)
    lines = [line.split(" ", 1) for line in text.splitlines() if line and line[0] != "#"]
    return {line[0]: line[1] for line in lines}


@EACH_RELEASE
def test_a_release_is_told_only_what_it_knows(release: str) -> None:
    known = RELEASES[release][1]
    told = settings(release)

    for name in ("KexAlgorithms", "Ciphers", "MACs"):
        assert told[name]
        assert set(told[name].split(",")) <= set(known)


@EACH_RELEASE
def test_key_exchange_is_post_quantum_unless_old_clients_are_let_in(release: str) -> None:
    kex = settings(release)["KexAlgorithms"].split(",")
    wider = settings(release, hardening_ssh_classical_key_exchange_allowed=True)

    assert [name for name in kex if not name.startswith(("mlkem", "sntrup"))] == []
    assert wider["KexAlgorithms"].split(",") == [*kex, *CURVES[:2]]


def test_the_newest_key_exchange_comes_first() -> None:
    assert settings("Debian 13")["KexAlgorithms"].startswith("mlkem768x25519-sha256,")


@EACH_RELEASE
def test_nothing_broken_is_offered(release: str) -> None:
    told = ",".join(settings(release).values())

    assert [word for word in ("sha1", "cbc", "arcfour", "nistp", "ssh-rsa") if word in told] == []


@EACH_RELEASE
def test_only_an_sshd_that_has_penalties_is_told_who_is_exempt(release: str) -> None:
    told = settings(release, hardening_ban_exempt_addresses=["192.0.2.1", "192.0.2.64/26"])

    exempt = told.get("PerSourcePenaltyExemptList")
    assert exempt == ("192.0.2.1,192.0.2.64/26" if release == "Debian 13" else None)


def test_in_between_sshd_listens_at_both_ports() -> None:
    text = render(template("sshd.conf.j2"), __hardening_ssh_ports=[2222, 22])

    assert [line for line in text.splitlines() if line.startswith("Port")] == [
        "Port 2222",
        "Port 22",
    ]
