"""Files for the user, written together: all of them or none."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING, TypeAlias

from hustings.errors import ExportTargetError, OutputFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Write: TypeAlias = "Callable[[IO[bytes]], None]"


_DATABASE = "project.sqlite"
_CLEARED = frozenset({"derived", "sources"})
"""Folders beside a project's database that `check --rebuild` clears."""


def check_place(path: Path, *, own: Iterable[Path] = ()) -> None:
    """Refuse a place inside any project's own folders, where files are cleared away.

    Parameters
    ----------
    own : iterable of Path
        Folders of the project that is open; they may be links to other disks.

    Raises
    ------
    ExportTargetError
        With the path, and what to do.
    """
    folders = {one.resolve() for one in own}
    for place in (path.absolute(), path.resolve()):
        for folder in (place, *place.parents):
            is_own = folder.name in _CLEARED and (folder.parent / _DATABASE).is_file()
            if is_own or folder in folders:
                _refuse(path, "belongs to the project itself", "Name another place.")


def check_file(path: Path, *, replace: bool) -> None:
    """Refuse to write one file where something is, or where nothing of ours belongs.

    Raises
    ------
    ExportTargetError
        With the path, and what to do.
    OutputFileError
        If its folder is not there.
    """
    check_place(path)
    if not path.parent.is_dir():
        raise OutputFileError(name=str(path), reason="its folder does not exist.")
    check_targets(path.parent, [path.name], replace=replace, forbidden=())


def check_targets(
    folder: Path, names: Iterable[str], *, replace: bool, forbidden: Iterable[Path]
) -> None:
    """Refuse to write where something is, or where nothing of the user's belongs.

    Parameters
    ----------
    forbidden : iterable of Path
        Folders in which, and files over which, nothing is ever written.

    Raises
    ------
    ExportTargetError
        With the path, and what to do.
    """
    if folder.exists() and not folder.is_dir():
        _refuse(folder, "is there and is no folder", "Name a new or empty folder.")
    for name in names:
        path = folder / name
        place = path.resolve()
        if any(place == one or one in place.parents for one in forbidden):
            _refuse(path, "belongs to the project itself", "Name another place.")
        if path.is_symlink() or path.exists():
            if not path.is_file():
                _refuse(path, "is there and is no plain file", "Name another place.")
            if not replace:
                advice = "Name another place, or write over it with --replace."
                _refuse(path, "is there already", advice)


def save_together(folder: Path, files: Mapping[str, Write]) -> None:
    """Write files into a folder, all of them or none.

    They are written on the same disk first. What is there of the same names gives way
    at the end, and comes back if that fails.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _scaffold(folder) as scaffold:
        new = scaffold / "new"
        new.mkdir()
        for name, write in files.items():
            with (new / name).open("wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
        if folder.exists():
            _exchange(new, folder, scaffold / "old", list(files))
        else:
            new.rename(folder)


@contextmanager
def _scaffold(folder: Path) -> Iterator[Path]:
    """Return a new folder on the same disk, gone at the end whatever happens."""
    place = folder if folder.exists() else folder.parent
    made = Path(mkdtemp(prefix=".export-", dir=place))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _exchange(new: Path, folder: Path, old: Path, names: Sequence[str]) -> None:
    """Put new files in place of those of the same names, or leave all as it was."""
    old.mkdir()
    try:
        for name in names:
            if (folder / name).exists():
                (folder / name).rename(old / name)
            (new / name).rename(folder / name)
    except BaseException:
        for name in names:
            _put_back(name, new=new, folder=folder, old=old)
        raise


def _put_back(name: str, *, new: Path, folder: Path, old: Path) -> None:
    if (old / name).exists():
        (old / name).replace(folder / name)
    elif not (new / name).exists():  # it has been put where nothing was
        (folder / name).unlink(missing_ok=True)


def _refuse(path: Path, reason: str, advice: str) -> None:
    raise ExportTargetError(path=str(path), reason=reason, advice=advice)
