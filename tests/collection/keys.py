"""Make SSH keys, and run an SSH agent that holds some."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def new_key(file: Path, *, passphrase: str = "") -> Path:
    """Make a key pair and return its public half."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(file)]
    subprocess.run(command, check=True)
    return file.with_name(f"{file.name}.pub")


@contextmanager
def agent_holding(private_key: Path) -> Iterator[None]:
    """Run an agent that holds a key without a passphrase, for as long as the block runs."""
    socket = private_key.with_name("agent")
    agent = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE, text=True
    )
    assert agent.stdout
    assert "SSH_AUTH_SOCK" in agent.stdout.readline()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SSH_AUTH_SOCK", str(socket))
            subprocess.run(["ssh-add", "-q", str(private_key)], check=True)
            yield
    finally:
        agent.terminate()
        agent.wait()
        agent.stdout.close()
