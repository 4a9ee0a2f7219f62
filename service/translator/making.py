"""Make the engines that the settings ask for, from the models that are there."""

from pathlib import Path

from translator.decoders.decoder import Decoder
from translator.decoders.with_ctranslate2 import CTranslate2Decoder
from translator.directions import Directions
from translator.engine import Engine
from translator.errors import ModelError
from translator.model import MODELS_DIRECTORY, Model
from translator.settings import Settings

# The page begins with the first one that is there.
DIRECTIONS = ("en-es", "es-en")


def make_directions(settings: Settings, *, directory: Path = MODELS_DIRECTORY) -> Directions:
    """Make an engine for every model in a folder; load them after the fork.

    Raises:
        ModelError: there is no model, or one that cannot be used.
    """
    found = [directory / name for name in DIRECTIONS if (directory / name).is_dir()]
    if not found:
        raise ModelError(directory / DIRECTIONS[0], "it is not there")
    return Directions([Engine(make_decoder(Model.in_directory(path), settings)) for path in found])


def make_decoder(model: Model, settings: Settings) -> Decoder:
    """Make what runs a model."""
    return CTranslate2Decoder(model, beam_size=settings.beam_size)


def loaded_engine(
    directory: Path = MODELS_DIRECTORY / DIRECTIONS[0],
    *,
    beam_size: int = Settings.beam_size,
    compute_type: str = "int8",
) -> Engine:
    """Load one model with CTranslate2, as served but without a server.

    Raises:
        EngineError: the model cannot be used.
    """
    decoder = CTranslate2Decoder(
        Model.in_directory(directory), beam_size=beam_size, compute_type=compute_type
    )
    engine = Engine(decoder)
    engine.load()
    return engine
