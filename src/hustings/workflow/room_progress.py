"""How far everybody is, how fast, and what is left."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import ceil
from typing import TYPE_CHECKING

from hustings.workflow.room_standing import unit_states
from hustings.workflow.room_units import (
    is_blind,
    is_claiming,
    is_unitising,
    units_now,
)
from hustings.workflow.room_words import words_for

if TYPE_CHECKING:
    from hustings.model.assignment import Assignment
    from hustings.store.project import Store
    from hustings.workflow.room_shelf import Shelf

_RECENT = 7
"""Days of work, the latest ones, that a pace is taken from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentProgress:
    """How far one person is with one assignment.

    Attributes
    ----------
    is_blind, is_unitising, is_claiming : bool
        Whether the person is not told whose words they code, may cut units, and says
        what units claim.
    days : tuple of (str, int)
        By day (UTC), how many units got their first value.
    pace : float or None
        Units a day, on the latest seven days with any work; None before the first.
    n_days_left : int or None
        Days of work that are left at this pace.
    """

    coder: str
    assignment: str
    purpose: str
    is_blind: bool
    is_unitising: bool
    is_claiming: bool
    n_units: int
    n_done: int
    n_left: int
    n_unsure: int
    days: tuple[tuple[str, int], ...]
    pace: float | None
    n_days_left: int | None
    last: str | None

    def to_row(self) -> dict[str, object]:
        """Return it as a row."""
        return asdict(self)


def measure_progress(store: Store, shelf: Shelf) -> list[AssignmentProgress]:
    """Return how far every assignment is, in the order in which they were written."""
    return [_measure(store, shelf, one) for one in store.assignments.all()]


def _measure(store: Store, shelf: Shelf, one: Assignment) -> AssignmentProgress:
    states = unit_states(store, shelf, one, units_now(store, shelf, one))
    n_done = sum(state.is_done for state in states)
    words = words_for(store, one)
    days = words.days(one.assignment_id, one.coder)
    recent = [n for _, n in days[-_RECENT:]]
    pace = sum(recent) / len(recent) if recent else None
    n_left = len(states) - n_done
    return AssignmentProgress(
        coder=one.coder,
        assignment=one.assignment_id,
        purpose=one.purpose,
        is_blind=is_blind(one),
        is_unitising=is_unitising(one),
        is_claiming=is_claiming(one),
        n_units=len(states),
        n_done=n_done,
        n_left=n_left,
        n_unsure=sum(state.is_unsure for state in states),
        days=tuple(days),
        pace=pace,
        n_days_left=ceil(n_left / pace) if pace else None,
        last=words.last_written(one.assignment_id) or None,
    )
