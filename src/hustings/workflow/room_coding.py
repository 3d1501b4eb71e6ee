"""Taking codings in: checked, written once however often they are sent, answered.

What is done here runs inside one transaction, together with what others sent.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hustings.errors import RepeatedClientError
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now_exactly
from hustings.store.cuts import cuts_of
from hustings.workflow.room_checking import as_kept, check_coding, refuse_condition
from hustings.workflow.room_claims import check_sheet
from hustings.workflow.room_standing import (
    asked_together,
    is_asked,
    no_longer_asked,
    variables_of,
)
from hustings.workflow.room_units import (
    is_claiming,
    is_unitising,
    unit_at,
    units_now,
)
from hustings.workflow.room_words import words_for, write_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.codebook import Variable
    from hustings.store.project import Store
    from hustings.store.words import Content, Word
    from hustings.workflow.room_checking import SentCoding
    from hustings.workflow.room_shelf import Shelf

CONDITION = "condition"
"""Origin of a coding that was taken back because its condition holds no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCoding:
    """A coding that is in the project, by the sender's id for it."""

    client: str
    coding: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """How a value compares with the answer that a training unit has."""

    position: int
    variable: str
    value: str
    answer: str
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedCodings:
    """What became of the codings that were sent.

    Attributes
    ----------
    feedback : tuple of Feedback or None
        None unless the assignment is for training.
    taken_back : tuple of (int, str)
        Positions and variables whose value was taken back, because it is coded only
        where another variable has a value that it has no more.
    """

    saved: tuple[SavedCoding, ...]
    feedback: tuple[Feedback, ...] | None = None
    taken_back: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    """What makes the id of a coding, so that it is written once."""

    assignment: str
    coder: str
    client: str


def accept_codings(
    store: Store,
    shelf: Shelf,
    sent: Sequence[SentCoding],
    *,
    assignment_id: str,
    coder: str,
) -> AcceptedCodings:
    """Write codings of an assignment: all of them or none.

    Raises
    ------
    UnknownAssignmentError, ForeignAssignmentError
        If the assignment is not this person's.
    UnknownPlaceError, ChangedUnitError, RefusedCodingError
        If one is not a coding of a unit as it is now.
    RepeatedClientError
        If a sender's id came before with another coding.
    """
    assignment = shelf.assignment(store, assignment_id, coder=coder)
    units = units_now(store, shelf, assignment)
    by_unit = _by_unit(sent)
    desks = [
        _Desk(
            store=store,
            shelf=shelf,
            assignment=assignment,
            variables=variables_of(store, shelf, assignment),
            unit=unit_at(units, position),
        )
        for position in by_unit
    ]
    for desk, codings in zip(desks, by_unit.values(), strict=True):
        desk.take(codings)
    written = _write(store, assignment, desks)
    return AcceptedCodings(
        saved=tuple(_saved(one, assignment, written, desks) for one in sent),
        feedback=tuple(one for desk in desks for one in desk.feedback())
        if assignment.purpose == "training"
        else None,
        taken_back=tuple(place for desk in desks for place in desk.taken_back()),
    )


def _by_unit(sent: Sequence[SentCoding]) -> dict[int, list[SentCoding]]:
    """Put together what is sent of each unit, each coding once."""
    clients: dict[str, SentCoding] = {}
    by_unit: dict[int, list[SentCoding]] = {}
    for one in sent:
        if clients.setdefault(one.client, one) != one:
            raise RepeatedClientError(client=one.client)
        by_unit.setdefault(one.position, [])
    for one in clients.values():
        by_unit[one.position].append(one)
    return by_unit


def next_moment(store: Store, assignment: Assignment, words: Sequence[Word]) -> str:
    """Return a time later than all that a new word supersedes, whatever the clock says.

    All rows of one change have the same time. Where units are cut, no two changes of
    an assignment have: cuts and codings are rows of two tables, ordered by their times.
    """
    last = max((word.written for word in words), default="")
    if is_unitising(assignment):
        last = max(
            last,
            words_for(store, assignment).last_written(assignment.assignment_id),
            cuts_of(store).last_written(assignment.assignment_id),
        )
    now = now_exactly()
    if now > last:
        return now
    later = datetime.fromisoformat(last) + timedelta(microseconds=1)
    return later.isoformat(timespec="microseconds")


