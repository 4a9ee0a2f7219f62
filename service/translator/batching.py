"""Choose which sentences the decoder gets next; nothing here waits or runs a model.

Sentences of several requests share a call, which takes half the time of one call each. A call
cannot be interrupted, so its size is what others may have to wait for.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

# Twice as many tokens in a call bring a tenth more sentences a second at best, and each process
# keeps 13 MB more.
CALL_TOKENS = 256
# What a call with sentences of long texts may hold while others are about: some 7 ms.
SHARED_CALL_TOKENS = 32
# The sentences of a call are padded to the longest one; this bounds the memory of a call.
PADDED_CALL_TOKENS = 512
# The sentences of a long text wait as if they had come so much later.
PATIENCE_SECONDS = 0.25

# A request submits so much at a time and waits for it, so that long texts take turns.
TURN_SENTENCES = 16
TURN_TOKENS = CALL_TOKENS
# A request with more than this is a long text.
SHORT_TOKENS = 256


@dataclass(frozen=True)
class Turn:
    """Some sentences of one request that wait for the decoder.

    Args:
        kind: only turns of one kind can share a call.
        lengths: of the sentences, in tokens, in the order in which they are taken.
        since: when they came, on the clock that `share_out` is told.
        is_long: whether they are part of a long text.
    """

    kind: Hashable
    lengths: Sequence[int]
    since: float
    is_long: bool = False

    @property
    def rank(self) -> float:
        """Say when its time comes; the lowest goes first, and none waits for ever."""
        return self.since + (PATIENCE_SECONDS if self.is_long else 0.0)


def share_out(turns: Sequence[Turn], *, now: float, is_shared: bool) -> list[int]:
    """Fill one call: say how many sentences it takes of each turn, from the front.

    Args:
        turns: at least one, each with a sentence.
        now: the time.
        is_shared: whether there are others to whom a long text must leave room.

    Returns:
        As many numbers as turns; at least one of them is not 0.
    """
    order = sorted(range(len(turns)), key=lambda number: turns[number].rank)
    first = turns[order[0]]
    ready = [
        number
        for number in order
        if turns[number].kind == first.kind and turns[number].rank <= max(now, first.rank)
    ]
    long = [number for number in ready if turns[number].is_long]
    call = _Call(turns)
    # Whoever is first gets something, however many others there are.
    call.take(order[0], sentences=1)
    kept = SHARED_CALL_TOKENS if first.is_long else 0
    for number in ready:
        if number not in long:
            call.take(number, room=CALL_TOKENS - kept)
    # Where many share a call, it takes so long that half as much more hardly matters.
    room = max(SHARED_CALL_TOKENS, call.tokens * 3 // 2) if is_shared else CALL_TOKENS
    for number in long:
        call.take(number, room=min(room, CALL_TOKENS))
    return call.taken


class _Call:
    """Count what a call holds already.

    Args:
        turns: of which it takes sentences.
    """

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.taken = [0] * len(turns)
        self.tokens = 0
        self._turns = turns
        self._longest = 0

    def take(self, number: int, *, sentences: int | None = None, room: int = CALL_TOKENS) -> None:
        """Take sentences of a turn as long as there is room; an empty call has room for any one."""
        lengths = self._turns[number].lengths
        for length in lengths[self.taken[number] :][:sentences]:
            if sum(self.taken) and not self._has_room(length, room):
                return
            self.taken[number] += 1
            self.tokens += length
            self._longest = max(self._longest, length)

    def _has_room(self, length: int, room: int) -> bool:
        padded = (sum(self.taken) + 1) * max(self._longest, length)
        return self.tokens + length <= room and padded <= PADDED_CALL_TOKENS
