"""Read well-known public sets through tensorflow-datasets, which downloads them once.

``ted_hrlr_translate`` is not among them: none of its pairs of languages is English and Spanish.
The same talks, in both, are in ``ted_multi_translate``.
"""

import dataclasses
import itertools
import re
import socket
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tensorflow_datasets as tfds

from transformer.errors import DownloadError, PreparationError
from transformer.pairs.catalogue import PUBLIC, Source
from transformer.pairs.cleaning import Pair
from transformer.pairs.sources import ENGLISH, SPANISH

PUBLIC_BY_NAME = {source.name: source for source in PUBLIC}
CONNECTION_SECONDS = 10
INSTEAD = {"ted_hrlr_translate": "ted_multi_translate"}

# tfds has configurations of OPUS for German alone; others are made from its lists of texts.
_OPUS_TEXTS = {"medical": ["EMEA"], "subtitles": ["OpenSubtitles"]}
_FAULTS_OF_A_DOWNLOAD = (
    OSError,
    tfds.core.download.download_manager.NonMatchingChecksumError,
    tfds.core.download.extractor.ExtractError,
    tfds.core.download.util.DownloadError,
)
# The talks come with blanks around punctuation, and before what an apostrophe begins.
_BLANK_BEFORE = re.compile(r" (?=[.,;:!?%)\]}…»]|'(?:s|m|re|ve|ll|d)\b|n't\b)")
_BLANK_AFTER = re.compile(r"(?<=[¿¡(\[{«]) ")


def public_source(choice: str) -> Source:
    """Return the public set that ``NAME`` or ``NAME=PAIRS`` asks for.

    Raises:
        PreparationError: There is none, or the number is none.
    """
    name, _, pairs = choice.partition("=")
    if name in INSTEAD:
        raise PreparationError(
            f"{name} has no English-Spanish pair; name {INSTEAD[name]}, which has the same talks"
        )
    if name not in PUBLIC_BY_NAME:
        raise PreparationError(
            f"no public set is called {name}; there are {', '.join(PUBLIC_BY_NAME)}"
        )
    if pairs and not pairs.isdecimal():
        raise PreparationError(f"{pairs} is no number of pairs; write for example {name}=500000")
    source = PUBLIC_BY_NAME[name]
    return dataclasses.replace(source, most_pairs=int(pairs or source.most_pairs))


def make_builder(source: Source, *, folder: Path) -> tfds.core.DatasetBuilder:
    """Return tensorflow-datasets' builder of a public set; nothing is downloaded yet."""
    name, _, config = source.dataset.partition("/")
    made: Any = config or None
    if name == "opus":
        kind = type(tfds.builder_cls(name).BUILDER_CONFIGS[0])
        made = kind(
            language_pair=(ENGLISH, SPANISH),
            subsets=_OPUS_TEXTS[config],
            name=f"{ENGLISH}-{SPANISH}.{config}",
            version=tfds.core.Version("0.1.0"),
        )
    return tfds.builder(name, config=made, data_dir=folder, file_format="array_record")


def read_public(source: Source, *, folder: Path) -> Sequence[Pair]:
    """Download a public set, if it is not there yet, and read pairs from the whole of it.

    Raises:
        DownloadError: It cannot be had.
    """
    builder = make_builder(source, folder=folder)
    try:
        _reach_server(builder)
        builder.download_and_prepare(
            download_config=tfds.download.DownloadConfig(try_download_gcs=False)
        )
    except _FAULTS_OF_A_DOWNLOAD as fault:
        raise DownloadError(
            f"{source.name} cannot be downloaded ({type(fault).__name__}); "
            f"it needs internet access: try again with it, or leave out {source.name}"
        ) from fault
    return read_pairs(builder, most=source.most_pairs)


def _reach_server(builder: tfds.core.DatasetBuilder) -> None:
    """Fail in seconds where there is no network; the download itself tries for minutes.

    Raises:
        OSError: The first server from which the set comes does not answer.
    """
    if builder.is_prepared() or urllib.request.getproxies():
        return
    for url in itertools.islice(builder.url_infos, 1):
        address = urllib.parse.urlsplit(url)
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.hostname or "", port), CONNECTION_SECONDS).close()


def read_pairs(builder: tfds.core.DatasetBuilder, *, most: int) -> Sequence[Pair]:
    """Return at most so many English-Spanish pairs; the records lie in a random order."""
    count = min(most, builder.info.splits["train"].num_examples)
    examples = builder.as_data_source(split=f"train[:{count}]")
    return [pair for example in examples if (pair := pair_of(example))]


def pair_of(example: dict[str, Any]) -> Pair | None:
    """Return the English and the Spanish side, or None where a talk lacks one of them."""
    if "translations" not in example:
        return example[ENGLISH].decode(), example[SPANISH].decode()
    many = example["translations"]
    sides = dict(zip(many["language"], many["translation"], strict=True))
    if not {ENGLISH.encode(), SPANISH.encode()} <= set(sides):
        return None
    return untokenised(sides[ENGLISH.encode()]), untokenised(sides[SPANISH.encode()])


def untokenised(text: bytes) -> str:
    """Write punctuation where it belongs: ``¿ Qué ?`` becomes ``¿Qué?``."""
    return _BLANK_AFTER.sub("", _BLANK_BEFORE.sub("", text.decode()))
