"""Requests in many threads share one decoder: who waits, who goes first, who fails."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from translator.batching import CALL_TOKENS
from translator.decoders.decoder import Hypothesis
from translator.demand import Demand
from translator.errors import BusyError, CancelledError, DeadlineError, EngineError
from translator.order import Order
from translator.scheduler import Scheduler

from tests.service.conftest import ShoutingDecoder

PATIENCE_SECONDS = 10.0


class HeldDecoder(ShoutingDecoder):
    """Wait in every call until it is let go; remember the calls."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[list[str], int, bool]] = []
        self.began = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.at_a_time = 0

    def hypotheses(
        self, sentences: Sequence[str], *, count: int, guarded: bool = False
    ) -> list[list[Hypothesis]]:
        self.at_a_time += 1
        assert self.at_a_time == 1, "two calls at a time"
        self.calls.append((list(sentences), count, guarded))
        self.began.release()
        assert self.go.acquire(timeout=PATIENCE_SECONDS)
        self.at_a_time -= 1
        if any("poison" in sentence for sentence in sentences):
            raise ValueError("the model failed")
        return super().hypotheses(sentences, count=count, guarded=guarded)


@pytest.fixture
def held() -> HeldDecoder:
    return HeldDecoder()


@pytest.fixture
def scheduler() -> Scheduler:
    return Scheduler()


@pytest.fixture
def ask(
    held: HeldDecoder, scheduler: Scheduler
) -> Iterator[Callable[..., "Future[list[list[Hypothesis]]]"]]:
    """Send sentences in a thread of their own and wait until they are in the queue."""
    with ThreadPoolExecutor(32) as threads:

        def send(
            *sentences: str, demand: Demand | None = None, **options: Any
        ) -> "Future[list[list[Hypothesis]]]":
            order = Order(held, sentences, [len(each.split()) for each in sentences], **options)
            waiting = len(scheduler._jobs)
            answer = threads.submit(scheduler.decode, order, demand or Demand())
            until(lambda: len(scheduler._jobs) > waiting or answer.done())
            return answer

        yield send
        held.go.release(100)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


Ask = Callable[..., "Future[list[list[Hypothesis]]]"]


def texts(answer: "Future[list[list[Hypothesis]]]") -> list[str]:
    return [ranked[0].text for ranked in answer.result(PATIENCE_SECONDS)]


def test_what_comes_during_a_call_shares_the_next(held: HeldDecoder, ask: Ask) -> None:
    answers = [ask("one")]
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    answers += [ask(f"number {number}") for number in range(15)]
    held.go.release(2)

    assert [texts(answer) for answer in answers] == [
        ["ONE"],
        *([f"NUMBER {number}"] for number in range(15)),
    ]
    assert [len(call) for call, _, _ in held.calls] == [1, 15]


def test_each_gets_its_own_answers_in_its_own_order(held: HeldDecoder, ask: Ask) -> None:
    held.go.release(100)
    answers = {
        name: ask(f"{name} with many more words", name, f"{name} b") for name in ("x", "y", "z")
    }

    for name, answer in answers.items():
        capital = name.upper()
        assert texts(answer) == [f"{capital} WITH MANY MORE WORDS", capital, f"{capital} B"]


def test_different_ways_of_searching_do_not_share_a_call(held: HeldDecoder, ask: Ask) -> None:
    first = ask("first")
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    others = [ask("a"), ask("b", count=3), ask("c", guarded=True), ask("d")]
    held.go.release(100)

    assert [texts(answer) for answer in (first, *others)] == [["FIRST"], ["A"], ["B"], ["C"], ["D"]]
    assert sorted(held.calls[1:]) == [(["a", "d"], 1, False), (["b"], 3, False), (["c"], 1, True)]


def test_a_call_that_fails_fails_only_those_in_it(held: HeldDecoder, ask: Ask) -> None:
    first = ask("first")
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    poisoned = [ask("poison"), ask("beside it")]
    apart = ask("apart", count=2)
    held.go.release(100)

    assert texts(first) == ["FIRST"]
    assert texts(apart) == ["APART"]
    for answer in poisoned:
        with pytest.raises(ValueError, match="the model failed"):
            answer.result(PATIENCE_SECONDS)


def test_after_a_failure_the_next_are_answered(held: HeldDecoder, ask: Ask) -> None:
    held.go.release(100)
    failed = ask("poison")
    failed.exception(PATIENCE_SECONDS)

    assert texts(ask("well")) == ["WELL"]


