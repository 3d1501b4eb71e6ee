"""Decisions that a person took one after the other, as one run of `adjudicate`.

In the coding room every decision is written down at once, and counts from then on. The
run that tells of them comes when the room falls silent: it names the values that were
settled and that no run has told of yet, and its table says what each of them settles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.workflow.adjudicated_rows import PERSON, place_of, who_said_what
from hustings.workflow.carried_adjudications import settled_codings
from hustings.workflow.current import current_splits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.model.adjudication import Adjudicated
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.adjudicated_rows import Place

    Decision = tuple[Place, str | None, str]

DECIDED = "decided"
"""The parameter of a run that lists the values it tells of, by their ids."""


def decided_since(store: Store) -> list[str]:
    """Return the ids of decisions that stand and that no run tells of yet."""
    if not current_splits(store):
        return []
    standing = [
        one
        for one in store.adjudications.current()
        if one.value is not None
        and one.rule.startswith(PERSON)
        and settled_codings(one) == one.settles  # not carried over from a version
    ]
    told = _told(store) if standing else set()
    return [one.adjudication_id for one in standing if _decision(one) not in told]


def rows_of_sitting(store: Store, plan: Run) -> Iterator[dict[str, object]]:
    """Yield the decisions that a run tells of, in the order of its list."""
    names: Any = plan.parameters[DECIDED]
    settled = {one.adjudication_id: one for one in store.adjudications.all()}
    said = {one.coding_id: one for one in store.hand.all()}
    for name in names:
        one = settled[name]
        codings = [said[key] for key in settled_codings(one) if key in said]
        yield {
            "document": one.document_id,
            "unit": one.unit_id,
            "start": one.anchor.span.start,
            "end": one.anchor.span.end,
            "codebook_sha256": one.codebook_sha256,
            "variable": one.variable,
            "value": one.value,
            "rule": one.rule,
            "settles": list(one.settles),
            "codings": who_said_what(codings),
            "note": one.note,
        }


def _told(store: Store) -> set[Decision]:
    """Return all decisions that runs tell of: by the value's id, or in full."""
    by_id = {one.adjudication_id: one for one in store.adjudications.all()}
    found: set[Decision] = set()
    for run in store.runs():
        parameters: Mapping[str, Any] = run.parameters
        if run.step == "adjudicate":
            names = parameters.get(DECIDED, ())
            found |= {_decision(by_id[name]) for name in names if name in by_id}
            found |= set(map(_decision_of_row, parameters.get("decisions", ())))
    return found


def _decision(one: Adjudicated) -> Decision:
    return place_of(one), one.value, one.rule


def _decision_of_row(row: Mapping[str, Any]) -> Decision:
    place = (
        row["document"],
        int(row["start"]),
        int(row["end"]),
        row["codebook_sha256"],
        row["variable"],
    )
    return place, row["value"], f"{PERSON}{row['by']}"
