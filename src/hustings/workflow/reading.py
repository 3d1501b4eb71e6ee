"""The step `read`: files in, documents with blocks and units in the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from hustings.ingest.kernels import read_batch
from hustings.ingest.tables import (
    DOCUMENTS,
    SOURCES,
    batch_from_rows,
    row_from_error,
)
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.outside.ocr import find_tesseract
from hustings.store.records import Description, StoredDocument, StoredFailure
from hustings.workflow.current import current_kind
from hustings.workflow.metadata import Metadata, description_of, unmatched
from hustings.workflow.read_results import ReadResult, report_files
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.splitting import plan_split, split_read
from hustings.workflow.unpacking import describe_parcel, list_all, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.store.project import Store

PACKAGES = (
    "pypdfium2",
    "lxml",
    "selectolax",
    "python-docx",
    "markdown-it-py",
    "pillow",
)
"""What reading leans on: other versions may read other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A file whose bytes are kept and that is not yet a document."""

    name: str
    sha256: str
    description: Description


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What came of opening files, and the paths that a metadata table may name."""

    arrivals: list[_Arrival] = field(default_factory=list)
    failures: list[StoredFailure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)


def read_files(
    store: Store,
    paths: Sequence[Path],
    *,
    metadata: Metadata | None = None,
    for_all: Description | None = None,
    into: UnitKind | None = None,
    effort: Effort | None = None,
) -> ReadResult:
    """Read files into the project; what cannot be read costs only itself.

    Parameters
    ----------
    metadata : Metadata, optional
        What the user says of single files.
    for_all : Description, optional
        What the user says of all of them.
    into : {"quasi-sentence", "sentence", "paragraph"}, optional
        The units to split the new documents into; otherwise what the project's
        documents were last split into, so that units of two kinds do not mix.
    """
    with store.working():
        return _bring_in(
            store,
            paths,
            metadata or Metadata(by_name={}),
            for_all or Description(),
            into or current_kind(store),
            effort or Effort(),
        )


def _bring_in(  # what `read_files` takes, none of it missing
    store: Store,
    paths: Sequence[Path],
    metadata: Metadata,
    for_all: Description,
    into: UnitKind,
    effort: Effort,
) -> ReadResult:
    """Take in the files, read and split what is new, and tell of all."""
    files, failures = list_all(paths)
    unnamed = unmatched(metadata, files)
    taken = _take_in(store, files, metadata, for_all)
    arrivals, twins = _without_twins(taken.arrivals)
    inner = set(unmatched(metadata, taken.paths))
    failures += [
        *taken.failures,
        *(_missing(name) for name in unnamed if name in inner),
        *(twin for twin in twins if isinstance(twin, StoredFailure)),
    ]
    known = {document.sha256: document for document in store.documents()}
    new = [one for one in arrivals if one.sha256 not in known]
    runs = _read_new(store, new, into, effort, failures) if new else []
    _record_news(store, [one for one in arrivals if one.sha256 in known], known)
    return ReadResult(
        files=report_files(
            store, [one.sha256 for one in arrivals], {one.sha256 for one in new}
        ),
        failures=tuple(failures),
        problems=(
            *metadata.problems,
            *taken.problems,
            *(twin for twin in twins if isinstance(twin, Problem)),
        ),
        run_id=runs[0].run_id if runs else None,
    )


def compute_read(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Read a plan's files again; those that cannot be read give no row."""
    return {"documents": _documents(store, plan, effort, [])}


def _take_in(
    store: Store, paths: Sequence[Path], metadata: Metadata, for_all: Description
) -> _Taken:
    """Keep the bytes of every document that the files hold."""
    taken = _Taken()
    for path in paths:
        for one in unpack(path):
            if isinstance(one, StoredFailure):
                taken.failures.append(one)
            elif isinstance(one, Problem):
                taken.problems.append(one)
            else:
                taken.paths.append(one.path)
                otherwise = description_of(one.path, metadata, for_all)
                arrival = _Arrival(
                    name=one.name,
                    sha256=store.keep_source(one.content),
                    description=describe_parcel(one, otherwise),
                )
                taken.arrivals.append(arrival)
    return taken


def _without_twins(
    taken: Sequence[_Arrival],
) -> tuple[list[_Arrival], list[Problem | StoredFailure]]:
    """Keep the first of files with the same bytes, and tell of the others."""
    first: dict[str, _Arrival] = {}
    twins: list[Problem | StoredFailure] = []
    for one in taken:
        other = first.setdefault(one.sha256, one)
        if other is not one:
            twins.append(_twin(one, other))
    return list(first.values()), twins


def _twin(one: _Arrival, other: _Arrival) -> Problem | StoredFailure:
    """Tell of a file with the bytes of another; two descriptions are a mistake."""
    same = f"{one.name} has the same bytes as {other.name}"
    if one.description == other.description:
        return Problem(kind="same bytes", message=f"{same}: they are one document.")
    return StoredFailure(
        run_id="",
        name=one.name,
        message=f"{same}, but is described otherwise; only {other.name} was taken. "
        "Describe both alike, or read the right file.",
    )


def _record_news(
    store: Store, again: Sequence[_Arrival], known: Mapping[str, StoredDocument]
) -> None:
    """Record what is newly said of documents that were read before."""
    said = {
        known[one.sha256].document_id: one.description
        for one in again
        if _is_news(one.description, known[one.sha256])
    }
    if said:
        store.record([], at=now(), descriptions=said)


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
    # The same bad files given again make the same plan, which is not computed again.
    before = [one for one in store.failures() if one.run_id == plan.run_id]
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
        runs.append(_split_new(store, read, into, effort))
    store.record(runs, at=now(), documents=documents, failures=failed)
    for failure in (*failed, *before):
        store.drop_source(failure.sha256)
    failures += failed or before
    return runs


def _split_new(store: Store, read: Run, into: UnitKind, effort: Effort) -> Run:
    """Split what has just been read and is not recorded yet."""
    return execute(
        store,
        plan_split([read], into=into),
        lambda store, plan, effort: {"units": split_read(store, plan, [read], effort)},
        Effort(processes=effort.processes),
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
        partial(read_batch, recognise=find_tesseract()),
        _sources(store, plan),
        processes=min(effort.processes, len(plan.inputs)),
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
