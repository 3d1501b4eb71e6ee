"""Learned coders as bytes: arrays and a JSON header in one NPZ archive, no program.

A file holds one coder, or one for each of several variables. The header stands in the
archive as the array ``header`` of bytes; arrays are named by the place of their coder.
The same coders give the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from hustings.coding.learned_parts import (
    as_json,
    fingerprint,
    put_together,
    take_apart,
)
from hustings.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from hustings.coding.learned import LearnedCoder
    from hustings.words.embeddings import Embedding

    Arrays = dict[str, NDArray[Any]]

FORMAT = "hustings-coder"
VERSION = 2
LARGEST = 2_000_000_000
"""Bytes that a file may take up in memory."""

_AGAIN = "Train it again with 'hustings train'."
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    OSError,
    EOFError,
    AttributeError,
    RuntimeError,
    OverflowError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a file that is no coder may raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEmbedding:
    """The embedding that a written coder was trained with."""

    name: str
    version: str


def learned_to_bytes(coder: LearnedCoder) -> bytes:
    """Write a coder, the same bytes for the same coder."""
    return learned_bundle_to_bytes({coder.variable: coder})


def learned_bundle_to_bytes(coders: Mapping[str, LearnedCoder]) -> bytes:
    """Write coders of several variables into one file, by their variables."""
    headers: dict[str, Any] = {}
    arrays: Arrays = {}
    for i, (variable, coder) in enumerate(sorted(coders.items())):
        parts = take_apart(coder)
        headers[variable] = parts.header
        arrays |= {f"{i}_{name}": array for name, array in parts.arrays.items()}
    header = {"format": FORMAT, "version": VERSION, "coders": headers}
    arrays["header"] = np.frombuffer(as_json(header), np.uint8)
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **arrays)
    return written.getvalue()


def wanted_embedding(content: bytes, *, name: str) -> WantedEmbedding | None:
    """Give the embedding that the written coders need; None for none.

    Raises
    ------
    ModelFileError
        As `learned_bundle_from_bytes`.
    """
    headers, _ = _read(content, name)
    try:
        for header in headers.values():
            wanted = header["embedding"]
            if wanted is not None:
                return WantedEmbedding(
                    name=str(wanted["name"]), version=str(wanted["version"])
                )
    except (KeyError, TypeError):
        _refuse(name, "a part is missing.", _AGAIN)
    return None


def learned_from_bytes(
    content: bytes, *, name: str, embedding: Embedding | None = None
) -> LearnedCoder:
    """Read the one coder of a file; as `learned_bundle_from_bytes`."""
    coders = learned_bundle_from_bytes(content, name=name, embedding=embedding)
    if len(coders) != 1:
        _refuse(name, f"it holds {len(coders)} coders.", "Name a file of one.")
    return next(iter(coders.values()))


def learned_bundle_from_bytes(
    content: bytes, *, name: str, embedding: Embedding | None = None
) -> dict[str, LearnedCoder]:
    """Read the coders of a file, by their variables.

    Parameters
    ----------
    content : bytes
    name : str
        The file's name, for the message.
    embedding : Embedding, optional
        The one that `wanted_embedding` names.

    Raises
    ------
    ModelFileError
        If this is no coder, one of another version, broken, too large, or wants another
        embedding.
    """
    headers, arrays = _read(content, name)
    return {
        variable: _coder(header, _of_coder(i, arrays), embedding, name)
        for i, (variable, header) in enumerate(sorted(headers.items()))
    }


def _coder(
    header: Mapping[str, Any], arrays: Arrays, embedding: Embedding | None, name: str
) -> LearnedCoder:
    """Put one coder together, and see that it is what was written."""
    try:
        checked = _checked(header["embedding"], embedding, name)
        coder = put_together(header, arrays, checked)
        is_whole = fingerprint(coder) == coder.version
    except ModelFileError:
        raise
    except UNREADABLE as error:
        _refuse(name, f"a part is missing or wrong ({error}).", _AGAIN)
    if not is_whole:
        _refuse(name, "its content is not what was written.", "Copy or train it again.")
    return coder


def _of_coder(i: int, arrays: Arrays) -> Arrays:
    first = f"{i}_"
    return {
        name.removeprefix(first): array
        for name, array in arrays.items()
        if name.startswith(first)
    }


def _checked(
    wanted: Mapping[str, Any] | None, embedding: Embedding | None, name: str
) -> Embedding | None:
    """Give the embedding, if it is the one that the coder was trained with."""
    if wanted is None:
        return None
    if embedding is None or embedding.version != wanted["version"]:
        _refuse(
            name,
            f"it needs the embedding {wanted['name']!r}, version "
            f"{wanted['version']!r}.",
            "Give that embedding, or train the coder again.",
        )
    return embedding


def _read(content: bytes, name: str) -> tuple[dict[str, Any], Arrays]:
    """Open the archive, and give the headers of its coders and all arrays."""
    header, arrays = _open(content, name)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        _refuse(name, "this is no learned coder.", _AGAIN)
    if header.get("version") != VERSION:
        reason = f"its version is {header.get('version')!r}, not {VERSION}."
        _refuse(name, reason, _AGAIN)
    headers = header.get("coders")
    if not isinstance(headers, dict) or not headers:
        _refuse(name, "there is no coder in it.", _AGAIN)
    return headers, arrays


def _open(content: bytes, name: str) -> tuple[object, Arrays]:
    """Unpack the archive; nothing in it is ever run."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LARGEST:
            _refuse(name, f"it unpacks to more than {LARGEST:,} bytes.", _AGAIN)
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        return json.loads(arrays.pop("header").tobytes()), arrays
    except ModelFileError:
        raise
    except UNREADABLE:
        _refuse(name, "this is no learned coder, or it is broken.", _AGAIN)


def _refuse(name: str, reason: str, advice: str) -> NoReturn:
    raise ModelFileError(name=name, reason=reason, advice=advice) from None
