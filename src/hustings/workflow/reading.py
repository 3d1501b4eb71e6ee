"""The step `read`: files in, documents with blocks and units in the store."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.ingest.tables import (
    DOCUMENTS,
    SOURCES,
    batch_from_rows,
    row_from_error,
)
from hustings.model.document import Problem
from hustings.outside.clock import now
from hustings.outside.engine.local import map_batches
from hustings.outside.limits import Limits
from hustings.outside.ocr import find_tesseract, tesseract_versions
from hustings.outside.orders import Named
from hustings.store.records import Description, StoredDocument, StoredFailure
from hustings.workflow.arrivals import (
    Arrival,
    is_news,
    lasting,
    parameters_of,
    without_twins,
)
from hustings.workflow.current import current_kind
from hustings.workflow.cutters import current_cutter
from hustings.workflow.metadata import Metadata, description_of, unmatched
from hustings.workflow.read_files import report_files
from hustings.workflow.read_results import ReadResult
from hustings.workflow.renewals import renew, same_names
from hustings.workflow.runs import Effort, execute, plan_run
from hustings.workflow.splitting import plan_split, split_read, tell_uncut
from hustings.workflow.unpacking import describe_parcel, list_all, unpack
from hustings.workflow.unsplit import tell_unsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.outside.limits import Death
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
class Way:
    """How new files are read and split."""

    into: UnitKind
    limits: Limits
    effort: Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What came of opening files, and the paths that a metadata table may name."""

    arrivals: list[Arrival] = field(default_factory=list)
    failures: list[StoredFailure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)


