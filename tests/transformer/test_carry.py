"""A run travels in small files and arrives as it was, or not at all."""

from pathlib import Path

import numpy as np
import pytest
from transformer.carry import PARTS, pack, unpack
from transformer.errors import CarryError
from transformer.training.checkpoints import average_weights, weight_files

PART_BYTES = 20_000


@pytest.fixture
def trained(run: Path) -> Path:
    """Give the run a state and a log as well."""
    (run / "state.npz").write_bytes(bytes(range(256)) * 300)
    (run / "log.jsonl").write_text('{"step": 1}\n')
    return run


def test_a_run_comes_out_bit_for_bit_as_it_went_in(trained: Path, tmp_path: Path) -> None:
    names = pack(trained, tmp_path / "parts", part_bytes=PART_BYTES)
    unpack(tmp_path / "parts", tmp_path / "copy")

    assert len(names) > 3
    assert max((tmp_path / "parts" / name).stat().st_size for name in names) <= PART_BYTES
    before, after = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (trained, tmp_path / "copy")
    )
    assert before == after


def test_a_damaged_file_is_named_and_the_old_run_stays(trained: Path, tmp_path: Path) -> None:
    names = pack(trained, tmp_path / "parts", part_bytes=PART_BYTES)
    (tmp_path / "parts" / names[1]).write_bytes(b"damaged")
    state = (trained / "state.npz").read_bytes()

    with pytest.raises(CarryError, match=f"{names[1]} is missing or damaged"):
        unpack(tmp_path / "parts", trained)

    assert (trained / "state.npz").read_bytes() == state


def test_weights_alone_are_half_as_large_and_nearly_the_same(trained: Path, tmp_path: Path) -> None:
    pack(trained, tmp_path / "parts", part_bytes=1 << 20, weights_only=True)
    unpack(tmp_path / "parts", tmp_path / "copy")

    (full,), (half,) = weight_files(trained), weight_files(tmp_path / "copy")
    assert half.stat().st_size < 0.7 * full.stat().st_size
    assert not (tmp_path / "copy" / "state.npz").exists()
    for one, other in zip(average_weights([full]), average_weights([half]), strict=True):
        assert other.dtype == np.float32
        np.testing.assert_allclose(one, other, atol=2e-3)


def test_weights_alone_take_no_run_s_place_that_can_go_on(trained: Path, tmp_path: Path) -> None:
    pack(trained, tmp_path / "parts", part_bytes=1 << 20, weights_only=True)

    with pytest.raises(CarryError, match="name another --run"):
        unpack(tmp_path / "parts", trained)

    assert (trained / "state.npz").is_file()


def test_what_is_no_run_cannot_be_packed(tmp_path: Path) -> None:
    with pytest.raises(CarryError, match=r"python -m transformer\.train"):
        pack(tmp_path, tmp_path / "parts", part_bytes=PART_BYTES)


def test_a_folder_without_parts_is_named(tmp_path: Path) -> None:
    with pytest.raises(CarryError, match=PARTS):
        unpack(tmp_path, tmp_path / "copy")
