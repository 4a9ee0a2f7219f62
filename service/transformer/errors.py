"""The errors of this package: each message states the fact, the limit and the remedy."""


class TransformerError(Exception):
    """Stand above every error that this package raises on purpose."""


class TextMissingError(TransformerError):
    """Say that the parallel text, or a file of it, is not where it was looked for."""


class PreparationError(TransformerError):
    """Say that the shards are missing, or do not belong to the vocabulary in use."""


class RunMismatchError(TransformerError):
    """Say that a run folder was begun with other settings or other data."""


class NoCheckpointError(TransformerError):
    """Say that a run has nothing yet that could be exported."""


class EvaluationError(TransformerError):
    """Say that something that measuring needs is missing, or does not fit the rest."""


class ServedModelError(TransformerError):
    """Say that the folder of a served model cannot be read."""


class ScoresFellError(TransformerError):
    """Say that a model was not put in the place of a better one."""


class CarryError(TransformerError):
    """Say that a run cannot be packed, or what was packed cannot be read."""


class DownloadError(TransformerError):
    """Say that a public set could not be had over the network."""


class SynthesisError(TransformerError):
    """Say that a model cannot write the pairs that were asked for."""
