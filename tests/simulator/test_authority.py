"""The simulator's certificate authority answers, trusted by its own file, and leaves nothing."""

from __future__ import annotations

import dataclasses
import json
import ssl
import urllib.request
from pathlib import Path

import pytest
from benchmark.serving.processes import free_ports

from simulator.authority import LOOPBACK, Authority
from simulator.errors import SimulatorError


def authority(folder: Path) -> Authority:
    dns_port, port, management_port = free_ports(3)
    return Authority(
        folder=folder,
        address=LOOPBACK,
        port=port,
        management_port=management_port,
        dns_port=dns_port,
    )


def test_it_offers_acme_to_whoever_trusts_its_file(tmp_path: Path) -> None:
    running = authority(tmp_path / "authority")
    running.start()
    try:
        trust = ssl.create_default_context(cafile=str(running.certificates_file))
        url = running.directory_url
        with urllib.request.urlopen(url, context=trust, timeout=10) as answer:  # noqa: S310
            directory = json.load(answer)
        known = running.certificates_file.read_text()
        running.start()
        unchanged = running.certificates_file.read_text() == known
    finally:
        running.stop()

    assert {"newAccount", "newNonce", "newOrder"} <= set(directory)
    assert known.count("BEGIN CERTIFICATE") == 2
    assert unchanged, "starting a running one changed its root"
    assert not running.folder.exists()


def test_a_taken_port_is_told_with_the_last_lines_of_its_log(tmp_path: Path) -> None:
    first = authority(tmp_path / "first")
    second = dataclasses.replace(first, folder=tmp_path / "second")
    first.start()
    try:
        with pytest.raises(SimulatorError, match="address already in use"):
            second.start()
    finally:
        second.stop()
        first.stop()
