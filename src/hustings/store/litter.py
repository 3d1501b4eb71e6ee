"""What a killed command left behind, and the mark of one that is still at work."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path


@contextmanager
def working(sources: Path) -> Iterator[None]:
    """Mark that this process is about to bring in sources and tables."""
    mark = sources / f".working.{os.getpid()}"
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def is_at_work(sources: Path) -> bool:
    """Say whether another process is bringing in sources and tables."""
    return any(map(_is_under_work, sources.glob(".working.*")))


def unnamed(folder: Path, names: Collection[str]) -> list[str]:
    """Return what lies in a folder and has none of the names."""
    return [
        f"{folder.name}/{path.name}"
        for path in sorted(folder.iterdir())
        if path.name not in names
    ]


def remove(folder: Path, litter: Iterable[str]) -> list[str]:
    """Remove files and folders; return their names."""
    removed = list(litter)
    for name in removed:
        path = folder / name
        if path.is_dir() and not path.is_symlink():  # of a link only the link goes
            shutil.rmtree(path)
        else:
            path.unlink()
    return removed


def _is_under_work(mark: Path) -> bool:
    """Say whether the process that left a mark is another one, and alive."""
    number = int(mark.name.rpartition(".")[2])
    if number == os.getpid():
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
