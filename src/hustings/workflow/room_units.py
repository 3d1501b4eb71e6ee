"""The units of an assignment: as they were handed out, or as the person has cut them.

Where an assignment's design says ``unitising``, its stretches of text are the person's
to divide. Cuts are rows of their own; the units are computed from them. Stretches run
through neighbouring units with nothing but white space between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.errors import UncuttableError, UnknownPlaceError
from hustings.model.citation import anchor_of
from hustings.model.document import Span
from hustings.store.cuts import cuts_of
from hustings.workflow.room_places import before_openings, word_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.store.project import Store
    from hustings.workflow.room_shelf import Shelf

_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnUnit:
    """A stretch that one person took for a unit: what agreement on units compares."""

    document: str
    coder: str
    start: int
    end: int


def is_unitising(assignment: Assignment) -> bool:
    """Say whether the person cuts the units, too."""
    return assignment.design.get("unitising") is True


def is_claiming(assignment: Assignment) -> bool:
    """Say whether the person says what units claim, instead of coding them."""
    return assignment.design.get("claims") is True


def is_blind(assignment: Assignment) -> bool:
    """Say whether coders are not to know whose words they code."""
    return assignment.design.get("blind") is True


def units_now(
    store: Store, shelf: Shelf, assignment: Assignment
) -> tuple[AssignedUnit, ...]:
    """Return the units of an assignment as they are now, by position."""
    if not is_unitising(assignment):
        return assignment.units
    switches: dict[tuple[str, int], bool] = {
        (one.document_id, one.place): one.is_cut
        for one in cuts_of(store).of_assignment(assignment.assignment_id)
    }
    pieces = [
        piece
        for stretch in stretches(store, shelf, assignment)
        for piece in _cut(store, shelf, stretch, switches)
    ]
    return tuple(replace(one, position=i) for i, one in enumerate(pieces))


def unit_at(units: Sequence[AssignedUnit], position: int) -> AssignedUnit:
    """Return the unit at a position.

    Raises
    ------
    UnknownPlaceError
        If there is none.
    """
    if not 0 <= position < len(units):
        raise UnknownPlaceError(what=f"Unit {position + 1}")
    return units[position]


def stretches(
    store: Store, shelf: Shelf, assignment: Assignment
) -> list[list[AssignedUnit]]:
    """Put neighbouring units together that only white space divides."""
    found: list[list[AssignedUnit]] = []
    for one in assignment.units:
        if found and _follows(store, shelf, found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def cut_place(store: Store, shelf: Shelf, unit: AssignedUnit, offset: int) -> int:
    """Return where the second part of a unit begins that is cut at an offset.

    Raises
    ------
    UncuttableError
        If nothing would be left on one side, or a word would be cut through.
    """
    text = shelf.document(store, unit.document_id).document.text
    span = unit.anchor.span
    is_inside = span.start < offset < span.end
    word = word_at(text, offset) if is_inside else ""
    if word:
        shown = word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…"
        raise UncuttableError(
            reason=f"A unit is cut between two of its words, not inside “{shown}”."
        )
    if is_inside:
        offset = before_openings(text, offset, span.start)
    if not (text[span.start : offset].strip() and text[offset : span.end].strip()):
        raise UncuttableError(
            reason="A unit is cut between two of its words, not at its ends."
        )
    while text[offset].isspace():
        offset += 1
    return offset


def own_units(
    store: Store, shelf: Shelf, assignments: Sequence[Assignment]
) -> list[OwnUnit]:
    """Return the units as each person has cut them, for agreement on units."""
    return [
        OwnUnit(
            document=unit.document_id,
            coder=one.coder,
            start=unit.anchor.span.start,
            end=unit.anchor.span.end,
        )
        for one in assignments
        if is_unitising(one)
        for unit in units_now(store, shelf, one)
    ]


def _follows(
    store: Store, shelf: Shelf, one: AssignedUnit, other: AssignedUnit
) -> bool:
    """Say whether a unit stands next after another one in the same document."""
    if one.document_id != other.document_id:
        return False
    end, start = one.anchor.span.end, other.anchor.span.start
    text = shelf.document(store, one.document_id).document.text
    return end <= start and not text[end:start].strip()


def _cut(
    store: Store,
    shelf: Shelf,
    stretch: Sequence[AssignedUnit],
    switches: dict[tuple[str, int], bool],
) -> Iterator[AssignedUnit]:
    """Divide a stretch where it is cut."""
    document = stretch[0].document_id
    text = shelf.document(store, document).document.text
    first, end = stretch[0].anchor.span.start, stretch[-1].anchor.span.end
    begins = {one.anchor.span.start for one in stretch} | {
        place for name, place in switches if name == document and first < place < end
    }
    kept = [
        place
        for place in sorted(begins)
        if place == first or switches.get((document, place), True)
    ]
    for start, stop in zip(kept, [*kept[1:], end], strict=True):
        span = Span(start, start + len(text[start:stop].rstrip()))
        yield _piece(text, span, stretch)


def _piece(text: str, span: Span, stretch: Sequence[AssignedUnit]) -> AssignedUnit:
    """Make a unit of a span: the one that was handed out, where it is still whole."""
    origin = max(
        (one for one in stretch if one.anchor.span.start <= span.start),
        key=lambda one: one.anchor.span.start,
    )
    if origin.anchor.span == span:
        return origin
    return replace(
        origin,
        unit_id=f"{origin.document_id}/{span.start}-{span.end}",
        anchor=anchor_of(text, span),
        answers={},
    )
