"""A prepared folder knows what belongs to it, and whether it is whole."""

from pathlib import Path

import pytest
from transformer.errors import PreparationError
from transformer.pairs.catalogue import PHRASES
from transformer.pairs.manifest import (
    check_prepared,
    note_synthesised,
    read_manifest,
    write_manifest,
)

from tests.transformer.text_folder import CAPITALS, OWN, USED, prepare_text, write_text


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write the small text."""
    return write_text(tmp_path)


def test_shards_of_no_source_in_use_are_deleted(text: Path) -> None:
    prepare_text(text, USED, OWN, pieces=500)
    assert (text / "prepared" / f"{PHRASES}.npz").is_file()

    prepare_text(text)

    assert {path.name for path in (text / "prepared").glob("*.npz")} == {"tatoeba.npz", "dev.npz"}


@pytest.mark.parametrize("name", ["tatoeba.npz", "dev.npz", "vocabulary.model"])
def test_what_was_taken_away_is_made_again(text: Path, name: str) -> None:
    prepare_text(text)
    (text / "prepared" / name).unlink()

    assert prepare_text(text)
    assert (text / "prepared" / name).is_file()


def test_a_prepared_folder_answers_for_its_shards(text: Path) -> None:
    prepare_text(text)
    prepared = text / "prepared"

    check_prepared(prepared, ["tatoeba"])
    manifest = read_manifest(prepared)
    write_manifest(prepared, manifest | {"synthesised": {"tatoeba.back": {}}})
    with pytest.raises(PreparationError, match=r"tatoeba\.back\.npz is missing; run"):
        check_prepared(prepared, ["tatoeba", "tatoeba.back"])
    (prepared / "tatoeba.npz").rename(prepared / "tatoeba.back.npz")
    check_prepared(prepared, ["tatoeba.back"])


def test_a_folder_whose_preparation_did_not_end_is_refused(text: Path) -> None:
    prepared = text / "prepared"
    with pytest.raises(PreparationError, match=r"manifest\.json is missing; run"):
        check_prepared(prepared, ["tatoeba"])
    prepare_text(text)

    with pytest.raises(PreparationError):
        prepare_text(text, CAPITALS)

    with pytest.raises(PreparationError, match="was cut off; run"):
        check_prepared(prepared, ["tatoeba"])


def test_shards_beside_another_vocabulary_are_refused(text: Path, vocabulary_path: Path) -> None:
    prepare_text(text, pieces=320)
    vocabulary = text / "prepared" / "vocabulary.model"
    vocabulary.write_bytes(vocabulary_path.read_bytes())

    with pytest.raises(PreparationError, match=r"vocabulary\.model is not the one .*; run"):
        check_prepared(text / "prepared", ["tatoeba"])


def test_a_shard_that_is_not_noted_is_refused(text: Path) -> None:
    prepare_text(text)

    with pytest.raises(PreparationError, match=r"was prepared without phrases, tldr; run"):
        check_prepared(text / "prepared", ["tldr", "tatoeba", "phrases"])


def test_an_unprepared_folder_gets_no_note(tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"manifest\.json is missing; run"):
        note_synthesised(tmp_path, "tatoeba.back", {"kept": 1})

    assert list(tmp_path.iterdir()) == []
