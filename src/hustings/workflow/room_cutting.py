"""Cutting and joining units, where an assignment leaves that to its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import UncuttableError
from hustings.model.cut import Cut
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.store.cuts import cuts_of
from hustings.store.words import words_of
from hustings.workflow.room_coding import next_moment
from hustings.workflow.room_undo import cut_rows
from hustings.workflow.room_units import (
    cut_place,
    is_unitising,
    stretches,
    unit_at,
    units_now,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.store.project import Store
    from hustings.store.words import Word
    from hustings.workflow.room_shelf import Shelf


def cut_unit(
    store: Store,
    shelf: Shelf,
    *,
    assignment_id: str,
    coder: str,
    position: int,
    offset: int,
) -> int:
    """Cut a unit in two; what was coded in it is taken back.

    Parameters
    ----------
    offset : int
        Between two words of the unit, in code points of the document's text.

    Returns
    -------
    int
        The position of the first of the two.

    Raises
    ------
    UncuttableError
        If units of this assignment are not the person's to cut, or not there.
    """
    assignment = _require_unitising(store, shelf, assignment_id, coder)
    unit = unit_at(units_now(store, shelf, assignment), position)
    place = cut_place(store, shelf, unit, offset)
    _write(store, assignment, [unit], place, is_cut=True)
    return position


def join_units(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str, position: int
) -> int:
    """Join a unit with the next one; what was coded in both is taken back.

    Returns
    -------
    int
        The position of the joined unit.

    Raises
    ------
    UncuttableError
        If units of this assignment are not the person's to join, or other text stands
        between the two.
    """
    assignment = _require_unitising(store, shelf, assignment_id, coder)
    units = units_now(store, shelf, assignment)
    unit = unit_at(units, position)
    after = units[position + 1] if position + 1 < len(units) else None
    if after is None or not _are_neighbours(store, shelf, assignment, unit, after):
        raise UncuttableError(
            reason="The next unit does not follow on this one in the same text."
        )
    _write(store, assignment, [unit, after], after.anchor.span.start, is_cut=False)
    return position


def _require_unitising(
    store: Store, shelf: Shelf, assignment_id: str, coder: str
) -> Assignment:
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    if not is_unitising(assignment):
        raise UncuttableError(
            reason="The units of this assignment are given: they are neither cut nor "
            "joined."
        )
    return assignment


def _are_neighbours(
    store: Store,
    shelf: Shelf,
    assignment: Assignment,
    one: AssignedUnit,
    other: AssignedUnit,
) -> bool:
    """Say whether two units lie in one stretch."""
    return any(
        stretch[0].document_id == one.document_id == other.document_id
        and stretch[0].anchor.span.start <= one.anchor.span.start
        and other.anchor.span.end <= stretch[-1].anchor.span.end
        for stretch in stretches(store, shelf, assignment)
    )


def _write(
    store: Store,
    assignment: Assignment,
    units: Sequence[AssignedUnit],
    place: int,
    *,
    is_cut: bool,
) -> None:
    """Write a cut, and take back what was coded in units that are none any more."""
    said = [(unit, _said(store, assignment, unit)) for unit in units]
    written = next_moment(
        store, assignment, [word for _, words in said for word in words]
    )
    cut = Cut(
        cut_id="",
        assignment_id=assignment.assignment_id,
        document_id=units[0].document_id,
        place=place,
        is_cut=is_cut,
        origin="",
        written=written,
    )
    cuts_of(store).add(_identified(cut))
    standing = [
        (unit, variable) for unit, words in said for variable in _standing(words)
    ]
    store.hand.add(cut_rows(assignment, standing, written))


def _identified(cut: Cut) -> Cut:
    return Cut(
        cut_id=identify(cut, nonce=nonce()),
        assignment_id=cut.assignment_id,
        document_id=cut.document_id,
        place=cut.place,
        is_cut=cut.is_cut,
        origin=cut.origin,
        written=cut.written,
    )


def _said(store: Store, assignment: Assignment, unit: AssignedUnit) -> list[Word]:
    return words_of(store).at(
        unit.document_id,
        unit.anchor.span,
        coder=assignment.coder,
        codebook=assignment.codebook_sha256,
    )


def _standing(words: Iterable[Word]) -> list[str]:
    """Return the variables that have a value."""
    values = {word.variable: word.value for word in words}
    return [name for name, value in values.items() if value is not None]