def test_a_thread_that_is_ended_while_it_leads_leaves_nobody_waiting(scheduler: Scheduler) -> None:
    class Ending(ShoutingDecoder):
        def hypotheses(self, *_: object, **__: object) -> list[list[Hypothesis]]:
            raise SystemExit

    with pytest.raises(SystemExit):
        scheduler.decode(Order(Ending(), ["a"], [1]), Demand())

    assert scheduler.decode(Order(ShoutingDecoder(), ["b"], [1]), Demand())[0][0].text == "B"


def test_a_request_whose_time_is_over_goes_at_once(held: HeldDecoder, ask: Ask) -> None:
    first = ask("first")
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    late = ask("late", demand=Demand(deadline=time.monotonic() + 0.05))

    assert isinstance(late.exception(PATIENCE_SECONDS), DeadlineError)
    held.go.release(100)
    assert texts(first) == ["FIRST"]
    assert [call for call, _, _ in held.calls] == [["first"]]


def test_a_request_that_nobody_waits_for_is_not_decoded(held: HeldDecoder, ask: Ask) -> None:
    first = ask("first")
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    is_there = threading.Event()
    is_there.set()
    left = ask("left", demand=Demand(is_wanted=is_there.is_set))
    is_there.clear()

    assert isinstance(left.exception(PATIENCE_SECONDS), CancelledError)
    held.go.release(100)
    assert texts(first) == ["FIRST"]
    assert [call for call, _, _ in held.calls] == [["first"]]


def test_a_request_that_is_too_late_from_the_start_costs_no_call(
    held: HeldDecoder, scheduler: Scheduler
) -> None:
    with pytest.raises(DeadlineError):
        scheduler.decode(Order(held, ["a"], [1]), Demand(deadline=time.monotonic()))

    assert held.calls == []


def test_one_who_leaves_hands_the_lead_on(held: HeldDecoder, ask: Ask) -> None:
    leader = ask("first", *["more"] * 600, demand=Demand(deadline=time.monotonic() + 0.2))
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    other = ask("other", count=2)
    time.sleep(0.25)
    held.go.release(100)

    assert isinstance(leader.exception(PATIENCE_SECONDS), DeadlineError)
    assert texts(other) == ["OTHER"]


def test_a_short_request_goes_before_the_rest_of_a_long_one(held: HeldDecoder, ask: Ask) -> None:
    words = " ".join(["word"] * 60)
    long = ask(*(f"{words} {number}" for number in range(16)), is_long=True)
    assert held.began.acquire(timeout=PATIENCE_SECONDS)
    short = ask("short")
    held.go.release(100)

    assert texts(short) == ["SHORT"]
    assert len(texts(long)) == 16
    before, second, *rest = [call for call, _, _ in held.calls]
    assert len(before) == CALL_TOKENS // 61
    assert second == ["short"]
    # From now on it leaves room for others.
    assert [len(call) for call in rest] == [1] * (16 - len(before))


def test_as_many_requests_as_may_be_are_let_in_and_the_next_is_told_at_once() -> None:
    scheduler = Scheduler(max_requests=2)

    with scheduler.admission(), scheduler.admission():
        began = time.monotonic()
        with pytest.raises(BusyError) as refused, scheduler.admission():
            pass
        assert time.monotonic() - began < 0.5
    assert refused.value.retry_after_seconds > 0
    assert issubclass(BusyError, EngineError)
    with scheduler.admission():
        pass


def test_many_threads_get_all_their_answers(scheduler: Scheduler) -> None:
    decoder = ShoutingDecoder()

    def work(name: int) -> bool:
        return all(
            scheduler.decode(Order(decoder, [f"{name} {turn}", "b"], [2, 1]), Demand())
            == [[Hypothesis(f"{name} {turn}".upper(), 1 / (1 + len(f"{name} {turn}") / 100))], [b]]
            for turn in range(200)
        )

    b = Hypothesis("B", 1 / 1.01)
    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(work, range(16)))
    assert scheduler._jobs == []
    assert scheduler._leader is None


def test_a_request_can_end_in_a_thread_that_takes_its_turn(scheduler: Scheduler) -> None:
    request = scheduler.admission()
    request.__enter__()

    def end_in_the_middle() -> None:
        with scheduler._lock:
            request.__exit__(None, None, None)

    thread = threading.Thread(target=end_in_the_middle, daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)

    assert not thread.is_alive()
