"""The engine: texts in, translated texts out, whichever decoder runs the model.

It is made before the server forks, which only looks at the model's files, and loaded after it,
once in every process. Many threads use it at a time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from translator.assignment import Assignment
from translator.cache import SentenceCache
from translator.decoders.decoder import Decoder
from translator.demand import Demand
from translator.pieces import Piece
from translator.scheduler import Scheduler
from translator.search import Search
from translator.text.glossary import Glossary

__all__ = ["Demand", "Engine", "Piece"]

UNBOUNDED = Demand()
WARM_UP = {"en": "Good morning.", "es": "Buenos días."}


class Engine:
    """Translate from one language into another.

    Args:
        decoder: what runs the model.
        glossary: the owner's terms.
        cache: what remembers translations; by default nothing does.
        scheduler: what shares the decoders of this process among its threads.
        count: how many ranked answers of the model the rules may choose from.
    """

    def __init__(
        self,
        decoder: Decoder,
        *,
        glossary: Glossary | None = None,
        cache: SentenceCache | None = None,
        scheduler: Scheduler | None = None,
        count: int = 1,
    ) -> None:
        self._decoder = decoder
        self._glossary = glossary or Glossary()
        self._cache = cache
        self._scheduler = scheduler or Scheduler()
        self._count = count
        self._in_hand: set[Assignment] = set()

    @property
    def source(self) -> str:
        """Name the language it reads, as ISO 639-1."""
        return self._decoder.model.source

    @property
    def target(self) -> str:
        """Name the language it writes."""
        return self._decoder.model.target

    @property
    def version(self) -> str:
        """Name the training that the model came from."""
        return self._decoder.model.version

    @property
    def requests(self) -> int:
        """Count the requests in hand in this process."""
        return len(self._in_hand)

    @property
    def call_seconds(self) -> float:
        """Tell for how long the decoder has not come back, in seconds; 0 while it is at rest."""
        return self._scheduler.call_seconds

    @property
    def cache(self) -> SentenceCache | None:
        """Give what counts hits and misses, if anything is remembered."""
        return self._cache

    def load(self) -> None:
        """Load the model into this process and warm it up; call it after the fork.

        Raises:
            EngineError: the files are there but cannot be loaded.
        """
        self._scheduler.reset()
        self._in_hand.clear()
        self._decoder.load()
        self._decoder.hypotheses([WARM_UP.get(self.source, "1.")], count=self._count)

    def translate(self, texts: Sequence[str], demand: Demand = UNBOUNDED) -> list[str]:
        """Translate each text, keeping its line breaks and the spaces at its ends.

        Raises:
            EngineError: there is no model, the queue is full, or the time is over.
        """
        with self._assignment(demand) as assignment:
            documents = assignment.cut(texts)
            pieces = assignment.pieces([unit for document in documents for unit in document])
            return ["".join(next(pieces).text for _ in document) for document in documents]

    def pieces(self, text: str, demand: Demand = UNBOUNDED) -> Iterator[Piece]:
        """Translate a text in its order, some sentences at a time; it becomes the same text.

        Raises:
            EngineError: as `translate` does, from the first piece on.
        """
        with self._assignment(demand) as assignment:
            (units,) = assignment.cut([text])
            yield from assignment.pieces(units)

    def candidates(self, text: str, *, count: int, demand: Demand = UNBOUNDED) -> list[str]:
        """Give up to `count` translations of one text, best first, none twice."""
        with self._assignment(demand, count=count) as assignment:
            (units,) = assignment.cut([text])
            return list(dict.fromkeys(assignment.candidates(units, count=count)))

    @contextmanager
    def _assignment(self, demand: Demand, *, count: int | None = None) -> Iterator[Assignment]:
        """Let a request in, if there is room for it.

        Args:
            demand: what it asks for.
            count: how many answers it wants, if not the usual number; these are not remembered.
        """
        search = Search(
            self._decoder,
            self._scheduler,
            demand,
            cache=self._cache if count is None else None,
            count=max(self._count, count or 1),
        )
        glossary = Glossary(demand.glossary.terms + self._glossary.terms)
        assignment = Assignment(
            search,
            glossary,
            source=self.source,
            target=self.target,
            is_certain=demand.is_certain,
        )
        with self._scheduler.admission():
            self._in_hand.add(assignment)
            try:
                yield assignment
            finally:
                self._in_hand.discard(assignment)
