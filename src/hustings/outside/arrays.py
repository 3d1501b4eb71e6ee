"""Files of arrays: npz and safetensors. Nothing in them is ever executed."""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NoReturn

import numpy as np

from hustings.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Arrays = dict[str, npt.NDArray[Any]]

LARGEST = 2_000_000_000
"""Bytes that the arrays of one file may take up in memory."""
SMALL = 64_000_000
"""Bytes that any file may unpack to."""
MOST_UNPACKED = 100
"""Times its own size that a file may unpack to where that is more."""
_MOST_ARRAYS = 10_000
_LARGEST_HEADER = 10_000_000
_AGAIN = "Fetch or make it again."
_UNREADABLE = (
    ValueError,
    OSError,
    EOFError,
    KeyError,
    RuntimeError,  # also of entries that are encrypted, or packed in an odd way
    MemoryError,  # of a header that names more than there is
    zipfile.BadZipFile,
    zlib.error,
)
_MISFIT = (KeyError, TypeError, ValueError, OverflowError)
_KINDS = {
    "BOOL": "?",
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "I8": "i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
    "U8": "u1",
}


def read_npz(path: Path) -> Arrays:
    """Read the arrays of an npz file.

    Raises
    ------
    ModelFileError
        If it is no npz, is damaged, or holds Python objects instead of numbers.
    """
    return npz_arrays(_bytes_of(path), name=path.name)


def npz_arrays(content: bytes, *, name: str) -> Arrays:
    """Give the arrays of an npz file's bytes; `name` stands in the error."""
    require_sound_npz(content, name=name)
    try:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except _UNREADABLE as error:
        _refuse_damaged(name, error)


def require_sound_npz(content: bytes, *, name: str) -> None:
    """Look through an npz file's bytes before anything large in them is unpacked.

    Raises
    ------
    ModelFileError
        If it is no npz file of numbers, unpacks to too much, or an array is not as
        large as its head says.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            members = file.infolist()
            _refuse_bombs(members, len(content), name)
            for member in members:
                _check_member(file, member, name)
    except _UNREADABLE as error:
        if isinstance(error, ModelFileError):
            raise
        _refuse_damaged(name, error)


def _refuse_damaged(name: str, error: Exception) -> NoReturn:
    reason = "it is damaged, or no npz file of numbers."
    raise ModelFileError(name=name, reason=reason, advice=_AGAIN) from error


def _refuse_bombs(members: Sequence[zipfile.ZipInfo], n_packed: int, name: str) -> None:
    """Refuse what unpacks to more than arrays of a model can."""
    total = sum(member.file_size for member in members)
    if total > LARGEST:
        _refuse(name, f"it unpacks to more than {LARGEST:,} bytes.")
    if total > max(SMALL, MOST_UNPACKED * n_packed):
        times = f"{MOST_UNPACKED} times its size"
        _refuse(name, f"it unpacks to more than {times}, as no model does.")
    if len(members) > _MOST_ARRAYS:
        _refuse(name, f"it holds more than {_MOST_ARRAYS:,} arrays.")


def _check_member(file: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Compare an array's size with what its head says of it."""
    with file.open(member) as stream:
        shape, kind = _head_of(stream)
        said = math.prod(shape) * kind.itemsize + stream.tell()
    if kind.hasobject:
        _refuse(name, "it holds Python objects, or is damaged; no npz of numbers.")
    if said != member.file_size:
        _refuse(name, "it is damaged: an array is not as large as it says.")


def _head_of(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Read the head of an array: shape and kind of number."""
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, kind = np.lib.format.read_array_header_1_0(stream)
    else:
        shape, _, kind = np.lib.format.read_array_header_2_0(stream)
    return shape, kind


def read_safetensors(path: Path) -> Arrays:
    """Read the arrays of a safetensors file.

    Raises
    ------
    ModelFileError
        If it is no safetensors file, is damaged, or holds a type of number that numpy
        does not have.
    """
    n_bytes = _size_of(path)
    with path.open("rb") as file:
        header = _header(file, n_bytes, path.name)
        # a view: slices of bytes would copy the whole file for every tensor
        rest = memoryview(file.read())
    tensors = {key: entry for key, entry in header.items() if key != "__metadata__"}
    found = {
        key: _tensor(rest, entry, name=f"{path.name}, {key}")
        for key, entry in tensors.items()
    }
    if sum(one.nbytes for one in found.values()) > len(rest):
        _refuse(path.name, "its tensors overlap.")
    return found


def _bytes_of(path: Path) -> bytes:
    _size_of(path)
    return path.read_bytes()


def _size_of(path: Path) -> int:
    """Give a file's size, if it can be opened and is not too large."""
    try:
        with path.open("rb"):
            n_bytes = path.stat().st_size
    except OSError as error:
        reason = f"it cannot be opened ({error.strerror})."
        advice = "Check the path and the rights."
        raise ModelFileError(name=str(path), reason=reason, advice=advice) from error
    if n_bytes > LARGEST:
        _refuse(path.name, f"it has more than {LARGEST:,} bytes.")
    return n_bytes


def _header(file: IO[bytes], n_bytes: int, name: str) -> Mapping[str, Any]:
    """Read a header, if the file has as many bytes as it is said to have."""
    length = int.from_bytes(file.read(8), "little")
    if n_bytes < 8 or not 2 <= length <= n_bytes - 8:
        _refuse(name, "it is cut off, or no safetensors file.")
    if length > _LARGEST_HEADER:
        _refuse(name, f"its header has more than {_LARGEST_HEADER:,} bytes.")
    try:
        header = json.loads(file.read(length))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        _refuse(name, "its header is no JSON object.")
    return dict(header)


def _tensor(content: memoryview, entry: object, *, name: str) -> npt.NDArray[Any]:
    """Give one tensor, if its entry names a type, a shape and bytes that fit."""
    try:
        kind = np.dtype(_KINDS[entry["dtype"]])  # type: ignore[index]  # caught below
        shape = tuple(int(length) for length in entry["shape"])  # type: ignore[index]
        start, end = entry["data_offsets"]  # type: ignore[index]
        fits = 0 <= start <= end <= len(content) and min(shape, default=0) >= 0
        is_whole = fits and end - start == math.prod(shape) * kind.itemsize
        if not is_whole:
            _refuse(name, "its bytes do not fit its shape.")
        return np.frombuffer(content[start:end], dtype=kind).reshape(shape)
    except ModelFileError:
        raise
    except _MISFIT as error:
        reason = "its entry is damaged, or of a type of number that is not read."
        raise ModelFileError(name=name, reason=reason, advice=_AGAIN) from error


def _refuse(name: str, reason: str) -> NoReturn:
    raise ModelFileError(name=name, reason=reason, advice=_AGAIN)
