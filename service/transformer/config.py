"""The sizes of the model and the choices of its training.

The letters used for shapes in this package:

B  batch, sentences          D  model width, numbers for each token
S  source length, tokens     H  attention heads
T  target length, tokens     K  width of a head, D / H
L  longest target, tokens    V  vocabulary, pieces
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class ModelConfig:
    """Describe a Transformer: a deep encoder, and a shallow decoder that is quick to serve.

    Kasai et al. 2021, "Deep Encoder, Shallow Decoder", show that this costs little quality.
    """

    vocabulary: int = 8192  # V
    width: int = 256  # D
    heads: int = 8  # H
    hidden: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2
    max_length: int = 256
    dropout: float = 0.1
    norm_epsilon: float = 1e-6

    @property
    def head_width(self) -> int:
        """Return K."""
        return self.width // self.heads


# Those above "medium" teach; two of them are more than the 40 MB that are shipped.
SIZES = {
    "tiny": ModelConfig(width=64, heads=4, hidden=256, encoder_layers=2, decoder_layers=1),
    "small": ModelConfig(),
    "medium": ModelConfig(width=384, encoder_layers=8),
    "large": ModelConfig(width=512, hidden=2048, encoder_layers=10),
    "teacher": ModelConfig(width=512, hidden=2048, decoder_layers=6),
}


@dataclasses.dataclass(frozen=True)
class TrainingConfig:
    """Describe how the weights are found.

    Args:
        seed: Start of every random choice: weights, order of the pairs, dropout.
        steps: The step at which the learning rate has come down to nothing. It may be moved while
            training rests, as long as ``cool_down_share`` of it has not been reached.
        steps_before: The steps of the run that the first weights were taken from; the rate declines
            as if they were part of this one.
        cool_down_share: The last part of the steps, in which the rate falls in a straight line.
        warm_up_steps: The step at which the rate is highest.
        peak_rate: The learning rate there.
        tokens_per_batch: Target tokens that a batch has room for, padding included.
        buckets: Lengths to which sentences are padded; the last is the longest that is learnt.
        joined_share: The share of the pairs that are joined, two to ten, into one long pair; few
            sentences are as long as the model may have to read.
        label_smoothing: The share of the probability that is spread over all pieces.
        clip_norm: The longest gradient that is followed at its full length.
        checkpoint_steps: Steps between two checkpoints, each of which is scored.
        checkpoints_kept: How many of them stay, to be averaged.
        precision: The Keras dtype policy.
    """

    seed: int = 1
    steps: int = 6600
    steps_before: int = 0
    cool_down_share: float = 0.3
    warm_up_steps: int = 800
    peak_rate: float = 2e-3
    tokens_per_batch: int = 4096
    buckets: tuple[int, ...] = (8, 10, 12, 14, 17, 20, 25, 30, 37, 45, 56, 70, 85, 100, 128, 256)
    joined_share: float = 0.04
    label_smoothing: float = 0.1
    clip_norm: float = 1.0
    checkpoint_steps: int = 250
    checkpoints_kept: int = 8
    precision: str = "mixed_bfloat16"
