"""A model writes one side of a pair, part by part, and what it writes is cleaned as all else."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from transformer.errors import PreparationError, SynthesisError, TextMissingError
from transformer.export import write_model
from transformer.model import Transformer
from transformer.pairs import synthesis
from transformer.pairs.catalogue import Source
from transformer.pairs.manifest import read_manifest
from transformer.pairs.shards import read_shard, sha256
from transformer.pairs.synthesis import Options, Teacher, goes_in_circles, translate_in_parts
from transformer.prepare import prepare
from transformer.synthesise import SIDES, lines_of, main, side_of, synthesise
from transformer.text import Vocabulary

from tests.transformer.small_text import PAIRS
from tests.transformer.text_folder import HELD_OUT, write_text

SOURCE = Source("tatoeba", "small", "own", "these tests", 1.0)
OPTIONS = Options(beam_width=1)
Synthesiser = Callable[..., dict[str, Any]]


class Scripted(Teacher):
    """Answer from a list, and count what was asked."""

    def __init__(self, source: str, target: str, answers: dict[str, str]) -> None:
        self.source, self.target = source, target
        self.version, self.checksum = "scripted", "0"
        self.asked: list[str] = []
        self._answers = answers

    def translate(self, sentences: Any) -> list[str]:
        self.asked += sentences
        return [self._answers.get(sentence, "") for sentence in sentences]


@pytest.fixture
def prepared(tmp_path: Path, vocabulary_path: Path) -> Path:
    """Prepare the small text with the small vocabulary."""
    folder = tmp_path / "prepared"
    prepare(write_text(tmp_path), folder, sources=[SOURCE], vocabulary=vocabulary_path)
    return folder


@pytest.fixture
def teacher_folder(model: Transformer, vocabulary_path: Path, tmp_path: Path) -> Path:
    """Export the small model, which knows nothing."""
    folder = tmp_path / "teacher"
    write_model(model, vocabulary_path, folder)
    facts = {
        "source": "en",
        "target": "es",
        "version": "toy",
        "max_source_tokens": 20,
        "max_target_tokens": 30,
    }
    (folder / "metadata.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


@pytest.fixture
def make(prepared: Path) -> Synthesiser:
    """Return a function that has the prepared source translated."""

    def made(teacher: Teacher, side: str = "source", name: str = "tatoeba") -> dict[str, Any]:
        sentences = side_of(name, SIDES[side], prepared=prepared)
        return synthesise(
            name,
            sentences,
            SIDES[side],
            teacher,
            prepared=prepared,
            text=prepared.parent,
            options=OPTIONS,
        )

    return made


def pairs_in(prepared: Path, name: str) -> set[tuple[str, ...]]:
    """Read a shard back."""
    shard = read_shard(prepared / f"{name}.npz")
    vocabulary = Vocabulary(prepared / "vocabulary.model")
    sides = (
        vocabulary.decode([rows[i].tolist() for i in range(len(rows))])
        for rows in (shard.source, shard.target)
    )
    return set(zip(*sides, strict=True))


def test_a_distilled_pair_is_a_sentence_and_what_the_teacher_makes_of_it(
    prepared: Path, make: Synthesiser
) -> None:
    teacher = Scripted("en", "es", {PAIRS[0][0]: "Hay pan en la mesa.", PAIRS[1][0]: "Otra cosa."})

    facts = make(teacher)

    expected = {(PAIRS[0][0], "Hay pan en la mesa."), (PAIRS[1][0], "Otra cosa.")}
    assert pairs_in(prepared, "tatoeba.distilled") == expected
    assert facts["kept"] == 2
    assert facts["rejected"] == {"empty": len(PAIRS) - 3}


def test_a_back_translated_pair_has_the_machine_on_the_english_side(
    prepared: Path, make: Synthesiser
) -> None:
    make(Scripted("es", "en", {PAIRS[0][1]: "There is bread."}), side="target")

    assert pairs_in(prepared, "tatoeba.back") == {("There is bread.", PAIRS[0][1])}


def test_a_translation_that_is_held_out_is_not_learnt(prepared: Path, make: Synthesiser) -> None:
    make(Scripted("en", "es", {PAIRS[0][0]: HELD_OUT[1].upper(), PAIRS[1][0]: "Otra cosa."}))

    assert pairs_in(prepared, "tatoeba.distilled") == {(PAIRS[1][0], "Otra cosa.")}


def test_the_manifest_says_which_model_wrote_a_shard(prepared: Path, make: Synthesiser) -> None:
    facts = make(Scripted("en", "es", {}))

    assert read_manifest(prepared)["synthesised"] == {"tatoeba.distilled": facts}
    assert facts["model"] == "scripted"
    assert facts["shard"] == sha256(prepared / "tatoeba.distilled.npz")


def test_work_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesis, "PART_SENTENCES", 3)
    sentences = [english for english, _ in PAIRS]
    teacher = Scripted("en", "es", dict(PAIRS))

    def stop_after_six(line: str) -> None:
        if line.startswith("work: 6"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        translate_in_parts(
            sentences, teacher, tmp_path / "work", options=OPTIONS, report=stop_after_six
        )
    answers = translate_in_parts(
        sentences, teacher, tmp_path / "work", options=OPTIONS, report=lambda _: None
    )

    assert answers == [spanish for _, spanish in PAIRS]
    assert teacher.asked == sentences


def test_a_translation_with_line_ends_stays_on_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesis, "PART_SENTENCES", 2)
    teacher = Scripted("en", "es", {"A.": "Un\na\r\nb", "B.": "\rDos\u2028", "C.": "Tres"})
    expected = ["Un a b", "Dos", "Tres"]

    for _ in range(2):
        answers = translate_in_parts(
            ["A.", "B.", "C."], teacher, tmp_path / "work", options=OPTIONS, report=lambda _: None
        )
        assert answers == expected
    assert teacher.asked == ["A.", "B.", "C."]


def test_work_is_not_gone_on_with_by_another_model(tmp_path: Path) -> None:
    first, second = (Scripted("en", "es", {}) for _ in range(2))
    second.checksum = "1"

    def work(teacher: Teacher) -> None:
        translate_in_parts(["A."], teacher, tmp_path, options=OPTIONS, report=lambda _: None)

    work(first)
    with pytest.raises(SynthesisError, match="delete it to begin anew"):
        work(second)


@pytest.mark.parametrize(("side", "needed"), [("source", "en-es"), ("target", "es-en")])
def test_a_model_of_the_other_direction_is_refused(
    make: Synthesiser, side: str, needed: str
) -> None:
    source, target = reversed(needed.split("-"))

    with pytest.raises(SynthesisError, match=f"needs one for {needed}"):
        make(Scripted(source, target, {}), side=side)


def test_an_exported_model_translates_what_it_can_and_leaves_the_rest_empty(
    teacher_folder: Path,
) -> None:
    teacher = Teacher(teacher_folder, OPTIONS)
    too_long = "word " * 40

    short, long, nothing = teacher.translate(["The bread.", too_long, ""])

    assert (long, nothing) == ("", "")
    assert isinstance(short, str)
    assert (teacher.source, teacher.target, teacher.version) == ("en", "es", "toy")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(SynthesisError, match=r"transformer\.export"):
        Teacher(tmp_path, OPTIONS)


@pytest.mark.parametrize(
    ("answer", "sentence", "circles"),
    [
        ("no no no no", "No.", True),
        ("se fue y se fue y se fue y se fue y", "He left.", True),
        ("no no no no", "no no no no", False),
        ("el pan y el vino y el queso", "Bread, wine and cheese.", False),
        ("", "", False),
    ],
)
def test_a_translation_that_goes_in_circles_is_known(
    answer: str, sentence: str, circles: bool
) -> None:
    assert goes_in_circles(answer, sentence) is circles


def test_lines_of_a_file_are_taken_once_each_and_normalised(tmp_path: Path) -> None:
    path = tmp_path / "plain.es.txt"
    path.write_text("Una  línea.\n\nOtra.\nUna línea.\n", encoding="utf-8")

    assert lines_of(path) == ["Una línea.", "Otra."]
    with pytest.raises(TextMissingError, match="a sentence a line"):
        lines_of(tmp_path / "none.txt")


def test_an_unprepared_folder_has_no_side_to_translate(tmp_path: Path) -> None:
    with pytest.raises(PreparationError, match=r"transformer\.prepare"):
        side_of("tatoeba", SIDES["source"], prepared=tmp_path)


def test_shards_of_a_model_stay_as_long_as_the_vocabulary_does(
    prepared: Path, make: Synthesiser, vocabulary_path: Path
) -> None:
    make(Scripted("en", "es", {PAIRS[1][0]: "Otra cosa."}))
    text = prepared.parent
    (text / "eval" / "small.en").write_text("Something else.\n", encoding="utf-8")

    prepare(text, prepared, sources=[SOURCE], vocabulary=vocabulary_path)
    assert "tatoeba.distilled" in read_manifest(prepared)["synthesised"]
    assert (prepared / "tatoeba.distilled.npz").is_file()
    prepare(text, prepared, sources=[SOURCE], pieces=320)
    assert read_manifest(prepared)["synthesised"] == {}
    assert not (prepared / "tatoeba.distilled.npz").exists()


def test_preparing_again_checks_what_a_model_wrote(
    prepared: Path, make: Synthesiser, vocabulary_path: Path
) -> None:
    make(Scripted("en", "es", {PAIRS[1][0]: "Otra cosa."}))
    text = prepared.parent
    (text / "eval" / "small.es").write_text("¡OTRA COSA!\n", encoding="utf-8")

    with pytest.raises(PreparationError, match=r"distilled\.npz are held out; the limit is 0"):
        prepare(text, prepared, sources=[SOURCE], vocabulary=vocabulary_path)
    assert read_manifest(prepared)["from"] is None
    assert not (prepared / "tatoeba.distilled.npz").exists()
    assert prepare(text, prepared, sources=[SOURCE], vocabulary=vocabulary_path)
    assert read_manifest(prepared)["synthesised"] == {}


def test_the_command_distils_a_source_and_a_file(
    prepared: Path, teacher_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = prepared.parent / "plain.txt"
    plain.write_text("A line of text.\n", encoding="utf-8")
    arguments = ["synthesise", "--model", str(teacher_folder), "--side", "source", "--beam", "1"]
    arguments += ["--from", "tatoeba", "--file", str(plain)]
    arguments += ["--prepared", str(prepared), "--text", str(prepared.parent)]
    monkeypatch.setattr(sys, "argv", arguments)

    main()

    assert set(read_manifest(prepared)["synthesised"]) == {"tatoeba.distilled", "plain.distilled"}
    assert (prepared / "plain.distilled.npz").is_file()
