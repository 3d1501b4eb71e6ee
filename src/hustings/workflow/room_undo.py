"""Taking back what a person did last in an assignment, and making it again.

Nothing is deleted: what is taken back is superseded by a row with what stood before,
which says in its origin which change it takes back. What can be taken back is computed
from the rows, so it can be done tomorrow and after a restart as well.

A change is what came with one request: codings of one unit, or one cut. Codings that
came otherwise, from a table or another project, are no changes. Of a change whose
words somebody superseded elsewhere nothing is left to take back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.model.cut import Cut
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.store.cuts import cuts_of
from hustings.store.words import Word, words_of
from hustings.workflow.room_coding import CONDITION, coding_row, next_moment
from hustings.workflow.room_units import units_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store
    from hustings.store.words import Content
    from hustings.workflow.room_shelf import Shelf

Way: TypeAlias = Literal["undo", "redo"]

_OPENING = "unit"
"""Origin of codings that were taken back because their unit was cut or joined."""

_Place: TypeAlias = "tuple[str, Span, str]"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """The rows that came with one request, or that took a change back."""

    key: str
    kind: str
    words: tuple[Word, ...]
    cuts: tuple[Cut, ...]

    @property
    def places(self) -> list[_Place]:
        """Stretches and variables whose words it changed, each once."""
        return list(dict.fromkeys(map(_place, self.words)))

    @property
    def ids(self) -> set[str]:
        """Ids of its codings."""
        return {word.coding_id for word in self.words}


@dataclass(slots=True)
class _Stacks:
    """What can be taken back and what can be made again, the latest last.

    Attributes
    ----------
    keys : dict of str to str
        By coding, the change that it is of.
    """

    done: list[_Change] = field(default_factory=list)
    undone: list[_Change] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def play(self, change: _Change) -> None:
        """Go on by one change."""
        if change.kind != "undo":
            self.keys.update(dict.fromkeys(change.ids, change.key))
        if change.kind == "undo":
            found = _pop(self.done, change.key)
            if found is not None:
                self.undone.append(found)
        elif change.kind == "redo":
            if _pop(self.undone, change.key) is not None:
                self.done.append(change)
        elif change.kind == "made":
            self.undone.clear()
            self.done.append(change)

    def holding(self, history: Iterable[Word], assignment_id: str) -> list[Word]:
        """Leave out what was taken back here, and the rows that took it back."""
        kept: list[Word] = []
        for word in history:
            way, _, key = word.origin.partition(" ")
            if way == "undo" and word.assignment_id == assignment_id:
                kept = [one for one in kept if self.keys.get(one.coding_id) != key]
            else:
                kept.append(word)
        return kept


def undo(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str
) -> Restored | None:
    """Take back the latest change that still stands; None where there is none."""
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    stacks = _stacks(store, assignment)
    while stacks.done:
        change = stacks.done.pop()
        before = _before(store, assignment, change, stacks)
        found = _write(store, shelf, assignment, change, before, "undo")
        if found is not None:
            return found
    return None


def redo(
    store: Store, shelf: Shelf, *, assignment_id: str, coder: str
) -> Restored | None:
    """Make the change again that was taken back last; None where there is none."""
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    stacks = _stacks(store, assignment)
    if not stacks.undone:
        return None
    change = stacks.undone[-1]
    again = {_place(word): word.content for word in change.words}
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
            (None, (), "", False),
            written=written,
            origin=_OPENING,
        )
        for unit, variable in standing
    ]


def _stacks(store: Store, assignment: Assignment) -> _Stacks:
    """Go through all that a person did in an assignment."""
    stacks = _Stacks()
    for change in _changes(store, assignment):
        stacks.play(change)
    return stacks


def _changes(store: Store, assignment: Assignment) -> Iterator[_Change]:
    """Yield changes, oldest first: the rows of one time and one unit, or one cut."""
    rows: list[Word | Cut] = [
        *cuts_of(store).of_assignment(assignment.assignment_id),
        *words_of(store).of_assignment(assignment.assignment_id, assignment.coder),
    ]
    cut_times = {row.written for row in rows if isinstance(row, Cut)}
    groups: dict[tuple[object, ...], list[Word | Cut]] = {}
    if cut_times:
        rows.sort(key=lambda row: row.written)
    for row in rows:
        key: tuple[object, ...] = (row.written,)
        if isinstance(row, Word) and row.written not in cut_times:
            key = (row.written, row.document_id, row.span)
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        yield _change(group)


def _change(rows: Sequence[Word | Cut]) -> _Change:
    """Make a change of its rows; the first says what it is."""
    first = rows[0]
    name = first.cut_id if isinstance(first, Cut) else first.coding_id
    word, _, of = first.origin.partition(" ")
    kind, key = {"undo": ("undo", of), "redo": ("redo", of)}.get(word, ("else", name))
    if first.origin == "" or word in {CONDITION, _OPENING}:
        kind = "made"
    return _Change(
        key=key,
        kind=kind,
        words=tuple(row for row in rows if isinstance(row, Word)),
        cuts=tuple(row for row in rows if isinstance(row, Cut)),
    )


def _pop(changes: list[_Change], key: str) -> _Change | None:
    """Take the change of a key out, if it is there."""
    for i, change in enumerate(changes):
        if change.key == key:
            return changes.pop(i)
    return None


def _write(
    store: Store,
    shelf: Shelf,
    assignment: Assignment,
    change: _Change,
    contents: Mapping[_Place, Content],
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
    store.hand.add_of_coders(rows)
    return _told(store, shelf, assignment, change, tuple(contents))


def _before(
    store: Store, assignment: Assignment, change: _Change, stacks: _Stacks
) -> dict[_Place, Content]:
    """Return by place what stood before a change, where the change still stands."""
    found: dict[_Place, Content] = {}
    for place in change.places:
        history = _history(store, assignment, place)
        holding = stacks.holding(history, assignment.assignment_id)
        if holding and holding[-1].coding_id in change.ids:
            before = [word for word in holding if word.coding_id not in change.ids]
            found[place] = before[-1].content if before else (None, (), "", False)
    return found


def _histories(store: Store, assignment: Assignment, change: _Change) -> list[Word]:
    """Return all that was said of the places of a change."""
    return [
        word for place in change.places for word in _history(store, assignment, place)
    ]


def _history(store: Store, assignment: Assignment, place: _Place) -> list[Word]:
    """Return all that the person said of one variable of a stretch, oldest first."""
    document_id, span, variable = place
    words = words_of(store).at(
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
    change: _Change,
    places: Sequence[_Place],
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
        names = tuple(variable for _, _, variable in places)
    unit = units.get((document_id, span))
    return Restored(
        position=None if unit is None else unit.position,
        document_id=document_id,
        span=span,
        variables=names,
    )


def _place(word: Word) -> _Place:
    return (word.document_id, word.span, word.variable)
