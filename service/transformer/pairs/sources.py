"""Read the parallel text through tensorflow-datasets: a builder, and a configuration a source.

``tfds.load("parallel_text/tatoeba", download_and_prepare_kwargs=...)`` works for each source once
this module is imported; nothing is downloaded, the text folder is the builder's ``manual_dir``.
"""

import contextlib
import io
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

import tensorflow_datasets as tfds

from transformer.errors import TextMissingError
from transformer.pairs.catalogue import IN_THE_TEXT_FOLDER, Source
from transformer.pairs.shards import sha256

ENGLISH, SPANISH = "en", "es"


class SourceConfig(tfds.core.BuilderConfig):
    """Offer one source as a configuration of the builder."""

    def __init__(self, source: Source) -> None:
        """Take name and description from the source."""
        super().__init__(name=source.name, description=source.about)
        self.source = source


class ParallelText(tfds.core.GeneratorBasedBuilder):
    """Build English-Spanish pairs from ``train/NAME.tsv.xz`` in the text folder."""

    VERSION = tfds.core.Version("1.0.0")
    MANUAL_DOWNLOAD_INSTRUCTIONS = (
        "Put train/NAME.tsv.xz, one `english<TAB>spanish` pair a line, into a folder and name it "
        "in TRADUCTOR_TEXT (or as manual_dir)."
    )
    BUILDER_CONFIGS = [SourceConfig(s) for s in IN_THE_TEXT_FOLDER]  # noqa: RUF012 - tfds reads it

    def _info(self) -> tfds.core.DatasetInfo:
        source = self.builder_config.source
        return tfds.core.DatasetInfo(
            builder=self,
            description=f"{source.about}. Attribution: {source.attribution}.",
            license=source.licence,
            features=tfds.features.Translation(languages=(ENGLISH, SPANISH)),
            supervised_keys=(ENGLISH, SPANISH),
        )

    def _split_generators(self, dl_manager: tfds.download.DownloadManager) -> dict[str, object]:
        path = source_file(Path(dl_manager.manual_dir), self.builder_config.name)
        return {"train": self._generate_examples(path)}

    def _generate_examples(self, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
        for index, (english, spanish) in enumerate(read_pairs(path)):
            yield index, {ENGLISH: english, SPANISH: spanish}


def source_file(text: Path, name: str) -> Path:
    """Return where a source lies in the text folder.

    Raises:
        TextMissingError: It is not there.
    """
    path = text / "train" / f"{name}.tsv.xz"
    if not path.is_file():
        raise TextMissingError(
            f"{path} is missing; name the folder that holds train/ and eval/ in TRADUCTOR_TEXT"
        )
    return path


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a ``.tsv.xz`` file; a line without exactly one tab is passed over."""
    with lzma.open(path, "rt", encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            columns = line.rstrip("\r\n").split("\t")
            if len(columns) == 2:
                yield columns[0], columns[1]


def load_pairs(name: str, *, text: Path, prepared: Path) -> Sequence[tuple[str, str]]:
    """Prepare a source with tensorflow-datasets once, then read it back.

    The records lie under the checksum of their text: a changed file is read anew.

    Args:
        name: The source's name.
        text: The folder with ``train/``.
        prepared: Where tensorflow-datasets keeps its files.
    """
    folder = prepared / sha256(source_file(text, name))[:12]
    builder = ParallelText(config=name, data_dir=folder, file_format="array_record")
    tfds.disable_progress_bar()
    # Nothing is downloaded, though it is said to be.
    with contextlib.redirect_stdout(io.StringIO()):
        builder.download_and_prepare(
            download_config=tfds.download.DownloadConfig(manual_dir=text, num_shards=1)
        )
    examples = builder.as_data_source(split="train")
    return [(pair[ENGLISH].decode(), pair[SPANISH].decode()) for pair in examples]
