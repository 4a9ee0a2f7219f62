"""Certificates for the tests, signed by themselves."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("translate.example.com", "www.translate.example.com")


@dataclass(frozen=True)
class Made:
    """A certificate and its key, in PEM."""

    certificate: str
    key: str


def make(names: Sequence[str] = NAMES, *, first_day: int = -1, last_day: int = 90) -> Made:
    """Make a certificate that is good from one day to another, counted from today."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + datetime.timedelta(days=first_day))
        .not_valid_after(today + datetime.timedelta(days=last_day))
        .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, names)), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Made(certificate.public_bytes(serialization.Encoding.PEM).decode(), encoded.decode())
