"""Files of arrays: npz and safetensors. Nothing in them is ever executed."""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from hustings.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    Arrays = dict[str, npt.NDArray[Any]]

LARGEST = 4_000_000_000
"""Bytes that the arrays of one file may take up in memory."""
_LARGEST_HEADER = 100_000_000
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
    try:
        _refuse_bombs(content, name)
        with np.load(BytesIO(content), allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except _UNREADABLE as error:
        if isinstance(error, ModelFileError):
            raise
        reason = "it is damaged, or no npz file of numbers."
        raise ModelFileError(name=name, reason=reason, advice=_AGAIN) from error


def _refuse_bombs(content: bytes, name: str) -> None:
    with zipfile.ZipFile(BytesIO(content)) as file:
        if sum(member.file_size for member in file.infolist()) > LARGEST:
            _refuse(name, f"it unpacks to more than {LARGEST:,} bytes.")


def read_safetensors(path: Path) -> Arrays:
    """Read the arrays of a safetensors file.

    Raises
    ------
    ModelFileError
        If it is no safetensors file, is damaged, or holds a type of number that numpy
        does not have.
    """
    content = _bytes_of(path)
    header = _header(content, path.name)
    # a view: slices of bytes would copy the whole file for every tensor
    rest = memoryview(content)[8 + int.from_bytes(content[:8], "little") :]
    tensors = {key: entry for key, entry in header.items() if key != "__metadata__"}
    return {
        key: _tensor(rest, entry, name=f"{path.name}, {key}")
        for key, entry in tensors.items()
    }


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            _refuse(path.name, f"it has more than {LARGEST:,} bytes.")
        return path.read_bytes()
    except OSError as error:
        reason = f"it cannot be opened ({error.strerror})."
        advice = "Check the path and the rights."
        raise ModelFileError(name=str(path), reason=reason, advice=advice) from error


def _header(content: bytes, name: str) -> Mapping[str, Any]:
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or not 2 <= length <= min(len(content) - 8, _LARGEST_HEADER):
        _refuse(name, "it is cut off, or no safetensors file.")
    try:
        header = json.loads(content[8 : 8 + length])
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
