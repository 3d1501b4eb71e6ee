"""What a person should know of positions before they rely on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from hustings.errors import (
    DirectionError,
    InvalidCountsError,
    UnknownCaseError,
    UnusableReferencesError,
)
from hustings.model.document import Problem
from hustings.outside.engine.local import run_sql
from hustings.workflow.current import current_splits, current_units
from hustings.workflow.hand_codings import is_by_hand
from hustings.workflow.judged_units import judged_in
from hustings.workflow.own_units import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.errors import HustingsError
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.sampling_frames import Place

_COLUMNS = ["document", "unit", "kind", "start", "end"]
_PLACE = pa.schema(
    [("document", pa.string()), ("start", pa.int64()), ("end", pa.int64())]
)
_N_JUDGED = """
WITH coded AS (SELECT DISTINCT unit FROM codings WHERE variable = ?),
parts AS (
    SELECT own.* FROM own SEMI JOIN coded USING (unit)
    UNION ALL SELECT own.* FROM own SEMI JOIN ruled_out USING (document, "start", "end")
)
SELECT count(*)::BIGINT AS n_units, count(*) FILTER (
    unit IN (SELECT unit FROM coded)
    OR (document, "start", "end") IN (SELECT document, "start", "end" FROM ruled_out)
    OR EXISTS (
        FROM parts WHERE parts.document = units.document
        AND parts."start" < units."end" AND units."start" < parts."end"
    ))::BIGINT AS n_judged
FROM units WHERE units.kind <> 'heading'
"""


def with_names(problem: Problem, names: Mapping[str, str]) -> Problem:
    """Call cases by what people call them, not by their ids."""
    return replace(problem, message=_renamed(problem.message, names))


def _renamed(message: str, names: Mapping[str, str]) -> str:
    """Put names in the place of quoted ids."""
    for case, name in names.items():
        message = message.replace(repr(case), repr(name))
    return message


def named_in(error: HustingsError, names: Mapping[str, str]) -> HustingsError:
    """Call cases in the sentence of an error by what people call them."""
    if isinstance(error, DirectionError):
        low_high = [names.get(case, case) for case in error.direction]
        return DirectionError(
            direction=low_high,
            known=[names.get(case, case) for case in error.known],
            reason=_renamed(error.reason, names),
        )
    if isinstance(error, UnknownCaseError):
        known = [names.get(case, case) for case in error.known]
        return UnknownCaseError(case=names.get(error.case, error.case), known=known)
    if isinstance(error, InvalidCountsError | UnusableReferencesError):
        reason = _renamed(error.reason, names)
        return type(error)(reason=reason, advice=error.advice)
    return error


def find_unjudged(
    store: Store, people: Sequence[Run], variable: str
) -> Iterable[Problem]:
    """Say where people have coded some of the units only."""
    by_hand = [run for run in people if is_by_hand(run)]
    if not by_hand:
        return
    codings = [store.table(run.outputs[0], ["unit", "variable"]) for run in by_hand]
    own = [table_of(store, run).select(_COLUMNS) for run in by_hand]
    ruled_out = {
        place for run in by_hand for place in judged_in(store, run, variable).not_asked
    }
    tables = {
        "ruled_out": _places(ruled_out),
        "codings": pa.concat_tables(codings),
        "units": current_units(store, _COLUMNS),
        "own": pa.concat_tables(own),
    }
    (row,) = run_sql(_N_JUDGED, tables, [variable]).to_pylist()
    if row["n_judged"] < row["n_units"]:
        who = ", ".join(str(run.parameters["coder"]) for run in by_hand)
        yield Problem(
            kind="partly coded",
            message=f"{who} coded {row['n_judged']:,} of {row['n_units']:,} units. "
            "Positions rest on these alone, as if they had been drawn at random.",
        )


def _places(places: Iterable[Place]) -> pa.Table:
    """Put places into a table."""
    names = _PLACE.names
    rows = [dict(zip(names, place, strict=True)) for place in sorted(places)]
    return pa.Table.from_pylist(rows, schema=_PLACE)


def find_stale(store: Store, code_run: Run) -> Iterable[Problem]:
    """Say where documents were read or split after they were coded."""
    late = {split.run_id for split in current_splits(store).values()} - set(
        code_run.parents
    )
    if late:
        yield Problem(
            kind="older codings",
            message="Documents were read or split after the units were coded; they "
            "have no position, or one from their earlier units. Run 'hustings code' "
            "again, then 'hustings scale'.",
        )
