"""Try the code that is here in a process of its own: ``python -m translator.servers.trial``.

The master does it before it takes up changed code, and an operator may. It compiles every file,
makes the application, renders every page, and translates a sentence in each direction. Status 1 and
a message with file and line mean that the code is not good. The running service notices nothing.
"""

import os
import sys
import traceback
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from translator.servers.outcomes import GOOD

if TYPE_CHECKING:
    from flask import Flask

PACKAGE = Path(__file__).resolve().parents[1]
REMEDY = "The service goes on with the code before. Correct this, and touch settings/reload again."
PAGES = ("/", "/docs", "/spec")
SENTENCES = {"en": "The letter arrived this morning.", "es": "La carta llegó esta mañana."}
# Where memory runs out, the kernel ends this process and no worker.
FIRST_TO_GO = "1000"
NICENESS = 5


class TrialError(Exception):
    """The code is not good; the message says where."""


def main() -> int:
    """Return 0 if the code is good; else say what is wrong with it and return 1."""
    _stand_back()
    try:
        compile_all(PACKAGE)
        _use()
    except TrialError as error:
        print(f"{error}\n{REMEDY}", file=sys.stderr)
        return 1
    print(GOOD, end="")
    return 0


def compile_all(folder: Path) -> None:
    """Compile all files, also those that are imported late.

    Raises:
        TrialError: with every file that is no Python.
    """
    faults = [fault for path in sorted(folder.rglob("*.py")) for fault in _syntax_faults(path)]
    if faults:
        raise TrialError("\n".join(faults))


def described(error: BaseException) -> str:
    """Say what an error is, and which line of ours it came from."""
    text = "".join(traceback.format_exception_only(error)).strip()
    place = _place(error)
    return f"{place}: {text}" if place else text


def _stand_back() -> None:
    """Let the running service go first, and leave its counts alone."""
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    sys.dont_write_bytecode = True
    os.nice(NICENESS)
    Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")


def _syntax_faults(path: Path) -> Iterator[str]:
    try:
        compile(path.read_bytes(), path, "exec")
    except SyntaxError as error:
        yield f"{path}:{error.lineno or 1}: {error.msg}"
    except ValueError as error:
        yield f"{path}:1: {error}"


def _use() -> None:
    """Do what a server does, and then what a visitor would.

    Raises:
        TrialError: something fails, or answers nothing.
    """
    try:
        # All of the package is imported here, where its faults are reported.
        from translator.servers import wsgi

        app = wsgi.application
        wsgi.after_fork()
        for name in app.jinja_env.list_templates():
            app.jinja_env.get_template(name)
        for page, language in product(PAGES, SENTENCES):
            _answer(app, page, headers={"Accept-Language": language})
        for engine in wsgi.directions.engines:
            source, target = engine.source, engine.target
            query = {"q": SENTENCES[source], "source": source, "target": target}
            _answer(app, "/translate", method="POST", json=query)
    except TrialError:
        raise
    except (Exception, SystemExit) as error:
        raise TrialError(described(error)) from error


def _answer(app: "Flask", path: str, **request: object) -> None:
    """Answer a request without the handler that turns a failure into an answer."""
    with app.test_request_context(path, **request):
        if not app.make_response(app.dispatch_request()).get_data():
            raise TrialError(f"{path} answers nothing")


def _place(error: BaseException) -> str:
    # A template that cannot be read says itself where.
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(file, str) and isinstance(line, int):
        return f"{file}:{line}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE) and path != Path(__file__):
            return f"{path}:{frame.lineno}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
