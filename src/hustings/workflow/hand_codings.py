"""Codings by people, and adjudicated values, as runs of the step `code`.

What people wrote is in the database. A run says which of it counts for the units that
count now, up to a row of the database, so that scales, comparisons and pages see a
person as they see any coder, and the table can be made again byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hustings.coding.tables import CODINGS
from hustings.ingest.tables import UNITS, batch_from_rows
from hustings.model.coder import ADJUDICATED
from hustings.outside.clock import now
from hustings.store.hand import TABLE_OF_ORIGIN
from hustings.workflow.current import code_runs, current_splits, split_runs
from hustings.workflow.own_units import (
    OWN,
    TABLE,
    has_own_units,
    latest_of_overlapping,
    own_place_ids,
    unit_rows,
    unitising_of,
)
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.adjudication import Adjudicated
    from hustings.model.hand_coding import HandCoding
    from hustings.model.run import Run
    from hustings.store.project import Store

    Place = tuple[str, int, int]

HAND = "hand"
"""The source of codings that are rows of the database."""


def is_by_hand(run: Run) -> bool:
    """Say whether a run holds what people coded or settled."""
    return run.step == "code" and run.parameters.get("source") == HAND


def publish_codings(store: Store) -> list[Run]:
    """Let what people coded and settled count, as runs of the step `code`.

    One run a person and codebook, and one a codebook for adjudicated values, whose
    coder is called ``"adjudicated"``. A unit on which one person or all agree is
    adjudicated only where a rule or a person said so.

    Returns
    -------
    list of Run
        Those that count now, adjudicated values last; nothing where no document was
        read. A run that is the latest of its coder already is not recorded again.
    """
    nobody = not (store.hand.last_number() or store.adjudications.last_number())
    if nobody or not current_splits(store):
        return []
    splits = [run.run_id for run in split_runs(store)]
    plans = list(_latest_versions(store, _plans(store, splits)))
    runs = [execute(store, plan, code_by_hand, Effort()) for plan in plans]
    counting = {run.run_id for run in code_runs(store)}
    new = [run for run in runs if run.run_id not in counting]
    if new:
        store.record(new, at=now())
    return runs


def code_by_hand(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Write the codings of a plan that lie on units of its parents.

    Where the coder cut units, those count, too, and are a table of their own.
    """
    said = _said(store, plan)
    units = _units(store, plan, {one.document_id for one in said})
    tables = {}
    if plan.parameters.get(OWN):
        unitising = unitising_of(store, str(plan.parameters["coder"]))
        said = latest_of_overlapping(said)
        own = own_place_ids(said, unitising, units)
        units |= own
        tables = {TABLE: [batch_from_rows(list(unit_rows(store, own)), UNITS)]}
    effort.advance(1)
    return {"codings": [batch_from_rows(_rows(plan, said, units), CODINGS)], **tables}


def _plans(store: Store, splits: Sequence[str]) -> Iterator[Run]:
    """Plan a run for every coder and codebook, those that wrote last at the end."""
    for (coder, sha256), last in store.hand.extents().items():
        yield _plan(store, coder, sha256, last, splits)
    for sha256, last in store.adjudications.extents().items():
        yield _plan(store, ADJUDICATED, sha256, last, splits)


def _plan(
    store: Store, coder: str, sha256: str, up_to: int, splits: Sequence[str]
) -> Run:
    """Plan to take what one coder wrote with one codebook, up to a row."""
    book = store.codebook(sha256)
    assert book is not None  # noqa: S101  # the database holds to it
    said = store.hand.current(coders=[coder], codebook=sha256, up_to=up_to)
    has_own = has_own_units(said, unitising_of(store, coder))
    return plan_run(
        "code",
        parameters={
            "coder": coder,
            "codebook": book.name,
            "codebook_version": book.version,
            "codebook_sha256": sha256,
            "source": HAND,
            "up_to": up_to,
            **({OWN: True} if has_own else {}),
        },
        inputs=_tables(said),
        parents=splits,
    )


def _tables(said: Iterable[HandCoding]) -> list[str]:
    """Return the hashes of the tables that a person's codings were brought in with."""
    found = (TABLE_OF_ORIGIN.search(one.origin) for one in said)
    return sorted({one[1] for one in found if one is not None})


def _latest_versions(store: Store, plans: Iterable[Run]) -> list[Run]:
    """Keep of each coder and codebook what was coded with its latest version."""
    ranks = {one.sha256: i for i, one in enumerate(store.codebook_versions.all())}
    latest: dict[tuple[object, object], tuple[int, Run]] = {}
    for plan in plans:
        key = (plan.parameters["coder"], plan.parameters["codebook"])
        rank = ranks.get(str(plan.parameters["codebook_sha256"]), -1)
        if key not in latest or rank >= latest[key][0]:
            latest.pop(key, None)
            latest[key] = (rank, plan)
    return [plan for _, plan in latest.values()]


def _said(store: Store, plan: Run) -> list[Any]:
    """Return what counts of a coder's codings, up to the plan's last row."""
    parameters: Any = plan.parameters
    codebook, up_to = parameters["codebook_sha256"], parameters["up_to"]
    wanted: Sequence[HandCoding | Adjudicated]
    if parameters["coder"] == ADJUDICATED:
        wanted = store.adjudications.current(codebook=codebook, up_to=up_to)
    else:
        wanted = store.hand.current(
            coders=[parameters["coder"]], codebook=codebook, up_to=up_to
        )
    return [one for one in wanted if one.value is not None]


def _rows(
    plan: Run,
    said: Iterable[HandCoding | Adjudicated],
    units: Mapping[Place, str],
) -> list[dict[str, object]]:
    """Return the codings that lie on units."""
    return [
        {
            "document": one.document_id,
            "unit": units[place],
            "coder": plan.parameters["coder"],
            "variable": one.variable,
            "value": one.value,
            "evidence": _evidence(one),
        }
        for one in said
        for place in (_place(one),)
        if place in units
    ]


def _place(one: HandCoding | Adjudicated) -> Place:
    return (one.document_id, one.anchor.span.start, one.anchor.span.end)


def _evidence(one: HandCoding | Adjudicated) -> list[dict[str, int]]:
    """Return the evidence inside a coding's words; an adjudicated value has none."""
    unit = one.anchor.span
    return [
        {"start": span.start, "end": span.end}
        for span in getattr(one, "evidence", ())
        if unit.start <= span.start < span.end <= unit.end
    ]


def _units(store: Store, plan: Run, documents: set[str]) -> dict[Place, str]:
    """Return the units of some documents, by document and span."""
    wanted = pa.array(sorted(documents), pa.string())
    found: dict[Place, str] = {}
    for parent in filter(None, map(store.run, plan.parents)):
        table = store.table(parent.outputs[0], ["document", "unit", "start", "end"])
        kept = table.filter(pc.is_in(table["document"], wanted)).to_pydict()
        places = zip(kept["document"], kept["start"], kept["end"], strict=True)
        found.update(zip(places, kept["unit"], strict=True))
    return found
