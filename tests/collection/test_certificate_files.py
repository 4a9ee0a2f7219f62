"""A certificate of one's own is looked at before anything is changed."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest
from ansible_collections.traductor.host.plugins.module_utils.certificate_files import (
    Files,
    covers,
    faults,
)

from tests.service.certificates import NAMES, Made, make

NOW = datetime.datetime.now(datetime.UTC)
GOOD = make()


def written(folder: Path, made: Made) -> Files:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    certificate.write_text(made.certificate)
    key.write_text(made.key)
    return Files(certificate=str(certificate), key=str(key))


def test_a_good_certificate_has_no_fault(tmp_path: Path) -> None:
    assert faults(written(tmp_path, GOOD), NAMES, NOW) == []


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (make(last_day=0), "has expired on"),
        (make(first_day=2), "is not valid before"),
        (make(NAMES[:1]), f"is for {NAMES[0]}, not for {NAMES[1]}"),
        (Made(GOOD.certificate, make().key), "is not the one of the certificate"),
        (Made("no certificate", GOOD.key), "is no certificate in PEM"),
        (Made(GOOD.certificate, "no key"), "is no private key in PEM"),
    ],
)
def test_each_fault_is_one_sentence_with_its_remedy_and_without_the_key(
    tmp_path: Path, made: Made, words: str
) -> None:
    (fault,) = faults(written(tmp_path, made), NAMES, NOW)

    assert words in fault
    assert "Remedy: " in fault
    assert made.key not in fault


def test_a_key_with_a_passphrase_is_named_with_the_command_that_takes_it_away(
    tmp_path: Path,
) -> None:
    files = written(tmp_path, GOOD)
    closed = str(tmp_path / "closed.pem")
    subprocess.run(
        ["openssl", "pkey", "-in", files.key, "-aes256", "-passout", "pass:x", "-out", closed],
        check=True,
    )

    (fault,) = faults(Files(certificate=files.certificate, key=closed), NAMES, NOW)

    assert f"openssl pkey -in {closed}" in fault


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (Files(certificate="", key=""), "certificate_file is empty"),
        (Files(certificate="/nowhere/c.pem", key=""), "/nowhere/c.pem cannot be read"),
    ],
)
def test_files_that_are_not_there_are_named(files: Files, words: str) -> None:
    (fault,) = faults(files, NAMES, NOW)

    assert words in fault


def test_a_missing_key_and_a_wrong_name_are_told_together(tmp_path: Path) -> None:
    files = Files(certificate=written(tmp_path, GOOD).certificate, key="/nowhere/key.pem")

    assert len(faults(files, ["other.example.com"], NOW)) == 2


@pytest.mark.parametrize(
    ("pattern", "name", "good"),
    [
        ("example.com", "example.com", True),
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "a.b.example.com", False),
        ("*.com", "example.org", False),
    ],
)
def test_a_star_stands_for_one_label(pattern: str, name: str, good: bool) -> None:
    assert covers(pattern, name) is good
