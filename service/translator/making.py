"""Make the engines that the settings ask for, from the models that are there."""

from pathlib import Path

from translator.cache import SentenceCache
from translator.decoders.choice import make_decoder
from translator.directions import Directions
from translator.engine import Engine
from translator.errors import ModelError
from translator.model import MODELS_DIRECTORY
from translator.scheduler import Scheduler
from translator.sentence_rules import ANSWERS_WANTED
from translator.settings import Settings
from translator.text.glossary import Glossary

# The page begins with the first one that is there.
DIRECTIONS = ("en-es", "es-en")
GLOSSARY_FILE = Path(__file__).resolve().parents[1] / "settings" / "glossary.tsv"


def make_directions(
    settings: Settings, *, directory: Path = MODELS_DIRECTORY, glossary_file: Path = GLOSSARY_FILE
) -> Directions:
    """Make an engine for every model in a folder; load them after the fork.

    Raises:
        ModelError: there is no model, or one that cannot be used.
        SettingsError: the engine is not installed, or the glossary has faults.
    """
    found = [directory / name for name in DIRECTIONS if (directory / name).is_dir()]
    if not found:
        raise ModelError(directory / DIRECTIONS[0], "it is not there")
    # One of each: the directions share the memory of the cache and the turns at the processor.
    cache = SentenceCache(settings.cached_sentences) if settings.cached_sentences else None
    scheduler = Scheduler(max_requests=settings.max_requests)
    return Directions(
        [_engine(path, settings, glossary_file, cache=cache, scheduler=scheduler) for path in found]
    )


def loaded_engine(
    directory: Path = MODELS_DIRECTORY / DIRECTIONS[0],
    *,
    beam_size: int = Settings.beam_size,
    compute_type: str = "int8",
) -> Engine:
    """Load one model with CTranslate2, as served but without a server, a cache or a glossary.

    Raises:
        EngineError: the model cannot be used.
    """
    decoder = make_decoder("ctranslate2", directory, beam_size=beam_size, compute_type=compute_type)
    engine = Engine(decoder, count=_answers(beam_size))
    engine.load()
    return engine


def _engine(
    directory: Path,
    settings: Settings,
    glossary_file: Path,
    *,
    cache: SentenceCache | None,
    scheduler: Scheduler,
) -> Engine:
    decoder = make_decoder(settings.engine, directory, beam_size=settings.beam_size)
    model = decoder.model
    return Engine(
        decoder,
        glossary=Glossary.of_file(glossary_file, source=model.source, target=model.target),
        cache=cache,
        scheduler=scheduler,
        count=_answers(settings.beam_size),
    )


def _answers(beam_size: int) -> int:
    """Say how many answers the rules get: as many as they want, if the search finds them anyway."""
    return min(ANSWERS_WANTED, beam_size)
