"""Score a model while it learns: on sentences set aside, which choose but do not teach."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import TypeAlias

from sacrebleu.metrics.chrf import CHRF

from transformer.config import TrainingConfig
from transformer.decoding import GreedyDecoder
from transformer.model import Transformer
from transformer.pairs.batches import Mix
from transformer.pairs.shards import Shard
from transformer.text import Vocabulary

SENTENCES_TRANSLATED = 240
ROWS = 60
MAX_TOKENS = 100


@dataclasses.dataclass(frozen=True)
class DevScore:
    """Hold the mean loss of a token, in nats and without label smoothing, and chrF2."""

    loss: float
    chrf: float

    def as_dict(self) -> dict[str, float]:
        """Return both, named and rounded as the log holds them."""
        return {"dev_loss": round(self.loss, 4), "dev_chrf": round(self.chrf, 2)}


Scorer: TypeAlias = Callable[[], DevScore]


def scorer(
    model: Transformer, shard: Shard, vocabulary: Vocabulary, config: TrainingConfig
) -> Scorer:
    """Return a function that scores the model as it then is; the same every time.

    The loss is taken over all sentences, chrF2 over greedy translations of some of all lengths.

    Args:
        model: The model, which may go on learning.
        shard: The sentences set aside.
        vocabulary: For reading translations and references.
        config: How sentences are put into batches.
    """
    alone = dataclasses.replace(config, joined_share=0.0)
    batches = list(Mix([shard], [1], alone).epoch(0))
    chosen = _spread(len(shard), SENTENCES_TRANSLATED)
    sources = [shard.source[number].tolist() for number in chosen]
    references = vocabulary.decode([shard.target[number].tolist() for number in chosen])
    decoder = GreedyDecoder(model, max_tokens=min(MAX_TOKENS, model.config.max_length))

    def measure() -> DevScore:
        tokens = sum(batch.target_tokens for batch in batches)
        loss = 0.0
        for batch in batches:
            mean = model.test_on_batch((batch.source, batch.target), batch.wanted)
            model.reset_metrics()  # Keras would return a mean over all batches so far
            loss += float(mean) * batch.target_tokens
        answers = vocabulary.decode(decoder.translate(sources, rows=ROWS))
        return DevScore(loss / tokens, float(CHRF().corpus_score(answers, [references]).score))

    return measure


def _spread(size: int, wanted: int) -> Sequence[int]:
    """Choose evenly among numbers below ``size``: pairs lie in the order of their length."""
    return range(0, size, max(1, -(-size // wanted)))
