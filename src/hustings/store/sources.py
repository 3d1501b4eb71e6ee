"""The original bytes of every document, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.errors import AlteredSourceError, MissingSourceError

if TYPE_CHECKING:
    from pathlib import Path


State: TypeAlias = Literal["intact", "missing", "altered"]
"""What has become of a file since it was written."""


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state_of(path: Path, sha256: str) -> State:
    """Say whether a file is there with the content that its hash names."""
    if not path.is_file():
        return "missing"
    return "intact" if sha256_of_file(path) == sha256 else "altered"


def keep_source(folder: Path, content: bytes) -> str:
    """Write bytes under their hash, whole or not at all, and return the hash."""
    sha256 = sha256_of(content)
    path = folder / sha256
    if state_of(path, sha256) != "intact":
        write_whole(path, content)
    return sha256


def load_source(folder: Path, sha256: str) -> bytes:
    """Return the bytes of a hash.

    Raises
    ------
    MissingSourceError
        If they are not in the folder.
    AlteredSourceError
        If what is there has another hash.
    """
    path = folder / sha256
    if not path.is_file():
        raise MissingSourceError(sha256=sha256)
    content = path.read_bytes()
    if sha256_of(content) != sha256:
        raise AlteredSourceError(sha256=sha256)
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
