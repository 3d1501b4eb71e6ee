"""Taking back what a person did last in an assignment, and making it again.

Nothing is deleted: what is taken back is superseded by a row with what stood before,
which says in its origin which change it takes back. What can be taken back is computed
from the rows, so it can be done tomorrow and after a restart as well. Of a change
whose words were superseded elsewhere nothing is left to take back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.cut import Cut
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.store.cuts import cuts_of
from hustings.workflow.room_coding import coding_row, next_moment
from hustings.workflow.room_stacks import OPENING, place_of, stacks_of
from hustings.workflow.room_standing import asked_together, no_longer_asked
from hustings.workflow.room_units import units_now
from hustings.workflow.room_words import words_for, write_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.store.words import Content, Word
    from hustings.workflow.room_shelf import Shelf
    from hustings.workflow.room_stacks import Change, Place, Stacks, Way

_NOTHING: Content = (None, (), "", False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was taken back or made again.

    Attributes
    ----------
    position : int or None
        Of the unit; None where it is no unit of the assignment any more.
    variables : tuple of str
        Those whose words changed; empty where units were cut or joined.
    """

    position: int | None
    document_id: str
    span: Span
    variables: tuple[str, ...]


def undo(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str
) -> Restored | None:
    """Take back the latest change that still stands; None where there is none."""
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    stacks = stacks_of(store, assignment)
    while stacks.done:
        change = stacks.done.pop()
        before = _before(store, assignment, change, stacks)
        before |= _unasked(store, shelf, assignment, before)
        found = _write(store, shelf, assignment, change, before, "undo")
        if found is not None:
            return found
    return None


def redo(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str
) -> Restored | None:
    """Make the change again that was taken back last; None where there is none."""
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    stacks = stacks_of(store, assignment)
    if not stacks.undone:
        return None
    change = stacks.undone[-1]
    again = {place_of(word): word.content for word in change.words}
    again |= _taken_along(store, assignment, again, stacks.taken.get(change.key, ()))
    return _write(store, shelf, assignment, change, again, "redo")


def cut_rows(
    assignment: Assignment, standing: Iterable[tuple[AssignedUnit, str]], written: str
) -> list[HandCoding]:
    """Take back the codings of units that are no units any more.

    Parameters
    ----------
    standing : iterable of (AssignedUnit, str)
        Units and the variables that have a value there.
    """
    return [
        coding_row(
            assignment,
            unit,
            variable,
            _NOTHING,
            written=written,
            origin=OPENING,
        )
        for unit, variable in standing
    ]


def _write(
    store: Store,
    shelf: Shelf,
    assignment: Assignment,
    change: Change,
    contents: Mapping[Place, Content],
    way: Way,
) -> Restored | None:
    """Write what takes a change back or makes it again; None where nothing is left."""
    if not (contents or change.cuts):
        return None
    origin = f"{way} {change.key}"
    written = next_moment(store, assignment, _histories(store, assignment, change))
    units = _units_of(store, shelf, assignment)
    for cut in change.cuts:
        cuts_of(store).add(_turned(cut, way, origin, written))
    units |= _units_of(store, shelf, assignment)
    rows = [
        coding_row(
            assignment,
            units[document_id, span],
            variable,
            content,
            written=written,
            origin=origin,
        )
        for (document_id, span, variable), content in contents.items()
        if (document_id, span) in units
    ]
    write_words(store, assignment, rows)
    return _told(store, shelf, assignment, change, tuple(contents))


def _before(
    store: Store, assignment: Assignment, change: Change, stacks: Stacks
) -> dict[Place, Content]:
    """Return by place what stood before a change, where the change still stands."""
    found: dict[Place, Content] = {}
    for place in change.places:
        history = _history(store, assignment, place)
        holding = stacks.holding(history, assignment.assignment_id)
        if holding and holding[-1].coding_id in change.ids:
            before = [word for word in holding if word.coding_id not in change.ids]
            found[place] = before[-1].content if before else _NOTHING
    return found


def _unasked(
    store: Store,
    shelf: Shelf,
    assignment: Assignment,
    contents: Mapping[Place, Content],
) -> dict[Place, Content]:
    """Return what is to be taken back along: values that hang on what is taken back.

    They may have been coded in another assignment with the same unit.
    """
    found: dict[Place, Content] = {}
    book = shelf.codebook(store, assignment.codebook_sha256)
    for document_id, span in dict.fromkeys(place[:2] for place in contents):
        said = {
            word.variable: word
            for word in words_for(store, assignment).at(
                document_id,
                span,
                coder=assignment.coder,
                codebook=assignment.codebook_sha256,
            )
        }
        new = {
            p[2]: one[0] for p, one in contents.items() if p[:2] == (document_id, span)
        }
        values = {name: word.value for name, word in said.items()} | new
        asked = asked_together(store, shelf, said, assignment.coder, book)
        for name in no_longer_asked(book, values, new, asked):
            found[document_id, span, name] = _NOTHING
    return found


def _taken_along(
    store: Store,
    assignment: Assignment,
    again: Mapping[Place, Content],
    taken: Iterable[Word],
) -> dict[Place, Content]:
    """Return what was taken back along with a change, where nobody spoke since."""
    found: dict[Place, Content] = {}
    for word in taken:
        place = place_of(word)
        history = _history(store, assignment, place)
        is_last = history[-1].coding_id == word.coding_id
        if place not in again and is_last and len(history) > 1:
            found[place] = history[-2].content
    return found


def _histories(store: Store, assignment: Assignment, change: Change) -> list[Word]:
    """Return all that was said of the places of a change."""
    return [
        word for place in change.places for word in _history(store, assignment, place)
    ]


def _history(store: Store, assignment: Assignment, place: Place) -> list[Word]:
    """Return all that the person said of one variable of a stretch, oldest first."""
    document_id, span, variable = place
    words = words_for(store, assignment).at(
        document_id,
        span,
        coder=assignment.coder,
        codebook=assignment.codebook_sha256,
    )
    return [word for word in words if word.variable == variable]


def _units_of(
    store: Store, shelf: Shelf, assignment: Assignment
) -> dict[tuple[str, Span], AssignedUnit]:
    """Return the units of an assignment by place."""
    units = units_now(store, shelf, assignment)
    return {(one.document_id, one.anchor.span): one for one in units}


def _turned(cut: Cut, way: Way, origin: str, written: str) -> Cut:
    """Return the row that takes a cut back or makes it again."""
    return Cut(
        cut_id=identify(cut, nonce=nonce()),
        assignment_id=cut.assignment_id,
        document_id=cut.document_id,
        place=cut.place,
        is_cut=cut.is_cut if way == "redo" else not cut.is_cut,
        origin=origin,
        written=written,
    )


def _told(
    store: Store,
    shelf: Shelf,
    assignment: Assignment,
    change: Change,
    places: Sequence[Place],
) -> Restored:
    """Tell where a change was taken back or made again."""
    units = _units_of(store, shelf, assignment)
    if change.cuts:
        document_id, place = change.cuts[0].document_id, change.cuts[0].place
        found = [
            unit
            for (name, span), unit in units.items()
            if name == document_id and span.start <= place < span.end
        ]
        span = found[0].anchor.span if found else Span(place, place)
        names: tuple[str, ...] = ()
    else:
        document_id, span, _ = places[0]
        asked = assignment.variables
        names = tuple(variable for _, _, variable in places if variable in asked)
    unit = units.get((document_id, span))
    return Restored(
        position=None if unit is None else unit.position,
        document_id=document_id,
        span=span,
        variables=names,
    )
