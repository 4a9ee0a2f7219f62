"""The memory that processes share, with real processes, some of which are killed.

They run in a process of their own, so that no thread of the tests is forked.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

SERVICE = Path(__file__).resolve().parents[2] / "service"
LIMIT_SECONDS = 60


def run(program: str) -> str:
    """Run a program and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(program)],
        env={"PYTHONPATH": str(SERVICE)},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_one_process_learns_all_others_know() -> None:
    known = run(
        """
        import os
        from translator.cache import SentenceCache
        from translator.decoders.decoder import Hypothesis

        cache = SentenceCache(10_000)
        children = []
        for child in range(4):
            if not (pid := os.fork()):
                for number in range(100):
                    cache.put("m", f"{child} {number}", [Hypothesis(f"{number} {child}", 0.5)])
                os._exit(0)
            children.append(pid)
        for pid in children:
            os.waitpid(pid, 0)
        found = {(c, n): cache.get("m", f"{c} {n}") for c in range(4) for n in range(100)}
        right = sum(answers == [Hypothesis(f"{n} {c}", 0.5)] for (c, n), answers in found.items())
        wrong = sum(answers is not None for answers in found.values()) - right
        print(right > 350, wrong, cache.hits + cache.misses)
        """
    )

    # Two sentences may have the same place.
    assert known == "True 0 400"


def test_writers_that_are_killed_leave_neither_rubbish_nor_a_lock() -> None:
    outcome = run(
        """
        import os, random, signal, time
        from translator.shared_memory import SharedTable

        table = SharedTable(2, 200_000)
        contents = [bytes([letter]) * length for letter, length in ((1, 200_000), (2, 150_000))]
        allowed = {*contents, b"", b"after"}
        rubbish = reads = 0
        for _ in range(25):
            writers = []
            for _ in range(2):
                if not (pid := os.fork()):
                    while True:
                        table.write(0, random.choice(contents))
                writers.append(pid)
            end = time.monotonic() + random.uniform(0.01, 0.05)
            while time.monotonic() < end:
                rubbish += table.read(0) not in allowed
                reads += 1
            for pid in writers:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            rubbish += table.read(0) not in allowed
            table.write(0, b"after")
            assert table.read(0) == b"after"
        assert table.read(1) == b""
        print(rubbish, reads > 100)
        """
    )

    assert outcome == "0 True"


def test_the_memory_is_not_taken_before_it_is_written_to() -> None:
    kilobytes = run(
        """
        from translator.cache import SentenceCache

        def resident():
            with open("/proc/self/status") as status:
                return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

        before = resident()
        cache = SentenceCache(1_000_000)
        print(resident() - before)
        """
    )

    assert int(kilobytes) < 1_000