@dataclass(kw_only=True)
class _Desk:
    """One unit with what its person said of it, and what they say now."""

    store: Store
    shelf: Shelf
    assignment: Assignment
    variables: tuple[Variable, ...]
    unit: AssignedUnit
    sent: Sequence[SentCoding] = ()
    before: list[Word] = field(init=False)
    values: dict[str, str | None] = field(init=False)
    new: dict[str, tuple[SentCoding, str]] = field(default_factory=dict)
    again: dict[str, Word] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one = self.assignment
        self.before = words_for(self.store, one).at(
            self.unit.document_id,
            self.unit.anchor.span,
            coder=one.coder,
            codebook=one.codebook_sha256,
        )
        self.values = {word.variable: word.value for word in self.before}

    def take(self, codings: Sequence[SentCoding]) -> None:
        """Check what is sent of the unit, and set aside what was sent before."""
        known = {one.name: one for one in self.variables}
        self.sent = [self._kept(sent, known) for sent in codings]
        for sent in self.sent:
            self._sort(sent, coding_id_of(self.assignment, sent.client))
        for sent, _ in self.new.values():
            is_gone = sent.value is None
            if not (is_gone or self._is_asked(known[sent.variable])):
                refuse_condition(known[sent.variable], self.variables)

    def _kept(self, sent: SentCoding, known: Mapping[str, Variable]) -> SentCoding:
        """Check one coding, or one sheet of claims, and return it as it is kept."""
        if is_claiming(self.assignment):
            return check_sheet(sent, self.unit)
        check_coding(sent, self.unit, known)
        return as_kept(sent, known)

    def _sort(self, sent: SentCoding, name: str) -> None:
        """Tell a new coding from one that is sent again."""
        there = next((word for word in self.before if word.coding_id == name), None)
        if there is not None:
            if (there.variable, there.content) != (sent.variable, sent.content):
                raise RepeatedClientError(client=sent.client)
            self.again[sent.client] = there
        else:
            self.new[sent.client] = (sent, name)
            self.values[sent.variable] = sent.value

    def _is_asked(self, variable: Variable) -> bool:
        names = {one.name for one in self.variables}
        return is_asked(variable, self.values, names)

    def rows(self, written: str) -> Iterator[HandCoding]:
        """Yield what is to be written."""
        for sent, name in self.new.values():
            yield coding_row(
                self.assignment,
                self.unit,
                sent.variable,
                sent.content,
                coding_id=name,
                written=written,
            )
        if self.new:
            yield from self._take_back(written)

    def _take_back(self, written: str) -> Iterator[HandCoding]:
        """Take back what is coded only where another variable has another value."""
        for variable in self.variables:
            has_value = self.values.get(variable.name) is not None
            if has_value and not self._is_asked(variable):
                yield self._taken_back(variable, written)
        if self.values.keys() > {one.name for one in self.variables}:
            yield from self._take_back_elsewhere(written)

    def _take_back_elsewhere(self, written: str) -> Iterator[HandCoding]:
        """Take back what other assignments asked for, and what hangs on this one."""
        book = self.shelf.codebook(self.store, self.assignment.codebook_sha256)
        said = {word.variable: word for word in self.before}
        asked = asked_together(
            self.store, self.shelf, said, self.assignment.coder, book
        )
        changed = [sent.variable for sent, _ in self.new.values()]
        lost = no_longer_asked(book, self.values, changed, asked)
        for variable in book.variables:
            if variable.name in lost:
                yield self._taken_back(variable, written)

    def _taken_back(self, variable: Variable, written: str) -> HandCoding:
        self.values[variable.name] = None
        condition = variable.condition
        return coding_row(
            self.assignment,
            self.unit,
            variable.name,
            (None, (), "", False),
            written=written,
            origin=f"{CONDITION} {condition.variable if condition else ''}",
        )

    def feedback(self) -> Iterator[Feedback]:
        """Yield how values compare with the unit's answers."""
        for sent in self.sent:
            answer = self.unit.answers.get(sent.variable)
            if sent.value is not None and answer is not None:
                yield Feedback(
                    position=sent.position,
                    variable=sent.variable,
                    value=sent.value,
                    answer=answer,
                    is_right=sent.value == answer,
                )

    def taken_back(self) -> Iterator[tuple[int, str]]:
        """Yield what was taken back though nobody said so."""
        said = {sent.variable for sent, _ in self.new.values()}
        had = {word.variable: word.value for word in self.before}
        for name in (one.name for one in self.variables if one.name not in said):
            if had.get(name) is not None and self.values[name] is None:
                yield self.unit.position, name


def coding_id_of(assignment: Assignment, client: str) -> str:
    """Return the one id that a coding has, however often it is sent."""
    sender = _Sender(
        assignment=assignment.assignment_id, coder=assignment.coder, client=client
    )
    return identify(sender, nonce="room")


def coding_row(  # noqa: PLR0913  # what a coding holds
    assignment: Assignment,
    unit: AssignedUnit,
    variable: str,
    content: Content,
    *,
    written: str,
    coding_id: str = "",
    origin: str = "",
) -> HandCoding:
    """Make a coding of an assignment's unit; without an id, it gets one of its own."""
    value, evidence, note, unsure = content
    return HandCoding(
        coding_id=coding_id or identify(assignment.assignment_id, nonce=nonce()),
        document_id=unit.document_id,
        unit_id=unit.unit_id,
        anchor=unit.anchor,
        coder=assignment.coder,
        codebook_sha256=assignment.codebook_sha256,
        variable=variable,
        value=value,
        written=written,
        evidence=evidence,
        note=note,
        unsure=unsure,
        origin=origin,
        assignment_id=assignment.assignment_id,
    )


def _write(store: Store, assignment: Assignment, desks: Sequence[_Desk]) -> str:
    """Write what is new, with one time for all of it."""
    before = [word for desk in desks for word in desk.before]
    written = next_moment(store, assignment, before)
    rows = [row for desk in desks for row in desk.rows(written)]
    try:
        write_words(store, assignment, rows)
    except sqlite3.IntegrityError:
        for client, name in ((c, n) for d in desks for c, (_, n) in d.new.items()):
            # where it is there, it is of another unit
            if words_for(store, assignment).with_id(name) is not None:
                raise RepeatedClientError(client=client) from None
        raise
    return written


def _saved(
    sent: SentCoding, assignment: Assignment, written: str, desks: Sequence[_Desk]
) -> SavedCoding:
    there = next((d.again[sent.client] for d in desks if sent.client in d.again), None)
    return SavedCoding(
        client=sent.client,
        coding=coding_id_of(assignment, sent.client),
        written=written if there is None else there.written,
    )