def read_files(  # noqa: PLR0913  # what a user may say of files
    store: Store,
    paths: Sequence[Path],
    *,
    metadata: Metadata | None = None,
    for_all: Description | None = None,
    into: UnitKind | None = None,
    limits: Limits | None = None,
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
    limits : Limits, optional
        What reading one of them may cost, if not as much as is usual.
    """
    with store.working():
        return _bring_in(
            store,
            paths,
            metadata or Metadata(by_name={}),
            for_all or Description(),
            Way(
                into=into or current_kind(store),
                limits=limits or Limits(),
                effort=effort or Effort(),
            ),
        )


def _bring_in(  # what `read_files` takes, none of it missing
    store: Store,
    paths: Sequence[Path],
    metadata: Metadata,
    for_all: Description,
    way: Way,
) -> ReadResult:
    """Take in the files, read and split what is new, and tell of all."""
    files, failures = list_all(paths)
    unnamed = unmatched(metadata, files)
    taken = take_in(store, files, metadata, for_all, way.limits)
    arrivals, twins = without_twins(taken.arrivals)
    inner = set(unmatched(metadata, taken.paths))
    failures += [
        *taken.failures,
        *(_missing(name) for name in unnamed if name in inner),
        *(twin for twin in twins if isinstance(twin, StoredFailure)),
    ]
    known = store.documents_by_hash()
    new = [one for one in arrivals if one.sha256 not in known]
    runs = read_arrivals(store, new, way, failures) if new else []
    _record_news(store, [one for one in arrivals if one.sha256 in known], known)
    told = report_files(
        store, [one.sha256 for one in arrivals], {one.sha256 for one in new}
    )
    return ReadResult(
        files=told,
        failures=tuple(failures),
        problems=(
            *metadata.problems,
            *taken.problems,
            *(twin for twin in twins if isinstance(twin, Problem)),
            *same_names(store, [(one.name, one.sha256) for one in new]),
            *tell_unsplit(
                store, {file.document: file.name for file in told if not file.n_units}
            ),
            *tell_uncut(
                [file.language for file in told if file.is_new and file.n_units],
                way.into,
                current_cutter(store).cutter,
            ),
        ),
        run_id=runs[0].run_id if runs else None,
    )


def compute_read(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Read a plan's files again; those that cannot be read give no row."""
    return {"documents": _documents(store, plan, effort, [])}


def take_in(
    store: Store,
    paths: Sequence[Path],
    metadata: Metadata,
    for_all: Description,
    limits: Limits,
) -> _Taken:
    """Keep the bytes of every document that the files hold."""
    taken = _Taken()
    for path in paths:
        for one in unpack(path, limits=limits):
            if isinstance(one, StoredFailure):
                taken.failures.append(one)
            elif isinstance(one, Problem):
                taken.problems.append(one)
            else:
                taken.paths.append(one.path)
                otherwise = description_of(one.path, metadata, for_all)
                arrival = Arrival(
                    name=one.name,
                    sha256=store.keep_source(one.content),
                    description=describe_parcel(one, otherwise),
                )
                taken.arrivals.append(arrival)
    return taken


def _record_news(
    store: Store, again: Sequence[Arrival], known: Mapping[str, StoredDocument]
) -> None:
    """Record what is newly said of documents that were read before."""
    said = {
        known[one.sha256].document_id: lasting(one.description)
        for one in again
        if is_news(lasting(one.description), known[one.sha256])
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


def read_arrivals(
    store: Store,
    new: Sequence[Arrival],
    way: Way,
    failures: list[StoredFailure],
    accept: Callable[[Run], None] = lambda _: None,
) -> list[Run]:
    """Read and split new files, and record both runs in one transaction.

    `accept` is told of the run before anything is recorded, and may raise.
    """
    plan = plan_run(
        "read",
        parameters={
            "files": {one.sha256: parameters_of(one) for one in new},
            **_unusual(way.limits),
        },
        inputs=[one.sha256 for one in new],
        parents=_earlier_runs(store, new),
        packages=PACKAGES,
        programs=tesseract_versions(),
    )
    # The same bad files given again make the same plan, which is not computed again.
    before = [one for one in store.failures() if one.run_id == plan.run_id]
    failed: list[StoredFailure] = []
    way.effort.expect(len(new))
    read = execute(
        store,
        plan,
        lambda store, plan, effort: {
            "documents": _documents(store, plan, effort, failed)
        },
        way.effort,
    )
    arrivals = {one.sha256: one for one in new}
    documents = _stored(store, read, arrivals)
    accept(read)
    runs = [read]
    if documents:
        runs.append(_split_new(store, read, way))
    replaced = {
        one.document_id: replaces
        for one in documents
        if (replaces := arrivals[one.sha256].replaces) is not None
    }
    store.record(
        runs,
        at=now(),
        documents=documents,
        failures=failed,
        replacements=replaced,
    )
    for failure in (*failed, *before):
        store.drop_source(failure.sha256)
    failures += failed or before
    return runs


def _unusual(limits: Limits) -> dict[str, object]:
    """Give what a run records of limits: a file that met them may be tried again."""
    return {} if limits == Limits() else {"limits": asdict(limits)}


def _split_new(store: Store, read: Run, way: Way) -> Run:
    """Split what has just been read and is not recorded yet."""
    return execute(
        store,
        plan_split([read], into=way.into, cutter=current_cutter(store)),
        lambda store, plan, effort: {"units": split_read(store, plan, [read], effort)},
        Effort(processes=way.effort.processes),
    )


def _earlier_runs(store: Store, new: Sequence[Arrival]) -> set[str]:
    """Return the runs whose documents are read anew, which the outcome depends on."""
    again = {one.replaces for one in new if one.document is not None}
    return {one.run_id for one in store.all_documents() if one.document_id in again}


def _documents(
    store: Store, plan: Run, effort: Effort, failed: list[StoredFailure]
) -> Iterator[pa.RecordBatch]:
    """Yield documents that could be read; put the others into `failed`."""
    yield batch_from_rows([], DOCUMENTS)
    processes = min(effort.processes, len(plan.inputs))
    kernel = Named(
        module="hustings.ingest.kernels",
        function="read_batch",
        options={"recognise": find_tesseract(processes=processes)},
    )
    limits: Any = plan.parameters.get("limits", {})
    for batch in map_batches(
        kernel,
        _sources(store, plan),
        processes=processes,
        limits=Limits(**limits),
        on_death=_died,
        advance=effort.advance,
    ):
        if batch["error"][0].is_valid:
            failed.append(_failure(plan, batch))
        else:
            yield from renew(store, plan, batch)


def _sources(store: Store, plan: Run) -> Iterator[pa.RecordBatch]:
    """Yield one file a batch, large ones first, so that no worker is left with one.

    A file that failed before is gone by now.
    """
    failed = {failure.sha256 for failure in store.failures()}
    files: Any = plan.parameters["files"]
    there = [
        sha256
        for sha256 in plan.inputs
        if sha256 not in failed or store.has_source(sha256)
    ]
    for sha256 in sorted(there, key=store.source_size, reverse=True):
        row = {"content": store.source(sha256), **files[sha256]}
        yield batch_from_rows([row], SOURCES)


def _died(batch: pa.RecordBatch, death: Death) -> pa.RecordBatch:
    """Stand in for a reader that was killed or took its process down."""
    name = batch["name"][0].as_py()
    message = f"{name}: {death.reason} {death.advice}"
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
    store: Store, read: Run, arrivals: Mapping[str, Arrival]
) -> list[StoredDocument]:
    """List a run's documents as the database keeps them, in the order of the files."""
    table = store.table(read.outputs[0], ["document", "sha256"])
    place = {sha256: i for i, sha256 in enumerate(read.inputs)}
    rows = sorted(table.to_pylist(), key=lambda row: place[row["sha256"]])
    return [
        StoredDocument(
            document_id=row["document"],
            sha256=row["sha256"],
            name=arrivals[row["sha256"]].name,
            run_id=read.run_id,
            description=lasting(arrivals[row["sha256"]].description),
        )
        for row in rows
    ]
