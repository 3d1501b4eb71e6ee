"""What took long to compute and can be computed again, kept beside the derived tables.

Each thing is named by a hash of all that decides it, so that nothing old is ever taken
for new. Deleting them loses nothing but time.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from hustings.store.sources import write_whole

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "remembered"
_MOST = 16
"""Files kept of each kind; the oldest go first."""


def remember(derived: Path, kind: str, key: str, content: bytes) -> None:
    """Keep something under the hash of what decides it."""
    folder = derived / FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / key, content)
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in kept[:-_MOST]:
        with suppress(FileNotFoundError):  # another command was quicker
            path.unlink()


def recall(derived: Path, kind: str, key: str) -> bytes | None:
    """Return what is kept under a hash, or None."""
    path = derived / FOLDER / kind / key
    return path.read_bytes() if path.is_file() else None
