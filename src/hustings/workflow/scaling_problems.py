"""What a person should know of positions before they rely on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.model.document import Problem
from hustings.outside.engine.local import run_sql
from hustings.workflow.current import current_splits, current_units
from hustings.workflow.hand_codings import is_by_hand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.scaling import ScalePlan

_N_JUDGED = """
SELECT count(*)::BIGINT AS n_units, count(coded.unit)::BIGINT AS n_judged
FROM units LEFT JOIN (SELECT DISTINCT unit FROM codings WHERE variable = ?) AS coded
USING (unit) WHERE units.kind <> 'heading'
"""


def with_names(problem: Problem, names: Mapping[str, str]) -> Problem:
    """Call cases by what people call them, not by their ids."""
    message = problem.message
    for case, name in names.items():
        message = message.replace(repr(case), repr(name))
    return replace(problem, message=message)


def find_unjudged(store: Store, found: ScalePlan) -> Iterable[Problem]:
    """Say where people have coded some of the units only."""
    if not is_by_hand(found.code_run):
        return
    codings = store.table(found.code_run.outputs[0], ["unit", "variable"])
    tables = {"codings": codings, "units": current_units(store, ["unit", "kind"])}
    (row,) = run_sql(_N_JUDGED, tables, [found.variable]).to_pylist()
    if row["n_judged"] < row["n_units"]:
        yield Problem(
            kind="partly coded",
            message=f"{found.code_run.parameters['coder']} coded {row['n_judged']:,} "
            f"of {row['n_units']:,} units. Positions rest on these alone, as if they "
            "had been drawn at random.",
        )


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
