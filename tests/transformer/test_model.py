"""What must hold for a Transformer whatever its weights are."""

import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray
from transformer.decoding import beam, greedy
from transformer.model import Transformer
from transformer.pairs.batches import Matrix
from transformer.text import END, PAD, START

SOURCES = ([10, 11, 12, 13, END], [20, 21, END])
TARGET = np.array([[START, 30, 31, 32, 33, 34]], np.int32)
SOURCE = np.array([SOURCES[0]], np.int32)


def scores(model: Transformer, source: Matrix, target: Matrix) -> NDArray[np.float32]:
    """Return the scores (B, T, V) as numbers."""
    answer: NDArray[np.float32] = ops.convert_to_numpy(model.scores(model((source, target))))
    return answer


def test_a_later_target_token_does_not_change_an_earlier_score(model: Transformer) -> None:
    changed = TARGET.copy()
    changed[0, 4:] = 40

    before, after = scores(model, SOURCE, TARGET), scores(model, SOURCE, changed)

    np.testing.assert_allclose(before[:, :4], after[:, :4], atol=1e-5)
    assert np.abs(before[:, 4:] - after[:, 4:]).max() > 1e-2


def test_padding_does_not_change_a_score(model: Transformer) -> None:
    padded = np.pad(SOURCE, ((0, 0), (0, 9)), constant_values=PAD)

    np.testing.assert_allclose(
        scores(model, SOURCE, TARGET), scores(model, padded, TARGET), atol=1e-4
    )


def test_every_source_token_matters(model: Transformer) -> None:
    for place in range(SOURCE.shape[1]):
        changed = SOURCE.copy()
        changed[0, place] = 50

        assert np.abs(scores(model, SOURCE, TARGET) - scores(model, changed, TARGET)).max() > 1e-3


def test_the_order_of_the_source_matters(model: Transformer) -> None:
    assert (
        np.abs(scores(model, SOURCE, TARGET) - scores(model, SOURCE[:, ::-1], TARGET)).max() > 1e-3
    )


def test_a_step_with_a_cache_gives_the_scores_of_the_whole_target(model: Transformer) -> None:
    whole = scores(model, SOURCE, TARGET)
    memory = model.encode(SOURCE)
    caches = model.empty_caches(1, TARGET.shape[1])

    for position in range(TARGET.shape[1]):
        step, caches = model.step(
            TARGET[:, position : position + 1],
            position,
            source=SOURCE,
            memory=memory,
            caches=caches,
        )

        np.testing.assert_allclose(whole[:, position], ops.convert_to_numpy(step), atol=1e-4)


def test_a_beam_of_one_is_greedy(model: Transformer) -> None:
    for source in SOURCES:
        answer = beam(model, source, width=1, max_tokens=12)

        assert [answer] == greedy(model, [source], max_tokens=12)


def test_a_batch_is_translated_like_its_sentences_alone(model: Transformer) -> None:
    alone = [greedy(model, [source], max_tokens=12)[0] for source in SOURCES]

    assert greedy(model, SOURCES, max_tokens=12) == alone


def test_a_wider_beam_finds_no_less_likely_translation(model: Transformer) -> None:
    def likelihood(answer: list[int]) -> float:
        target = np.array([[START, *answer]], np.int32)
        chances = ops.convert_to_numpy(ops.log_softmax(scores(model, SOURCE, target)))[0]
        return float(np.mean([chances[i, piece] for i, piece in enumerate([*answer, END])]))

    narrow, wide = (beam(model, SOURCES[0], width=w, max_tokens=12) for w in (1, 8))

    assert likelihood(wide) >= likelihood(narrow) - 1e-5


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_is_the_cross_entropy_with_the_smoothed_wish(
    model: Transformer, smoothing: float
) -> None:
    model.label_smoothing = smoothing
    wanted = np.array([[30, 31, 32, END, PAD, PAD]], np.int32)
    states = model((SOURCE, TARGET))
    chances = ops.convert_to_numpy(ops.log_softmax(model.scores(states)))[0, :4]
    wish = np.full(chances.shape, smoothing / chances.shape[1])
    wish[np.arange(4), wanted[0, :4]] += 1 - smoothing

    loss = float(model.compute_loss(y=wanted, y_pred=states))

    assert loss == pytest.approx(-(wish * chances).sum(axis=1).mean(), rel=1e-4)
