"""Where projects lie, and what may not lie inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import ForeignFolderError, NestedProjectError
from hustings.store.project import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

    from hustings.store.project import Store


def refuse_nested(folder: Path) -> None:
    """Refuse a new project inside another, whose commands would not see it.

    Raises
    ------
    NestedProjectError
        If a folder around this one is a project.
    """
    for around in folder.resolve().parents:
        if (around / DATABASE).is_file():
            raise NestedProjectError(path=str(folder), project=str(around))


def refuse_kept(store: Store, folder: Path) -> None:
    """Refuse to write into the folders that Hustings keeps.

    Raises
    ------
    ForeignFolderError
        If the folder is `sources/` or `derived/` of the project, or lies there.
    """
    place = folder.resolve()
    for kept, what in (
        (store.sources, "the project's original files"),
        (store.derived, "the project's derived tables"),
    ):
        if place.is_relative_to(kept.resolve()):
            raise ForeignFolderError(folder=str(folder), found=what, where=str(kept))
