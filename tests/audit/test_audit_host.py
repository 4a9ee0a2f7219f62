"""Reading lynis, and shipping it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tests.audit.auditors import host
from tests.audit.auditors.host import outcome
from tests.audit.errors import FailedProgramError, MissingProgramError

REPORT = """# comment
warning[]=PKGS-1|Old packages.|-|-|
suggestion[]=PKGS-1|Upgrade.|-|-|
suggestion[]=SSH-1|Consider hardening|MaxSessions (set 10 to 2)|-|
details[]=SSH-1|sshd|desc:an option;field:MaxSessions;prefval:2;value:10;|
details[]=SSH-1|sshd|desc:an option;field:Port;prefval:;value:22;|
hardening_index={index}
finish=true
"""
FINISHED, UNTOUCHED = REPORT.format(index=84), REPORT.format(index=60)


def test_a_test_is_one_finding_and_each_setting_that_it_names_is_one() -> None:
    findings = outcome(FINISHED, UNTOUCHED).findings

    assert [(finding.identifier, finding.text) for finding in findings] == [
        ("PKGS-1", "Old packages. Upgrade."),
        ("SSH-1:MaxSessions", "is 10, wanted 2"),
        ("SSH-1:Port", "is 22, wanted "),
    ]


def test_the_index_and_the_gain_are_held_to_their_bars() -> None:
    index, gain = outcome(FINISHED, UNTOUCHED).bars

    assert (index.figure, gain.figure) == (84, 24)
    assert index.is_kept
    assert gain.is_kept


@pytest.mark.parametrize(("index", "before"), [(81, 40), (90, 71)])
def test_a_low_index_or_a_small_gain_misses_its_bar(index: int, before: int) -> None:
    found = outcome(REPORT.format(index=index), REPORT.format(index=before))

    assert [bar.is_kept for bar in found.bars].count(False) == 1


def test_without_an_untouched_machine_the_gain_is_no_bar_and_that_is_said() -> None:
    found = outcome(FINISHED, None)

    assert len(found.bars) == 1
    assert "not compared" in found.notes[0]


@pytest.mark.parametrize("text", ["", "hardening_index=90\n", "finish=true\n"])
def test_a_run_that_broke_off_is_a_failure_of_the_auditor(text: str) -> None:
    with pytest.raises(FailedProgramError):
        outcome(text, None)


def test_lynis_is_packed_as_root_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "program").write_text("#!/bin/sh\n")
    monkeypatch.setattr(host, "PARTS", {str(tmp_path / "program"): "lynis"})

    with tarfile.open(fileobj=io.BytesIO(host.packed())) as archive:
        members = archive.getmembers()

    assert [(member.name, member.uid, member.uname) for member in members] == [("lynis", 0, "root")]


def test_a_missing_lynis_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "PARTS", {"/nowhere/lynis": "lynis"})

    with pytest.raises(MissingProgramError, match="lynis is not installed"):
        host.packed()
