"""The step `split`: documents into units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import NothingReadError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.tables import DOCUMENTS, UNITS, batch_from_rows
from hustings.ingest.units.cutting import no_cutter
from hustings.ingest.units.splitting import knows_language
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.outside.limits import MEGABYTES, SECONDS, Limits
from hustings.outside.orders import Named
from hustings.workflow.current import count_units, read_runs
from hustings.workflow.cutters import cutter_of_run, load_cutter
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.unsplit import tell_unsplit
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl
    import pyarrow as pa

    from hustings.ingest.units.cutting import Cutter
    from hustings.model.document import Problem, UnitKind
    from hustings.model.run import Run
    from hustings.outside.limits import Death
    from hustings.store.project import Store
    from hustings.workflow.cutters import LoadedCutter

_NEEDED = [name for name in DOCUMENTS.names if name != "characters"]
"""Columns that splitting looks at; where characters stand remains on the disk."""
_LIMITS = Limits(seconds=5 * SECONDS, megabytes=2 * MEGABYTES)
"""More than reading: what could be read can be split."""


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


def plan_split(reads: Sequence[Run], *, into: UnitKind, cutter: LoadedCutter) -> Run:
    """Plan to split the documents of some read runs.

    A cutter that a user brought is one of the inputs, and the project keeps it.
    """
    is_needed = into == "quasi-sentence"
    return plan_run(
        "split",
        parameters={"into": into, **(cutter.parameters() if is_needed else {})},
        inputs=[cutter.cutter.sha256] if is_needed and cutter.is_own else [],
        parents=[run.run_id for run in reads],
        packages=("sentencex",),
    )


def split_documents(
    store: Store,
    *,
    into: UnitKind = "quasi-sentence",
    cutter: Path | None = None,
    effort: Effort | None = None,
) -> SplitResult:
    """Split all documents anew; later steps use these units from now on.

    Parameters
    ----------
    cutter : pathlib.Path, optional
        A cutter that `train` wrote, in place of the one that comes with Hustings.
        Documents read later are cut with it, too.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    UnreadableFileError, CutterFileError
        If the cutter cannot be used.
    """
    reads = read_runs(store)
    if not store.documents():
        raise NothingReadError
    loaded = load_cutter(cutter)
    plan = plan_split(reads, into=into, cutter=loaded)
    if plan.inputs:
        store.keep_source(loaded.text.encode())
    run = execute(store, plan, compute_split, effort or Effort())
    store.record([run], at=now())
    counts = count_units(store)
    return SplitResult(
        n_documents=len(store.documents()),
        n_units=sum(counts.values()),
        into=into,
        run_id=run.run_id,
        problems=(
            *tell_unsplit(
                store,
                {
                    one.document_id: one.name
                    for one in store.documents()
                    if one.document_id not in counts
                },
            ),
            *_uncut_problems(store, reads, into, loaded.cutter),
        ),
    )


def _uncut_problems(
    store: Store, reads: Sequence[Run], into: UnitKind, cutter: Cutter
) -> Iterable[Problem]:
    """Tell of the documents' languages that are not cut."""
    current = {one.document_id for one in store.documents()}
    languages = (
        row["language"]
        for run in reads
        for row in store.table(run.outputs[0], ["document", "language"]).to_pylist()
        if row["document"] in current
    )
    return tell_uncut(languages, into, cutter)


def tell_uncut(
    languages: Iterable[str | None], into: UnitKind, cutter: Cutter
) -> Iterator[Problem]:
    """Tell of languages whose quasi-sentences are whole sentences, each once."""
    if into != "quasi-sentence":
        return
    for language in sorted({language or "" for language in languages}):
        if not knows_language(cutter, language):
            yield no_cutter(language)


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
    kernel = Named(
        module="hustings.ingest.kernels",
        function="split_batch",
        options={
            "into": plan.parameters["into"],
            "cutter": cutter_of_run(store, plan).cutter,
        },
    )
    yield from map_batches(
        kernel,
        _documents(store, reads),
        processes=effort.processes,
        limits=_LIMITS,
        on_death=_leave_whole,
        advance=effort.advance,
    )


def _leave_whole(_: pa.RecordBatch, __: Death) -> pa.RecordBatch:
    """Stand in for the units of a document that broke its worker."""
    return batch_from_rows([], UNITS)


def _documents(store: Store, reads: Sequence[Run]) -> Iterator[pa.RecordBatch]:
    """Yield the documents of some read runs, one a batch."""
    for run in reads:
        yield from store.table(run.outputs[0], _NEEDED).to_batches(max_chunksize=1)
