"""Changed code is tried in a process of its own; what is wrong with it is said with its place."""

import subprocess
import textwrap
from pathlib import Path

import pytest

from tests.service.reloading import copy_service, run
from tests.service.test_engine_processes import run as run_program


@pytest.fixture
def service(tmp_path: Path) -> Path:
    return copy_service(tmp_path / "service")


def tried(service: Path) -> "subprocess.CompletedProcess[str]":
    return run("translator.servers.trial", service, service.parent)


def append(service: Path, file: str, text: str) -> int:
    """Append a line; return its number."""
    path = service / "translator" / file
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, text, ""]))
    return len(lines) + 1


def test_good_code_is_said_to_be_good_and_leaves_the_counts_alone(service: Path) -> None:
    counts = service.parent / "metrics"
    counts.mkdir()
    (counts / "counter_1.db").write_bytes(b"of the running service")
    done = tried(service)

    assert (done.returncode, done.stdout) == (0, "the changed code is good\n"), done.stderr
    assert [path.name for path in counts.iterdir()] == ["counter_1.db"]


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        ("documents/word.py", "def broken(:", "invalid syntax"),
        ("text/casing.py", "not_there()", "NameError: name 'not_there' is not defined"),
        ("web/templates/docs.html", "{% if %}", "TemplateSyntaxError"),
        ("web/templates/base.html", "{{ nobody.knows.it }}", "UndefinedError"),
        ("servers/wsgi.py", "raise SystemExit", "SystemExit"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    service: Path, file: str, line: str, fault: str
) -> None:
    number = append(service, file, line)
    done = tried(service)

    assert done.returncode == 1
    assert f"translator/{file}:{number}: " in done.stderr
    assert fault in done.stderr
    assert "Correct this, and touch settings/reload again" in done.stderr


def test_former_code_does_not_pile_up_and_what_is_shared_lasts(tmp_path: Path) -> None:
    service = copy_service(tmp_path / "service")
    program = textwrap.dedent(
        f"""
        import gc, os, sys
        sys.path.insert(0, {str(service)!r})
        os.environ.update(
            TRANSLATOR_SERVER_NAME="_", TRADUCTOR_STATE={str(tmp_path / "state")!r},
            TRADUCTOR_RELOAD_FILE={str(tmp_path / "reload")!r},
            PROMETHEUS_MULTIPROC_DIR={str(tmp_path / "metrics")!r},
        )
        from translator import lasting
        from translator.servers import renewal
        from flask import Flask

        renewal.load()
        kept = dict(lasting._kept)
        files = sorted(os.listdir({str(tmp_path / "metrics")!r}))
        for _ in range(3):
            print(renewal.renew())
        gc.unfreeze()
        print(sum(type(each) is Flask for each in gc.get_objects()))
        print(all(lasting._kept[name] is value for name, value in kept.items()), len(kept) > 4)
        print(sorted(os.listdir({str(tmp_path / "metrics")!r})) == files)
        """
    )

    assert run_program(program) == ["True", "True", "True", "1", "True True", "True"]
