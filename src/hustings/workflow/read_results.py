"""What came of reading some files: a row a document, and what went wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from hustings.estimates.frames import frame_from_rows
from hustings.workflow.reanchoring import ReanchorResult
from hustings.workflow.wording import count

if TYPE_CHECKING:
    import polars as pl

    from hustings.model.document import Problem
    from hustings.store.records import StoredFailure
    from hustings.workflow.read_files import ReadFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What came of reading some files.

    Attributes
    ----------
    failures : tuple of StoredFailure
        Files that could not be read, each with what to do.
    run_id : str or None
        The run; None where nothing was new.
    anchors : ReanchorResult
        What became of the codings of texts that others have replaced.
    """

    files: tuple[ReadFile, ...]
    failures: tuple[StoredFailure, ...]
    problems: tuple[Problem, ...] = ()
    run_id: str | None = None
    anchors: ReanchorResult = ReanchorResult()  # noqa: RUF009  # a frozen record

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a file."""
        return [asdict(file) for file in self.files]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        new = sum(file.is_new for file in self.files)
        units = sum(file.n_units for file in self.files if file.is_new)
        parts = [f"Read {count(new, 'document')} ({count(units, 'unit')})"]
        if len(self.files) > new:
            parts.append(f"{len(self.files) - new} already in the project")
        if self.failures:
            parts.append(f"{count(len(self.failures), 'mistake')} named above")
        return "; ".join(parts) + "."
