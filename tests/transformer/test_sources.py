"""The text is read through tensorflow-datasets, without TensorFlow and without a network."""

import ast
import lzma
from pathlib import Path

import pytest
import transformer
from transformer.errors import TextMissingError
from transformer.pairs.catalogue import PHRASES, SOURCES
from transformer.pairs.sources import ParallelText, load_pairs, source_file

LINES = "Hello.\tHola.\nthree\tcolumns\there\nGood night.\tBuenas noches.\nno tab\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """Write a folder with one source."""
    (tmp_path / "train").mkdir()
    with lzma.open(tmp_path / "train" / "tatoeba.tsv.xz", "wt", encoding="utf-8") as file:
        file.write(LINES)
    return tmp_path


def test_a_source_is_loaded_by_its_name(text: Path) -> None:
    pairs = load_pairs("tatoeba", text=text, prepared=text / "prepared")

    assert sorted(pairs) == [("Good night.", "Buenas noches."), ("Hello.", "Hola.")]


def test_a_source_that_changed_is_read_anew(text: Path) -> None:
    load_pairs("tatoeba", text=text, prepared=text / "prepared")
    with lzma.open(text / "train" / "tatoeba.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("New.\tNuevo.\n")

    assert list(load_pairs("tatoeba", text=text, prepared=text / "prepared")) == [
        ("New.", "Nuevo.")
    ]


def test_a_missing_source_is_named_with_the_variable_to_set(tmp_path: Path) -> None:
    with pytest.raises(TextMissingError, match="TRADUCTOR_TEXT"):
        source_file(tmp_path, "tatoeba")


def test_every_source_is_a_configuration_with_licence_and_attribution() -> None:
    elsewhere = {source.name for source in SOURCES if source.name == PHRASES or source.restyled}

    assert set(ParallelText.builder_configs) == {s.name for s in SOURCES} - elsewhere
    assert all(source.licence and source.attribution for source in SOURCES)


def test_only_what_makes_tensorflow_s_graph_asks_for_tensorflow_by_name() -> None:
    modules = sorted(Path(transformer.__file__).parent.rglob("*.py"))
    imported = {
        module.name: {
            name.split(".")[0]
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            for name in _imports(node)
        }
        for module in modules
    }

    assert "keras" in imported["model.py"]
    asking = {name for name, packages in imported.items() if "tensorflow" in packages}
    assert asking == {"for_tensorflow.py", "serving_graph.py"}


def _imports(node: ast.AST) -> list[str]:
    """Return the names of the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
