"""What the role `reload` runs and touches is what the service has and looks at."""

import re
from pathlib import Path

from translator.servers import places

from tests.roles.role_files import REPOSITORY, ROLES, internals

TASKS = "".join(path.read_text() for path in (ROLES / "reload" / "tasks").glob("*.yml"))
SERVICE = REPOSITORY / "service"


def test_the_modules_that_it_runs_are_there() -> None:
    modules = re.findall(r"site \}\} run ([a-z_.]+)", TASKS)

    assert sorted(modules) == ["translator.servers.reloaded", "translator.servers.trial"]
    assert all((SERVICE / (name.replace(".", "/") + ".py")).is_file() for name in modules)


def test_it_touches_the_file_that_the_servers_look_at() -> None:
    touched = internals("reload")["__reload_file"].partition("}}/")[2]

    assert Path(touched) == places.RELOAD_FILE.relative_to(SERVICE)
