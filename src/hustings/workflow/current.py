"""What counts now: each document's latest split, each coder's latest word."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import NothingReadError
from hustings.ingest.tables import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.document import UnitKind
    from hustings.model.run import Run
    from hustings.store.project import Store


def read_runs(store: Store) -> list[Run]:
    """Return the runs that read documents, oldest first."""
    return [run for run in store.runs() if run.step == "read"]


def current_splits(store: Store) -> dict[str, Run]:
    """Return the latest split of every read run, by the read run's id."""
    return {
        parent: run
        for run in store.runs()
        if run.step == "split"
        for parent in run.parents
    }


def current_kind(store: Store) -> UnitKind:
    """Return what the project's documents were last split into."""
    splits = [run for run in store.runs() if run.step == "split"]
    if not splits:
        return "quasi-sentence"
    return cast("UnitKind", splits[-1].parameters["into"])


def split_runs(store: Store) -> list[Run]:
    """Return the splits that count for some document, in the order of their ids.

    Raises
    ------
    NothingReadError
        If the project has no documents yet.
    """
    splits = {run.run_id: run for run in current_splits(store).values()}
    if not splits:
        raise NothingReadError
    return [splits[run_id] for run_id in sorted(splits)]


def units_of(
    store: Store, splits: Sequence[Run], columns: Sequence[str] | None = None
) -> pa.Table:
    """Return the units that count among those of some splits, in reading order."""
    by_split: dict[str, list[str]] = {}
    current = {read: split.run_id for read, split in current_splits(store).items()}
    for document in store.documents():
        by_split.setdefault(current.get(document.run_id, ""), []).append(
            document.document_id
        )
    wanted = None if columns is None else list(dict.fromkeys(["document", *columns]))
    parts = [
        _of_documents(
            store.table(split.outputs[0], wanted), by_split.get(split.run_id, [])
        )
        for split in splits
    ]
    return pa.concat_tables(parts) if parts else UNITS.empty_table()


def current_units(store: Store, columns: Sequence[str] | None = None) -> pa.Table:
    """Return all units that count now."""
    return units_of(store, split_runs(store), columns)


def count_units(store: Store) -> dict[str, int]:
    """Return how many units each document has now."""
    if not current_splits(store):
        return {}
    counts = (
        current_units(store, ["document"])
        .group_by("document")
        .aggregate([([], "count_all")])
    )
    return dict(
        zip(
            counts["document"].to_pylist(), counts["count_all"].to_pylist(), strict=True
        )
    )


def code_runs(store: Store) -> list[Run]:
    """Return the latest run of every coder with every codebook, oldest execution first.

    Another version of a codebook is the same codebook.
    """
    latest: dict[tuple[object, object], Run] = {}
    for run in store.runs():
        if run.step == "code":
            key = (run.parameters["coder"], run.parameters["codebook"])
            latest.pop(key, None)
            latest[key] = run
    return list(latest.values())


def scale_runs(store: Store) -> list[Run]:
    """Return the latest run of every scale, coder and codebook, oldest first.

    Runs that measured something else than documents' positions (pairs of documents,
    elections, words, actors with all their documents) are not among them.
    """
    return [run for run in latest_scales(store) if run.parameters.get("by") is None]


def latest_scales(store: Store) -> list[Run]:
    """Return the same, and among them the runs whose cases are actors."""
    latest: dict[tuple[object, ...], Run] = {}
    for run in store.runs():
        if run.step == "scale" and any(one.table == "positions" for one in run.outputs):
            named = ("scale", "coder", "codebook", "by")
            key = tuple(run.parameters.get(name) for name in named)
            latest.pop(key, None)
            latest[key] = run
    return list(latest.values())


def _of_documents(table: pa.Table, documents: Sequence[str]) -> pa.Table:
    """Keep the rows of some documents."""
    if not documents:
        return table.slice(0, 0)
    return table.filter(pc.is_in(table["document"], pa.array(documents, pa.string())))
