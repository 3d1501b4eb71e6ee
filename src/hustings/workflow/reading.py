"""The step `read`: files in, documents with blocks and units in the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import UnreadableFileError
from hustings.estimates.frames import frame_from_rows
from hustings.ingest.kernels import read_batch
from hustings.ingest.tables import (
    DOCUMENTS,
    SOURCES,
    batch_from_rows,
    row_from_error,
)
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.outside.files import read_file
from hustings.store.records import Description, StoredDocument, StoredFailure
from hustings.workflow.current import count_units
from hustings.workflow.metadata import Metadata, description_of, unmatched
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.splitting import plan_split, split_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl
    import pyarrow as pa

    from hustings.model.document import Problem, UnitKind
    from hustings.model.run import Run
    from hustings.store.project import Store

PACKAGES = ("pypdfium2", "lxml", "selectolax", "python-docx", "markdown-it-py")
"""What reading leans on: other versions may read other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file that is in the project now.

    Attributes
    ----------
    is_new : bool
        False where the same bytes had been read before.
    """

    name: str
    document: str
    actor: str | None
    date: str | None
    title: str | None
    language: str | None
    n_pages: int
    n_units: int
    n_problems: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What came of reading some files.

    Attributes
    ----------
    failures : tuple of StoredFailure
        Files that could not be read, each with what to do.
    run_id : str or None
        The run; None where nothing was new.
    """

    files: tuple[ReadFile, ...]
    failures: tuple[StoredFailure, ...]
    problems: tuple[Problem, ...] = ()
    run_id: str | None = None

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
        parts = [f"Read {_count(new, 'document')} ({_count(units, 'unit')})"]
        if len(self.files) > new:
            parts.append(f"{len(self.files) - new} already in the project")
        if self.failures:
            parts.append(f"{_count(len(self.failures), 'file')} not read")
        return "; ".join(parts) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A file whose bytes are kept and that is not yet a document."""

    name: str
    sha256: str
    description: Description


def read_files(
    store: Store,
    paths: Sequence[Path],
    *,
    metadata: Metadata | None = None,
    for_all: Description | None = None,
    into: UnitKind = "quasi-sentence",
    effort: Effort | None = None,
) -> ReadResult:
    """Read files into the project; what cannot be read costs only itself.

    Parameters
    ----------
    metadata : Metadata, optional
        What the user says of single files.
    for_all : Description, optional
        What the user says of all of them.
    into : {"quasi-sentence", "sentence", "paragraph"}
        The units to split the new documents into.
    """
    metadata = metadata or Metadata(by_name={})
    effort = effort or Effort()
    arrivals, failures = _take_in(store, paths, metadata, for_all or Description())
    failures += [_missing(name) for name in unmatched(metadata, paths)]
    known = {document.sha256: document for document in store.documents()}
    new = {one.sha256: one for one in arrivals if one.sha256 not in known}
    runs = _read_new(store, list(new.values()), into, effort, failures) if new else []
    said_again = {
        known[one.sha256].document_id: one.description
        for one in arrivals
        if one.sha256 in known and _is_news(one.description, known[one.sha256])
    }
    if said_again:
        store.record([], at=now(), descriptions=said_again)
    return ReadResult(
        files=tuple(_report(store, arrivals, set(new))),
        failures=tuple(failures),
        problems=metadata.problems,
        run_id=runs[0].run_id if runs else None,
    )


def compute_read(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Read a plan's files again; those that cannot be read give no row."""
    return {"documents": _documents(store, plan, effort, [])}


def _take_in(
    store: Store, paths: Sequence[Path], metadata: Metadata, for_all: Description
) -> tuple[list[_Arrival], list[StoredFailure]]:
    """Keep the bytes of every file that can be opened."""
    arrivals: list[_Arrival] = []
    failures: list[StoredFailure] = []
    for path in paths:
        try:
            content = read_file(path)
        except UnreadableFileError as error:
            failures.append(
                StoredFailure(run_id="", name=path.name, message=str(error))
            )
            continue
        arrivals.append(
            _Arrival(
                name=path.name,
                sha256=store.keep_source(content),
                description=description_of(path, metadata, for_all),
            )
        )
    return arrivals, failures


def _missing(name: str) -> StoredFailure:
    """Say that the metadata table names a file that was not given."""
    return StoredFailure(
        run_id="",
        name=name,
        message=f"{name}: named in the metadata table but not among the files given. "
        "Add the file to the command, or take its row out of the table.",
    )


