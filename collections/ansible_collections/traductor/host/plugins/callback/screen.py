"""Show what a playbook says, and nothing of how it came to say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.plugins.callback.default import CallbackModule as Default

DOCUMENTATION = r"""
name: screen
type: stdout
short_description: Show what a playbook says, and nothing of how it came to say it
description:
  - Of the playbooks that are named it shows only what the module C(debug) says, and why a task
    failed. Everything else is shown as Ansible's own C(default) does, and so is all with C(-v).
author: The Traductor maintainers
extends_documentation_fragment:
  - default_callback
  - result_format_callback
options:
  bare_playbooks:
    description: File names of the playbooks of which only the words are shown.
    type: list
    elements: str
    default: []
    ini:
      - {section: callback_screen, key: bare_playbooks}
requirements:
  - set as stdout_callback in ansible.cfg
"""

# Ansible 2.18 has no other names than `_task` and `_result`.
WORDS = ("debug", "ansible.builtin.debug")


def said(message: object) -> str:
    """Return what `debug` says as text; a list has a line for each element."""
    return "\n".join(map(str, message)) if isinstance(message, list) else str(message)


class CallbackModule(Default):
    """The callback plugin."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "traductor.host.screen"

    def __init__(self) -> None:
        """Begin as the default does."""
        super().__init__()
        self._bare = False

    def v2_playbook_on_start(self, playbook: Any) -> None:
        """See which playbook it is."""
        name = Path(playbook._file_name).name
        self._bare = not self._display.verbosity and name in self.get_option("bare_playbooks")
        if not self._bare:
            super().v2_playbook_on_start(playbook)

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """Show no heading."""
        self._play = play
        if not self._bare:
            super().v2_playbook_on_play_start(play)

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """Show no heading."""
        if not self._bare:
            super().v2_playbook_on_task_start(task, is_conditional)

    def v2_playbook_on_no_hosts_matched(self) -> None:
        """Say nothing: the play before has said it."""
        if not self._bare:
            super().v2_playbook_on_no_hosts_matched()

    def v2_playbook_on_include(self, included_file: Any) -> None:
        """Show no name of a file."""
        if not self._bare:
            super().v2_playbook_on_include(included_file)

    def v2_runner_on_ok(self, result: Any) -> None:
        """Show words alone."""
        if not self._bare:
            super().v2_runner_on_ok(result)
        elif result._task.action in WORDS:
            self._display.display(said(result._result.get("msg", "")))

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Show nothing."""
        if not self._bare:
            super().v2_runner_on_skipped(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Show the reason alone."""
        if not self._bare:
            super().v2_runner_on_failed(result, ignore_errors)
        else:
            self._display.display(said(result._result.get("msg", "")), stderr=True)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Show the reason alone, and nothing where the role goes on."""
        if not self._bare:
            super().v2_runner_on_unreachable(result)
        elif not result._task.ignore_unreachable:
            self._display.display(said(result._result.get("msg", "")), stderr=True)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Show no table."""
        if not self._bare:
            super().v2_playbook_on_stats(stats)
