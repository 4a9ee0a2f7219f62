"""The model's answers to what one request has it read: each input looked up or decoded once."""

from collections.abc import Iterable, Iterator, Sequence

from translator.batching import SHORT_TOKENS, TURN_SENTENCES, TURN_TOKENS
from translator.cache import SentenceCache
from translator.decoders.decoder import Decoder, Hypothesis
from translator.demand import Demand
from translator.order import Order
from translator.scheduler import Scheduler
from translator.text.repetition import rambles


class Search:
    """Find ranked answers for the inputs of one request, the best of which is no loop.

    Args:
        decoder: runs the model.
        scheduler: says when.
        demand: how long it may take.
        cache: what remembers answers, if anything does.
        count: how many answers are wanted.
    """

    def __init__(
        self,
        decoder: Decoder,
        scheduler: Scheduler,
        demand: Demand,
        *,
        cache: SentenceCache | None,
        count: int,
    ) -> None:
        model = decoder.model
        self._decoder = decoder
        self._scheduler = scheduler
        self._demand = demand
        self._cache = cache
        self._count = count
        self._model_name = f"{model.source}-{model.target} {model.version}"
        # The end mark is an input, too.
        self._longest = model.max_source_tokens - 1
        # Spanish needs more tokens than English: leave room, so that an output that still
        # reaches the model's limit is a loop and not a long sentence.
        self._comfortable = min(self._longest, model.max_target_tokens * 2 // 3)
        self._lengths: dict[str, int] = {}
        self._answers: dict[str, list[Hypothesis]] = {}
        self._sought: set[str] = set()
        self._is_long = False

    def announce(self, texts: Iterable[str]) -> None:
        """Say beforehand about how much will be asked for; a long text leaves room for others."""
        self._is_long = sum(map(self.length, set(texts))) > SHORT_TOKENS

    def fits(self, text: str) -> bool:
        """Tell whether the model can take a sentence whole."""
        return self.length(text) <= self._comfortable

    def length(self, text: str) -> int:
        """Count the tokens of a text."""
        if text not in self._lengths:
            (self._lengths[text],) = self._decoder.count_tokens([text])
        return self._lengths[text]

    def knows(self, text: str) -> bool:
        """Tell whether the answers to an input can be had without the decoder."""
        if text not in self._answers and text not in self._sought:
            self._sought.add(text)
            found = self._cache.get(self._model_name, text) if self._cache else None
            if found is not None:
                self._answers[text] = found
            elif self.length(text) > self._longest:
                self._answers[text] = []
        return text in self._answers

    def answers(self, texts: Sequence[str]) -> list[list[Hypothesis]]:
        """Give the answers to inputs, best first; none, where the model knows none.

        Raises:
            EngineError: the model cannot be asked, or not in time.
        """
        unknown = [text for text in dict.fromkeys(texts) if not self.knows(text)]
        for turn in self._turns(unknown):
            for text, answers in zip(turn, self._decoded(turn), strict=True):
                self._answers[text] = answers
                if self._cache:
                    self._cache.put(self._model_name, text, answers)
        return [self._answers[text] for text in texts]

    def _turns(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """Cut a list into parts of which the request waits for one before it asks for the next."""
        turn: list[str] = []
        room = TURN_TOKENS
        for text in texts:
            if turn and (len(turn) == TURN_SENTENCES or self.length(text) > room):
                yield turn
                turn, room = [], TURN_TOKENS
            turn.append(text)
            room -= self.length(text)
        if turn:
            yield turn

    def _decoded(self, texts: Sequence[str]) -> list[list[Hypothesis]]:
        """Decode inputs; search once more, guarded, where the model lost its way."""
        found = self._order(texts, guarded=False)
        lost = [number for number, text in enumerate(texts) if _is_lost(found[number][0], text)]
        if lost:
            again = self._order([texts[number] for number in lost], guarded=True)
            for number, answers in zip(lost, again, strict=True):
                text = texts[number]
                found[number] = [answer for answer in answers if not _is_lost(answer, text)]
        return found

    def _order(self, texts: Sequence[str], *, guarded: bool) -> list[list[Hypothesis]]:
        order = Order(
            decoder=self._decoder,
            sentences=texts,
            lengths=[self.length(text) for text in texts],
            count=self._count,
            guarded=guarded,
            is_long=self._is_long,
        )
        return self._scheduler.decode(order, self._demand)


def _is_lost(answer: Hypothesis, source: str) -> bool:
    """Tell whether the model fell silent, ran into a loop or rambled."""
    return not answer.text or rambles(answer.text, source)