def _read_new(
    store: Store,
    new: Sequence[_Arrival],
    into: UnitKind,
    effort: Effort,
    failures: list[StoredFailure],
) -> list[Run]:
    """Read and split new files, and record both runs in one transaction."""
    plan = plan_run(
        "read",
        parameters={"files": {one.sha256: _parameters(one) for one in new}},
        inputs=[one.sha256 for one in new],
        packages=PACKAGES,
    )
    failed: list[StoredFailure] = []
    read = execute(
        store,
        plan,
        lambda store, plan, effort: {
            "documents": _documents(store, plan, effort, failed)
        },
        effort,
    )
    documents = _stored(store, read, {one.sha256: one for one in new})
    runs = [read]
    if documents:
        runs.append(_split_new(store, read, into))
    store.record(runs, at=now(), documents=documents, failures=failed)
    for failure in failed:
        store.drop_source(failure.sha256)
    failures += failed
    return runs


def _split_new(store: Store, read: Run, into: UnitKind) -> Run:
    """Split what has just been read and is not recorded yet."""
    return execute(
        store,
        plan_split([read], into=into),
        lambda store, plan, effort: {"units": split_read(store, plan, [read], effort)},
        Effort(),
    )


def _parameters(arrival: _Arrival) -> dict[str, object]:
    """Give what a run records of a file: its name, and what the user said of it."""
    said = {k: v for k, v in asdict(arrival.description).items() if v is not None}
    return {"name": arrival.name, **said}


def _documents(
    store: Store, plan: Run, effort: Effort, failed: list[StoredFailure]
) -> Iterator[pa.RecordBatch]:
    """Yield documents that could be read; put the others into `failed`."""
    yield batch_from_rows([], DOCUMENTS)
    for batch in map_batches(
        read_batch,
        _sources(store, plan),
        processes=effort.processes,
        on_death=_died,
        advance=effort.advance,
    ):
        if batch["error"][0].is_valid:
            failed.append(_failure(plan, batch))
        else:
            yield batch


def _sources(store: Store, plan: Run) -> Iterator[pa.RecordBatch]:
    """Yield one file a batch; a file that failed before is gone by now."""
    failed = {failure.sha256 for failure in store.failures()}
    files: Any = plan.parameters["files"]
    for sha256 in plan.inputs:
        if sha256 in failed and not store.has_source(sha256):
            continue
        row = {"content": store.source(sha256), **files[sha256]}
        yield batch_from_rows([row], SOURCES)


def _died(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Stand in for a reader that took its process down."""
    name = batch["name"][0].as_py()
    message = (
        f"{name}: reading it brought the reader down, so it was left out. The file is "
        "damaged or too large for this machine's memory; save it anew and try again."
    )
    row = row_from_error(message, name=name, content=batch["content"][0].as_py())
    return batch_from_rows([row], DOCUMENTS)


def _failure(plan: Run, batch: pa.RecordBatch) -> StoredFailure:
    """Turn an error row of the reading kernel into a failure."""
    return StoredFailure(
        run_id=plan.run_id,
        name=batch["name"][0].as_py(),
        message=batch["error"][0].as_py(),
        sha256=batch["sha256"][0].as_py(),
    )


def _stored(
    store: Store, read: Run, arrivals: Mapping[str, _Arrival]
) -> list[StoredDocument]:
    """List a run's documents as the database keeps them."""
    table = store.table(read.outputs[0], ["document", "sha256"])
    return [
        StoredDocument(
            document_id=row["document"],
            sha256=row["sha256"],
            name=arrivals[row["sha256"]].name,
            run_id=read.run_id,
            description=arrivals[row["sha256"]].description,
        )
        for row in table.to_pylist()
    ]


def _is_news(description: Description, document: StoredDocument) -> bool:
    """Say whether a description says what was not known of a document."""
    known = asdict(document.description)
    return any(
        value is not None and value != known[name]
        for name, value in asdict(description).items()
    )


def _report(
    store: Store, arrivals: Sequence[_Arrival], new: set[str]
) -> Iterator[ReadFile]:
    """Tell of every file that is a document now, each once."""
    from_store = {document.sha256: document for document in store.documents()}
    details = _details(store)
    for sha256 in dict.fromkeys(one.sha256 for one in arrivals):
        if sha256 in from_store:
            document = from_store[sha256]
            said = {
                k: v for k, v in asdict(document.description).items() if v is not None
            }
            row = {**details[document.document_id], **said}
            row.pop("country", None)
            yield ReadFile(name=document.name, is_new=sha256 in new, **row)


def _details(store: Store) -> dict[str, dict[str, Any]]:
    """Read what the summary needs of every document, and count its units."""
    columns = ["document", "actor", "date", "title", "language", "pages", "problems"]
    counts = count_units(store)
    return {
        row["document"]: {
            "document": row["document"],
            "actor": row["actor"],
            "date": row["date"],
            "title": row["title"],
            "language": row["language"],
            "n_pages": len(row["pages"]),
            "n_problems": len(row["problems"]),
            "n_units": counts.get(row["document"], 0),
        }
        for run in store.runs()
        if run.step == "read"
        for row in store.table(run.outputs[0], columns).to_pylist()
    }


def _count(n: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
