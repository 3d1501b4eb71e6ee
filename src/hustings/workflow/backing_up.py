"""A project as one file that can be kept or mailed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.estimates.frames import frame_from_rows
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.saving import check_place
from hustings.store.backups import folder_name, write_backup
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from hustings.store.project import Store
    from hustings.store.sources import State

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupResult:
    """What was kept.

    Attributes
    ----------
    path : str
        The ZIP file.
    n_sources : int
        Original files in it.
    problems : tuple of Problem
        Sources that are gone or changed, and so are not in it.
    """

    path: str
    n_sources: int
    n_bytes: int
    problems: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every source is in it."""
        return not self.problems

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row."""
        return [
            {"path": self.path, "n_sources": self.n_sources, "n_bytes": self.n_bytes}
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the row as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        size = f"{self.n_bytes / _MEGABYTE:,.1f} MB"
        return (
            f"Wrote {self.path}: the database and {count(self.n_sources, 'source')}, "
            f"{size}, read again and compared."
        )


def back_up(store: Store, out: Path) -> BackupResult:
    """Write a project's database and sources into one ZIP file, and verify it.

    Others may go on writing meanwhile; the backup holds what was there when it began.

    Parameters
    ----------
    out : pathlib.Path
        The file; or a folder, in which it is called after the project and the time.

    Raises
    ------
    OutputFileError
        If a file of that name is there, or it has no folder.
    ExportTargetError
        If it is inside a project's own folders, which are cleared.
    DamagedProjectError
        If the database is damaged.
    """
    at = now()
    target = _target(store, out, at)
    check_place(target, own=[store.sources, store.derived])
    written = write_backup(store, target, at=at)
    states = list(written.sources.values())
    return BackupResult(
        path=str(written.path),
        n_sources=states.count("intact"),
        n_bytes=written.n_bytes,
        problems=tuple(_left_out(store, written.sources)),
    )


def _target(store: Store, out: Path, at: str) -> Path:
    """Return the name of the file."""
    if out.is_dir():
        time = at[:19].replace(":", "").replace("T", "-")
        return out / f"{folder_name(store.name() or '')}-{time}.zip"
    return out if out.suffix == ".zip" else out.with_name(f"{out.name}.zip")


def _left_out(store: Store, sources: Mapping[str, State]) -> Iterator[Problem]:
    """Tell of the sources that could not be kept."""
    names = dict.fromkeys(store.hand.tables(), "a table of codings")
    names |= {one.sha256: one.name for one in store.all_documents()}
    for sha256, state in sources.items():
        if state != "intact":
            name = names.get(sha256, "a cutter")
            yield Problem(
                kind=f"{state} source",
                message=f"sources/{sha256} ({name}) is {state} and not in the backup. "
                "Put the original file there again.",
            )
