"""Choose the decoder that an operator names; only that one is imported."""

from pathlib import Path

from translator.decoders.decoder import Decoder
from translator.errors import SettingsError
from translator.model import TENSORFLOW_FILES, Model

_REMEDY = (
    "Build the images again with `docker compose build`: the translator's carries what "
    "TRANSLATOR_ENGINE names, and nothing else."
)
_GRAPH_REMEDY = (
    f"{_REMEDY} Outside of an image, `python -m transformer.exporting.for_tensorflow "
    "service/model/en-es --to FOLDER` makes one."
)


def make_decoder(
    engine: str, directory: Path, *, beam_size: int, compute_type: str = "int8"
) -> Decoder:
    """Make what runs the model in a folder; call it before the fork, and load it after.

    Args:
        engine: `ctranslate2` or `tensorflow`.
        directory: the model's.
        beam_size: how many outputs the search follows at a time.
        compute_type: what CTranslate2 computes with; only measuring asks for others than int8.

    Raises:
        ModelError: the model cannot be used.
        SettingsError: the engine, or the model as it needs it, is not installed here.
    """
    try:
        if engine == "tensorflow":
            return _with_tensorflow(directory, beam_size)
        from translator.decoders.with_ctranslate2 import CTranslate2Decoder

        model = Model.in_directory(directory)
        return CTranslate2Decoder(model, beam_size=beam_size, compute_type=compute_type)
    except ModuleNotFoundError as error:
        fault = f"TRANSLATOR_ENGINE={engine}, but {error.name} is not installed here"
        raise SettingsError([fault], _REMEDY) from error


def _with_tensorflow(directory: Path, beam_size: int) -> Decoder:
    missing = [name for name in TENSORFLOW_FILES if not (directory / name).is_file()]
    if missing:
        fault = f"TRANSLATOR_ENGINE=tensorflow, but {directory} holds no {', '.join(missing)}"
        raise SettingsError([fault], _GRAPH_REMEDY)
    # Importing it takes seconds, and half a gigabyte.
    from translator.decoders.with_tensorflow import TensorFlowDecoder

    return TensorFlowDecoder(Model.in_directory(directory, files=()), beam_size=beam_size)
