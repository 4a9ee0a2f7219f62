"""The engine and the fork: made before it, loaded after it, in processes of its own."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

SERVICE = Path(__file__).resolve().parents[2] / "service"
LIMIT_SECONDS = 60


def run(program: str) -> list[str]:
    """Run a program and return the lines that it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env={"PYTHONPATH": str(SERVICE), "PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_what_is_made_before_the_fork_and_loaded_after_it_translates() -> None:
    answers = run(
        """
        import os
        from translator.making import make_directions
        from translator.settings import Settings

        directions = make_directions(Settings(server_name="_"))
        children = []
        for _ in range(3):
            if not (pid := os.fork()):
                directions.load()
                print(directions.first.translate(["Thank you very much."])[0], flush=True)
                os._exit(0)
            children.append(pid)
        assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 3
        """
    )

    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert "gracias" in answers[0].lower()


def test_what_was_loaded_before_the_fork_says_so_and_does_not_hang() -> None:
    (error,) = run(
        """
        import os
        from translator.errors import EngineError
        from translator.making import make_directions
        from translator.settings import Settings

        directions = make_directions(Settings(server_name="_"))
        directions.load()
        directions.first.translate(["Good evening."])
        if not (pid := os.fork()):
            try:
                directions.first.translate(["Good morning."])
            except EngineError as error:
                print(error, flush=True)
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        """
    )

    assert error == "the engine is not loaded in this process; call load() first"


def test_the_default_engine_is_ready_in_time_and_imports_no_other() -> None:
    seconds, imported = run(
        """
        import sys, time

        began = time.monotonic()
        from translator.making import make_directions
        from translator.settings import Settings

        directions = make_directions(Settings(server_name="_"))
        directions.load()
        print(time.monotonic() - began)
        print([name for name in ("tensorflow", "keras", "torch") if name in sys.modules])
        """
    )

    assert float(seconds) < 2
    assert imported == "[]"


def test_the_first_visitor_does_not_pay_for_the_warm_up() -> None:
    (ratio,) = run(
        """
        import statistics, time
        from translator.making import make_directions
        from translator.settings import Settings

        directions = make_directions(Settings(server_name="_", cached_sentences=0))
        directions.load()
        times = []
        for _ in range(15):
            began = time.perf_counter()
            directions.first.translate(["The train to the coast leaves at ten."])
            times.append(time.perf_counter() - began)
        print(times[0] / statistics.median(times[1:]))
        """
    )

    # Bound loosely: other work on the machine may hit the one first call.
    assert float(ratio) < 10
