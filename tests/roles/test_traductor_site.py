"""Who asks for something of the service need not know how it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from roles.translator.files import traductor_site
from roles.translator.files.traductor_site import Containers, OneContainer, Units, find, main

RELEASE = "0123456789ab"


def site(folder: Path, settings: str) -> Path:
    release = folder / "releases" / RELEASE
    release.mkdir(parents=True)
    (release / ".env").write_text(settings)
    (folder / "current").symlink_to(release)
    return folder


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ("TRANSLATOR_DEPLOYMENT=compose\n", Containers),
        ("TRANSLATOR_DEPLOYMENT=standalone\n", OneContainer),
        ("TRANSLATOR_DEPLOYMENT=systemd\n", Units),
        # Releases of before do not say.
        ("TRANSLATOR_RELEASE=dev\n", Containers),
    ],
)
def test_the_release_says_how_it_runs(tmp_path: Path, settings: str, kind: type) -> None:
    found = find(site(tmp_path, settings))

    assert type(found) is kind
    assert found.release == RELEASE


def test_where_nothing_was_deployed_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--directory", str(tmp_path), "serving"]) == 1
    assert "Remedy: ansible-playbook playbooks/deploy.yml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("deployment", "serving", "group"),
    [
        ("compose", "c0ffee", "101"),
        ("standalone", "c0ffee", "101"),
        ("systemd", "active", "www-data"),
    ],
)
def test_the_same_questions_are_answered_in_each(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    deployment: str,
    serving: str,
    group: str,
) -> None:
    folder = str(site(tmp_path, f"TRANSLATOR_DEPLOYMENT={deployment}\n"))
    monkeypatch.setattr(traductor_site, "_output", lambda *_: serving)
    codes = [main(["--directory", folder, verb]) for verb in ("serving", "nginx-group")]

    assert codes == [0, 0]
    assert capsys.readouterr().out.split() == [RELEASE, group]


def test_a_translator_that_does_not_run_is_not_said_to_serve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = str(site(tmp_path, "TRANSLATOR_DEPLOYMENT=systemd\n"))
    monkeypatch.setattr(traductor_site, "_output", lambda *_: "failed")

    assert main(["--directory", folder, "serving"]) == 1


@pytest.mark.parametrize("kind", [Containers, OneContainer, Units])
@pytest.mark.parametrize("of", ["nginx", "translator"])
def test_a_log_is_followed_only_if_that_is_asked_for(kind: type[Containers], of: str) -> None:
    asked = kind(Path("/opt/traductor/releases", RELEASE))

    assert not [word for word in asked.logs(of, 7, follow=False) if "follow" in word]
    assert [word for word in asked.logs(of, 7, follow=True) if "follow" in word]
    assert any("7" in word for word in asked.logs(of, 7, follow=False))
