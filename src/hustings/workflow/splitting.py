"""The step `split`: documents into units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from hustings.errors import NothingReadError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.kernels import split_batch
from hustings.ingest.tables import DOCUMENTS, UNITS, batch_from_rows
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.workflow.current import count_units, read_runs
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl
    import pyarrow as pa

    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.store.project import Store

_NEEDED = [name for name in DOCUMENTS.names if name != "characters"]
"""Columns that splitting looks at; where characters stand remains on the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitResult:
    """What came of splitting the project's documents.

    Attributes
    ----------
    n_units : int
        Units of all documents, headings among them.
    into : str
        The kind of unit.
    """

    n_documents: int
    n_units: int
    into: UnitKind
    run_id: str
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row."""
        return [
            {
                "documents": self.n_documents,
                "units": self.n_units,
                "into": self.into,
                "run": self.run_id,
            }
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the row as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        return (
            f"Split {count(self.n_documents, 'document')} into "
            f"{count(self.n_units, 'unit')} "
            f"({self.into}s and headings; run {self.run_id})."
        )


def plan_split(reads: Sequence[Run], *, into: UnitKind) -> Run:
    """Plan to split the documents of some read runs."""
    return plan_run(
        "split",
        parameters={"into": into},
        parents=[run.run_id for run in reads],
        packages=("sentencex",),
    )


def split_documents(
    store: Store, *, into: UnitKind = "quasi-sentence", effort: Effort | None = None
) -> SplitResult:
    """Split all documents anew; later steps use these units from now on.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    """
    reads = read_runs(store)
    if not store.documents():
        raise NothingReadError
    run = execute(
        store, plan_split(reads, into=into), compute_split, effort or Effort()
    )
    store.record([run], at=now())
    counts = count_units(store)
    return SplitResult(
        n_documents=len(store.documents()),
        n_units=sum(counts.values()),
        into=into,
        run_id=run.run_id,
        problems=tuple(
            Problem(kind="no units", message=f"{one.name}: there is nothing to code.")
            for one in store.documents()
            if one.document_id not in counts
        ),
    )


def compute_split(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Split the documents of a plan's parents."""
    reads = [run for run in map(store.run, plan.parents) if run is not None]
    return {"units": split_read(store, plan, reads, effort)}


def split_read(
    store: Store, plan: Run, reads: Sequence[Run], effort: Effort
) -> Iterator[pa.RecordBatch]:
    """Yield the units of some read runs, recorded or not, one document a batch."""
    yield batch_from_rows([], UNITS)
    yield from map_batches(
        partial(split_batch, into=cast("UnitKind", plan.parameters["into"])),
        _documents(store, reads),
        processes=effort.processes,
        advance=effort.advance,
    )


def _documents(store: Store, reads: Sequence[Run]) -> Iterator[pa.RecordBatch]:
    """Yield the documents of some read runs, one a batch."""
    for run in reads:
        yield from store.table(run.outputs[0], _NEEDED).to_batches(max_chunksize=1)
