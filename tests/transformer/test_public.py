"""Public sets are found by name, read as every other source is, and missed in one line."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import tensorflow_datasets as tfds
from transformer import prepare
from transformer.command import run
from transformer.errors import DownloadError, PreparationError
from transformer.pairs.catalogue import PUBLIC, SOURCES, Source
from transformer.pairs.public import (
    make_builder,
    public_source,
    read_pairs,
    read_public,
    untokenised,
)

from tests.transformer.small_text import PAIRS
from tests.transformer.text_folder import write_text

TALKS: tuple[dict[str, str], ...] = (
    {"en": "Thank you , Chris .", "es": "Gracias , Chris .", "fr": "Merci , Chris ."},
    {"en": "Nobody wrote this in Spanish .", "fr": "Personne ."},
)


class SmallPairs(tfds.core.GeneratorBasedBuilder):
    """Stand in for a set of pairs."""

    VERSION = tfds.core.Version("1.0.0")

    def _info(self) -> tfds.core.DatasetInfo:
        features = tfds.features.Translation(languages=("en", "es"))
        return tfds.core.DatasetInfo(builder=self, features=features)

    def _split_generators(self, _: tfds.download.DownloadManager) -> dict[str, object]:
        return {"train": self._generate_examples()}

    def _generate_examples(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for index, (english, spanish) in enumerate(PAIRS):
            yield index, {"en": english, "es": spanish}


class SmallTalks(SmallPairs):
    """Stand in for talks in many languages, not all of which every talk has."""

    def _info(self) -> tfds.core.DatasetInfo:
        many = tfds.features.TranslationVariableLanguages(languages=("en", "es", "fr"))
        features = tfds.features.FeaturesDict({"translations": many})
        return tfds.core.DatasetInfo(builder=self, features=features)

    def _generate_examples(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for index, talk in enumerate(TALKS):
            yield index, {"translations": talk}


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no name be resolved."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_AGAIN, "no network")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def prepared(kind: type[tfds.core.GeneratorBasedBuilder], folder: Path) -> Any:
    """Build one of the small sets."""
    builder = kind(data_dir=folder, file_format="array_record")
    builder.download_and_prepare()
    return builder


@pytest.mark.parametrize("source", PUBLIC, ids=lambda source: source.name)
def test_a_public_set_is_known_and_holds_english_and_spanish(
    source: Source, tmp_path: Path
) -> None:
    features = make_builder(source, folder=tmp_path).info.features
    pair = dict(features).get("translations", features)

    languages = pair.languages
    assert {"en", "es"} <= set(languages)
    assert source.weight == 0
    assert source.licence
    assert source.attribution
    assert source.name not in {other.name for other in SOURCES}


def test_pairs_are_read_english_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    builder = prepared(SmallPairs, tmp_path)

    assert set(read_pairs(builder, most=99)) == set(PAIRS)
    assert len(set(read_pairs(builder, most=3)) & set(PAIRS)) == 3


def test_talks_give_the_pairs_that_they_have_without_blanks_around_punctuation(
    tmp_path: Path,
) -> None:
    talks = read_pairs(prepared(SmallTalks, tmp_path), most=99)

    assert list(talks) == [("Thank you, Chris.", "Gracias, Chris.")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("¿ Qué ? ( Nada . )", "¿Qué? (Nada.)"),
        ("I do n't think it 's 3 , 5 %", "I don't think it's 3, 5%"),
    ],
)
def test_punctuation_stands_where_it_belongs(text: str, read: str) -> None:
    assert untokenised(text.encode()) == read


def test_a_public_set_is_asked_for_by_name_and_by_size() -> None:
    assert public_source("para_crawl").dataset == "para_crawl/enes"
    assert public_source("para_crawl=2000").most_pairs == 2000


@pytest.mark.parametrize(
    ("choice", "remedy"),
    [
        ("ted_hrlr_translate", "ted_multi_translate"),
        ("paracrawl", "there are para_crawl"),
        ("opus=all", "opus=500000"),
    ],
)
def test_a_choice_that_cannot_be_met_says_what_can(choice: str, remedy: str) -> None:
    with pytest.raises(PreparationError, match=remedy):
        public_source(choice)


@pytest.mark.usefixtures("_no_network")
@pytest.mark.parametrize("source", PUBLIC, ids=lambda source: source.name)
def test_without_a_network_a_public_set_is_missed_at_once(source: Source, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=f"leave out {source.name}"):
        read_public(source, folder=tmp_path)


@pytest.mark.usefixtures("_no_network")
def test_the_command_says_in_one_line_that_there_is_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = write_text(tmp_path)
    folders = ["--text", str(text), "--prepared", str(text / "prepared")]
    arguments = ["prepare", "--sources", "tatoeba", "--public", "para_crawl", *folders]
    monkeypatch.setattr(sys, "argv", arguments)

    with pytest.raises(SystemExit) as ended:
        run(prepare.main)

    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: para_crawl cannot be downloaded")
