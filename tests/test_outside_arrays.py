from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hustings.errors import ModelFileError
from hustings.outside import arrays
from hustings.outside.arrays import npz_arrays, read_npz, read_safetensors

if TYPE_CHECKING:
    from pathlib import Path


def npz(**given: np.ndarray) -> bytes:
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=True, **given)
    return buffer.getvalue()


def safetensors(header: object, content: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + content


def tensor(kind: str, shape: list[int], start: int, end: int) -> dict[str, object]:
    return {"dtype": kind, "shape": shape, "data_offsets": [start, end]}


def test_npz_gives_its_arrays(tmp_path: Path) -> None:
    path = tmp_path / "few.npz"
    path.write_bytes(npz(a=np.arange(3), b=np.ones((2, 2), np.float32)))
    read = read_npz(path)
    assert read["a"].tolist() == [0, 1, 2]
    assert read["b"].dtype == np.float32


def lying(shape: str) -> bytes:
    """Write an npz whose one array says that it is larger than it is."""
    said = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
    header = said.encode().ljust(117) + b"\n"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        start = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little")
        archive.writestr("a.npy", start + header)
    return packed.getvalue()


def broken_within() -> bytes:
    """Write an npz whose packed bytes are no longer what was packed."""
    packed = BytesIO()
    np.savez_compressed(packed, a=np.random.default_rng(0).integers(0, 99, 2_000))
    content = bytearray(packed.getvalue())
    content[60:400] = bytes(one ^ 0xFF for one in content[60:400])
    return bytes(content)


def marked(where: int, value: int) -> bytes:
    """Write an npz with a byte changed in both headers of its one member."""
    content = bytearray(npz(a=np.arange(3)))
    content[where] = value
    content[content.rfind(b"PK\x01\x02") + where + 2] = value
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        lying("(1000000000000000,)"),
        broken_within(),
        marked(6, 1),
        marked(8, 99),
        b"no zip at all",
        npz(a=np.arange(300))[:200],
        npz(a=np.array([{"not": "a number"}], dtype=object)),
    ],
    ids=[
        "empty",
        "more than memory",
        "broken within",
        "encrypted",
        "packed oddly",
        "text",
        "cut off",
        "objects",
    ],
)
def test_what_is_no_npz_of_numbers_is_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError, match=r"few\.npz .* Fetch or make it again"):
        npz_arrays(content, name="few.npz")


def test_a_file_that_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrays, "LARGEST", 100)
    with pytest.raises(ModelFileError, match="more than 100 bytes"):
        npz_arrays(npz(a=np.zeros(1000)), name="big.npz")


def test_a_bomb_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = BytesIO()
    np.savez_compressed(packed, a=np.zeros(9_000_000))
    assert len(packed.getvalue()) < 100_000
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(ModelFileError, match="more than 100 times its size"):
        npz_arrays(packed.getvalue(), name="bomb.npz")


@pytest.mark.parametrize("shape", ["(9000000000,)", "(2, 3)", "(0,)", "(-1,)"])
def test_a_head_that_lies_is_refused_before_memory_is_taken(
    monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    content = lying(shape)
    is_empty = shape == "(0,)"
    if is_empty:
        assert npz_arrays(content, name="few.npz")["a"].tolist() == []
        return
    monkeypatch.setattr(np, "load", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(ModelFileError, match="as large as it says"):
        npz_arrays(content, name="few.npz")


def test_a_file_of_very_many_arrays_is_refused() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for i in range(10_001):
            archive.writestr(f"{i}.npy", b"")
    with pytest.raises(ModelFileError, match="more than 10,000 arrays"):
        npz_arrays(packed.getvalue(), name="many.npz")


def test_an_absurd_header_of_safetensors_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "few.safetensors"
    with path.open("wb") as file:
        file.write((11_000_000).to_bytes(8, "little"))
        file.truncate(12_000_000)
    with pytest.raises(ModelFileError, match="header has more than 10,000,000 bytes"):
        read_safetensors(path)
    path.write_bytes((1 << 62).to_bytes(8, "little") + b"{}")
    with pytest.raises(ModelFileError, match="cut off"):
        read_safetensors(path)


def test_tensors_that_share_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "few.safetensors"
    header = {name: tensor("U8", [4], 0, 4) for name in "abc"}
    path.write_bytes(safetensors(header, bytes(4)))
    with pytest.raises(ModelFileError, match="tensors overlap"):
        read_safetensors(path)


def test_a_file_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.safetensors"
    path.write_bytes(b"0" * 101)
    monkeypatch.setattr(arrays, "LARGEST", 100)
    with pytest.raises(ModelFileError, match="more than 100 bytes"):
        read_safetensors(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="cannot be opened"):
        read_npz(tmp_path / "none.npz")


def test_safetensors_give_their_arrays(tmp_path: Path) -> None:
    path = tmp_path / "few.safetensors"
    values = np.array([[1, 2], [3, 4]], dtype="<f2").tobytes() + bytes([7])
    header = {
        "__metadata__": {"format": "np"},
        "half": tensor("F16", [2, 2], 0, 8),
        "byte": tensor("U8", [], 8, 9),
    }
    path.write_bytes(safetensors(header, values))
    read = read_safetensors(path)
    assert read["half"].tolist() == [[1, 2], [3, 4]]
    assert read["byte"] == 7


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cut off"),
        (b"\xff" * 20, "cut off"),
        (safetensors({})[:9], "cut off"),
        (safetensors([1]), "no JSON object"),
        ((4).to_bytes(8, "little") + b"{{{{", "no JSON object"),
        (safetensors({"a": 1}), "entry is damaged"),
        (safetensors({"a": tensor("BF16", [1], 0, 2)}, b"ab"), "entry is damaged"),
        (safetensors({"a": tensor("U8", [2], 0, 1)}, b"ab"), "do not fit"),
        (safetensors({"a": tensor("U8", [2], 0, 2)}, b"a"), "do not fit"),
        (safetensors({"a": tensor("U8", [-2], 0, 2)}, b"ab"), "do not fit"),
        (safetensors({"a": tensor("U8", [0], -1, -1)}, b"ab"), "do not fit"),
        (safetensors({"a": tensor("U8", [2], 0.0, 2.0)}, b"ab"), "entry is damaged"),  # type: ignore[arg-type]  # a lie
        (safetensors({"a": tensor("U8", [0, 10**30], 0, 0)}), "entry is damaged"),
        (safetensors({"a": tensor("U8", [0] * 70, 0, 0)}), "entry is damaged"),
        (safetensors({"a": tensor("U8", [float("inf")], 0, 1)}, b"a"), "is damaged"),  # type: ignore[list-item]  # a lie
    ],
)
def test_damaged_safetensors_are_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "few.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=message):
        read_safetensors(path)
