"""Pictures of pages, kept beside the derived tables; deleting them loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "pages"


def keep_picture(derived: Path, sha256: str, number: int, picture: bytes) -> None:
    """Keep the picture of one page of a document."""
    path = _path(derived, sha256, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, picture)


def load_picture(derived: Path, sha256: str, number: int) -> bytes | None:
    """Return the picture of a page, or None where it has not been drawn."""
    path = _path(derived, sha256, number)
    return path.read_bytes() if path.is_file() else None


def _path(derived: Path, sha256: str, number: int) -> Path:
    return derived / FOLDER / sha256 / f"{number}.webp"
