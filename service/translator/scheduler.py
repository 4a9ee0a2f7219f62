"""Let the requests of one process share its decoders, one call at a time.

There is no thread for it. Whoever waits first leads: it decodes for all who wait until its own
sentences are done, and hands the lead on. So nothing has to be started after a fork, and an idle
process answers without a change of threads.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from translator.batching import share_out
from translator.decoders.decoder import Hypothesis
from translator.demand import Demand
from translator.errors import BusyError, EngineError
from translator.order import Job, Order

MAX_REQUESTS = 128
# So long after a short request a long text still leaves room for the next.
COMPANY_SECONDS = 2.0

_Call = list[tuple[Job, list[int]]]


class Scheduler:
    """Take turns at the decoders of a process.

    Args:
        max_requests: how many may be in hand at a time.
    """

    def __init__(self, *, max_requests: int = MAX_REQUESTS) -> None:
        self._max_requests = max_requests
        self.reset()

    def reset(self) -> None:
        """Forget all that a fork may have cut off; call it before the first request."""
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._leader: Job | None = None
        # A stream that nobody reads any more ends wherever Python collects it, be it in a thread
        # that holds the lock: a deque counts without one.
        self._room = deque(range(self._max_requests))
        self._last_short = -COMPANY_SECONDS
        self._call_since: float | None = None

    @property
    def call_seconds(self) -> float:
        """Tell for how long the decoder has had the call that it has in hand; 0 if it has none."""
        since = self._call_since
        return 0.0 if since is None else time.monotonic() - since

    @contextmanager
    def admission(self) -> Iterator[None]:
        """Let a request in for as long as it takes.

        Raises:
            BusyError: there are as many as may be.
        """
        try:
            place = self._room.pop()
        except IndexError:
            raise BusyError from None
        try:
            yield
        finally:
            self._room.append(place)

    def decode(self, order: Order, demand: Demand) -> list[list[Hypothesis]]:
        """Wait until all sentences of an order are decoded.

        Raises:
            DeadlineError: the time is over.
            CancelledError: nobody wants the answer any more.
            Exception: whatever the decoder raised for these sentences.
        """
        demand.check()
        job = Job(order, demand)
        self._enter(job)
        try:
            while not job.is_done:
                if self._leader is job:
                    self._lead()
                else:
                    job.wait()
                if not job.is_done:
                    job.check()
        finally:
            self._leave(job)
        return job.outputs

    def _enter(self, job: Job) -> None:
        with self._lock:
            self._jobs.append(job)
            if not job.order.is_long:
                self._last_short = job.since
            if self._leader is None:
                self._leader = job

    def _leave(self, job: Job) -> None:
        with self._lock:
            self._jobs.remove(job)
            if self._leader is job:
                self._leader = next((each for each in self._jobs if each.is_waiting), None)
                if self._leader is not None:
                    self._leader.news.set()

    def _lead(self) -> None:
        """Decode one call for all who wait; what fails in it fails only those who are in it."""
        with self._lock:
            call = self._next_call()
        self._call_since = time.monotonic()
        try:
            outputs = iter(_decoded(call))
            for job, numbers in call:
                job.give(numbers, outputs)
        except Exception as error:
            # Each job raises it in its own thread.
            _fail(call, error)
        except BaseException:
            # This thread is being ended; the others are not to wait for what it did not finish.
            _fail(call, EngineError("the engine was interrupted; send the text again"))
            raise
        finally:
            self._call_since = None
        for job, _ in call:
            job.news.set()

    def _next_call(self) -> _Call:
        jobs = [job for job in self._jobs if job.is_waiting]
        now = time.monotonic()
        is_shared = now - self._last_short < COMPANY_SECONDS
        taken = share_out([job.turn for job in jobs], now=now, is_shared=is_shared)
        return [(job, job.take(number)) for job, number in zip(jobs, taken, strict=True) if number]


def _decoded(call: _Call) -> list[list[Hypothesis]]:
    order = call[0][0].order
    sentences = [job.order.sentences[number] for job, numbers in call for number in numbers]
    return order.decoder.hypotheses(sentences, count=order.count, guarded=order.guarded)


def _fail(call: _Call, error: Exception) -> None:
    for job, _ in call:
        job.error = error
        job.news.set()
