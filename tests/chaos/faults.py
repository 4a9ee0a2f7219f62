"""What goes wrong with the machine: it says so clearly, and is well when the cause is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from benchmark.figures import Bar, Part

from tests.chaos import droplet
from tests.chaos.load import Load, ask, steady
from tests.journey.finished_site import Site
from tests.journey.playbook_runs import run_playbook

FAULT_SECONDS = 20
CALM_SECONDS = 5
REBOOT_SECONDS = 120
LOOK_SECONDS = 3
# Until the kernel ends it too.
TAKE_ALL = "held = []; [held.append(bytearray(4_000_000)) for _ in iter(int, 1)]"
LOGS = ("/var/lib/docker/containers", "/var/log")
COLUMNS = ("what goes wrong", "requests", "failed", "told", "failed after", "workers after")

Fault = Callable[[Site], AbstractContextManager[None]]


def put_small_disks(site: Site) -> None:
    """Give Docker's logs and the journal disks of their own, with little room."""
    for folder in LOGS:
        droplet.put_small_disk(site, folder)
    # They go on writing into the files that they have open, unless they open them anew.
    site.sudo("systemctl restart docker systemd-journald")
    droplet.wait_until(lambda: droplet.is_whole(site), "a whole site")


@contextmanager
def no_room_for_logs(site: Site) -> Iterator[None]:
    """Let no byte more fit where Docker and the journal write."""
    with ExitStack() as disks:
        for folder in LOGS:
            disks.enter_context(droplet.full(site, folder))
        yield


@contextmanager
def no_memory(site: Site) -> Iterator[None]:
    """Let another program take the container's memory, and the kernel end the workers first."""
    before = droplet.workers(site)
    for worker in before:
        site.sudo(f"sh -c 'echo 900 > /proc/{worker}/oom_score_adj'")
    site.ssh(f"sudo docker exec {droplet.translator(site)} python -c '{TAKE_ALL}'")
    assert not set(before) & set(droplet.workers(site)), "the kernel ended no worker"
    yield


@contextmanager
def hanging_engine(site: Site) -> Iterator[None]:
    """Stop all workers where they are."""
    stopped = droplet.workers(site)
    droplet.signal(site, "STOP", stopped)
    try:
        yield
    finally:
        droplet.signal(site, "CONT", stopped)


@contextmanager
def hanging_for_good(site: Site) -> Iterator[None]:
    """Stop all workers, for somebody else to replace."""
    before = droplet.workers(site)
    droplet.signal(site, "STOP", before)
    yield
    droplet.wait_until(lambda: not set(before) & set(droplet.workers(site)), "other workers")
    droplet.wait_until(lambda: droplet.is_whole(site), "a whole site")


def measure(site: Site, sentences: Sequence[str], per_second: float) -> Part:
    """Let one thing after the other go wrong, each under a load of its own."""
    faults: dict[str, Fault] = {
        "the engine hangs for a while": hanging_engine,
        "the engine hangs for good": hanging_for_good,
        "the memory limit is hit": no_memory,
        "no room for logs": no_room_for_logs,
    }
    put_small_disks(site)
    rows, bars = [], []
    for name, fault in faults.items():
        during, after, workers = _through(site, fault, sentences, per_second)
        failed = len(during.failures)
        told = sum(one.told for one in during.failures)
        rows.append((name, len(during.answers), failed, told, len(after.failures), workers))
        bars += [
            _none(f"{name}: failures without a reason and a time", failed - told),
            _none(f"{name}: failed requests when it is over", len(after.failures)),
            _none(f"{name}: workers lost for good", droplet.PROCESSES - workers),
        ]
        for one in during.failures[:2] + after.failures[:2]:
            print(f"  {name}: {one.error}")
    return Part(
        title=f"Faults under {per_second:.0f} requests a second",
        columns=COLUMNS,
        rows=tuple(rows),
        bars=tuple(bars),
        notes=("told: the answer says what is wrong and when to try again.",),
    )


def measure_reboot(site: Site, sentence: str) -> Part:
    """Reboot the droplet and wait for a translation."""
    booted = site.sudo("stat --format %Y /proc/1")
    start = time.monotonic()
    site.ssh("sudo systemctl reboot")
    seconds = None
    while seconds is None and time.monotonic() - start < REBOOT_SECONDS:
        time.sleep(droplet.POLL_SECONDS)
        answer = ask(site, sentence, patience_seconds=LOOK_SECONDS)
        if answer.is_good and site.ssh("stat --format %Y /proc/1").stdout not in ("", booted):
            seconds = answer.end - start
    return Part(
        title="A reboot of the droplet",
        columns=("", "seconds"),
        rows=(("until it translates again", seconds),),
        bars=(Bar(claim="reboot: translations again, s", figure=seconds, at_most=REBOOT_SECONDS),),
    )


def measure_resize(site: Site, sentences: Sequence[str], settings: Sequence[str]) -> Part:
    """Give the droplet more memory, as its owner does."""
    wish = ("droplet_size=s-1vcpu-2gb", "confirm=yes")
    with steady(site, sentences, per_second=5) as load:
        time.sleep(CALM_SECONDS)
        done = run_playbook("resize.yml", *settings, *wish)
        time.sleep(CALM_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "for $6 a month" in done.stdout, done.stdout
    away = [one for one in load.failures if not one.told]
    seconds = load.seconds_until_good(away[0].start) if away else 0.0
    return Part(
        title="Another size of the droplet",
        columns=("", "seconds"),
        rows=(("the site is away", seconds),),
        bars=(Bar(claim="resize: the site is away, s", figure=seconds, at_most=REBOOT_SECONDS),),
    )


def _through(
    site: Site, fault: Fault, sentences: Sequence[str], per_second: float
) -> tuple[Load, Load, int]:
    """Put load on the site while something is wrong, and again when it is over."""
    with steady(site, sentences, per_second) as during:
        time.sleep(CALM_SECONDS)
        with fault(site):
            time.sleep(FAULT_SECONDS)
    droplet.wait_until(lambda: droplet.is_whole(site), "a whole site")
    with steady(site, sentences, per_second) as after:
        time.sleep(CALM_SECONDS)
    return during, after, len(droplet.workers(site))


def _none(claim: str, count: int) -> Bar:
    return Bar(claim=claim, figure=count, at_least=0, at_most=0)
