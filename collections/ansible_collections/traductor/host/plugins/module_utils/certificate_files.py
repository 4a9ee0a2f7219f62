"""What can be wrong with a certificate of one's own. Nothing here ever shows the key."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
except ImportError:  # it comes with Ansible itself
    LIBRARY_FOUND = False
else:
    LIBRARY_FOUND = True

SETTINGS_FILE = "group_vars/all/certificate.yml"


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where certificate and key are; empty where the owner has not said."""

    certificate: str
    key: str


class FileError(Exception):
    """A file cannot be used; the message says why."""


def faults(files: Files, names: Sequence[str], now: datetime.datetime) -> list[str]:
    """Check that a certificate and its key belong together and are good for names at a time."""
    found: list[str] = []
    try:
        certificate = _certificate(files.certificate)
        found += _certificate_faults(certificate, files.certificate, names, now)
        public_key = _public_key_of(files.key)
        if _public_bytes(certificate.public_key()) != public_key:
            found.append(
                f"the key {files.key} is not the one of the certificate {files.certificate}. "
                "Remedy: name the two files that were made together, the site's own certificate "
                f"before its chain, in {SETTINGS_FILE}."
            )
    except FileError as error:
        found.append(str(error))
    return found


def covers(pattern: str, name: str) -> bool:
    """Tell whether a name of a certificate, perhaps with a star, is good for a host name."""
    if pattern.startswith("*."):
        return name.partition(".")[2] == pattern.removeprefix("*.")
    return pattern == name


def _certificate_faults(
    certificate: x509.Certificate, file: str, names: Sequence[str], now: datetime.datetime
) -> list[str]:
    renew = "Remedy: get a new one from whoever signed it, or set certificate_issuer: production."
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    found = []
    if last <= now:
        found.append(f"the certificate {file} has expired on {last:%Y-%m-%d}. {renew}")
    if first > now:
        found.append(f"the certificate {file} is not valid before {first:%Y-%m-%d}. {renew}")
    patterns = _names(certificate)
    missing = [name for name in names if not any(covers(each, name) for each in patterns)]
    if missing:
        found.append(
            f"the certificate {file} is for {', '.join(patterns) or 'no name'}, not for "
            f"{', '.join(missing)}. {renew}"
        )
    return found


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return [name.lower() for name in names.value.get_values_for_type(x509.DNSName)]


def _certificate(file: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(_content(file, "certificate_file"))
    except ValueError as error:
        raise FileError(
            f"{file} is no certificate in PEM. Remedy: name another file in {SETTINGS_FILE}, "
            "as certificate_file."
        ) from error


def _public_key_of(file: str) -> bytes:
    try:
        key = serialization.load_pem_private_key(_content(file, "certificate_key_file"), None)
    except (TypeError, ValueError) as error:  # the first: it has a passphrase
        raise FileError(
            f"{file} is no private key in PEM that can be used without a passphrase. Remedy: "
            f"openssl pkey -in {file} -out another-file, and name that in {SETTINGS_FILE}, as "
            "certificate_key_file."
        ) from error
    return _public_bytes(key.public_key())


def _public_bytes(key: object) -> bytes:
    content: bytes = key.public_bytes(  # type: ignore[attr-defined]  # each kind of key has it
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return content


def _content(file: str, variable: str) -> bytes:
    if not file:
        raise FileError(
            f"certificate_issuer is own, and {variable} is empty. Remedy: write the path of your "
            f"file into {SETTINGS_FILE}."
        )
    try:
        return Path(file).expanduser().read_bytes()
    except OSError as error:
        raise FileError(
            f"{file} cannot be read: {error.strerror}. Remedy: correct {variable} in "
            f"{SETTINGS_FILE}."
        ) from error
