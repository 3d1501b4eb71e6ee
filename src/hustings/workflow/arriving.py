"""Sorting another project's rows: what is new here, known, or about nothing here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from hustings.model.adjudication import Adjudicated
from hustings.model.assignment import Assignment
from hustings.model.cut import Cut
from hustings.model.document import Problem
from hustings.model.hand_coding import HandCoding
from hustings.workflow.room_units import is_unitising
from hustings.workflow.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hustings.model.citation import Anchor
    from hustings.workflow.counterparts import Counterparts

Row = TypeVar("Row", HandCoding, Adjudicated, Assignment, Cut)

_SHOWN = 80
"""Characters of words that a problem quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted(Generic[Row]):
    """Rows of one kind, sorted.

    Attributes
    ----------
    fresh : list
        New here, with the documents, units and coders that they are about here.
    n_there : int
        Here before.
    n_left_out : int
        About documents or words that are not here.
    """

    fresh: list[Row]
    n_there: int
    n_left_out: int


@dataclass(kw_only=True)
class Desk:
    """Where the rows of another project are sorted, and what is told of them.

    Attributes
    ----------
    counterparts : Counterparts
    coders : mapping of str to str
        Names there to names here.
    origin : str
        Where the rows come from.
    own : mapping of str to Assignment
        Assignments that are here, or come along, and in which units are cut by hand.
    """

    counterparts: Counterparts
    coders: Mapping[str, str]
    origin: str
    problems: list[Problem] = field(default_factory=list)
    own: dict[str, Assignment] = field(default_factory=dict)
    _lacking: Counter[str] = field(default_factory=Counter)
    _no_units: Counter[str] = field(default_factory=Counter)

    def sort_codings(
        self, theirs: Iterable[HandCoding], ours: Iterable[HandCoding]
    ) -> Sorted[HandCoding]:
        """Sort hand codings; one that is here and says something else is told."""
        known = {one.coding_id: one for one in ours}
        theirs = list(theirs)
        for one in theirs:
            here = known.get(one.coding_id)
            if here is not None and _said(one) != _said(here):
                self._tell(one, "another coding", "is here with another value or words")
        return _sort(theirs, known, lambda one: one.coding_id, self._coding)

    def sort_adjudicated(
        self, theirs: Iterable[Adjudicated], ours: Iterable[Adjudicated]
    ) -> Sorted[Adjudicated]:
        """Sort adjudicated values."""
        known = {one.adjudication_id for one in ours}
        return _sort(theirs, known, lambda one: one.adjudication_id, self._adjudicated)

    def sort_assignments(
        self, theirs: Iterable[Assignment], ours: Iterable[Assignment]
    ) -> Sorted[Assignment]:
        """Sort assignments, each of which comes whole or not at all.

        They are sorted before the codings and cuts that are made in them.
        """
        theirs, known = list(theirs), {one.assignment_id for one in ours}
        rows = _sort(theirs, known, lambda one: one.assignment_id, self._assignment)
        here = known.union(one.assignment_id for one in rows.fresh)
        self.own |= {
            one.assignment_id: one
            for one in theirs
            if is_unitising(one) and one.assignment_id in here
        }
        return rows

    def sort_cuts(self, theirs: Iterable[Cut], ours: Iterable[Cut]) -> Sorted[Cut]:
        """Sort cuts of units; those of assignments that are not here are left out."""
        known = {one.cut_id for one in ours}
        return _sort(theirs, known, lambda one: one.cut_id, self._cut)

    def all_problems(self) -> tuple[Problem, ...]:
        """Return what there is to tell, what is missing as a whole first."""
        return (*self._missing(), *self.problems, *self._uncounted())

    def _coding(self, one: HandCoding) -> HandCoding | None:
        here = self._place(one)
        if here is None:
            return None
        return replace(
            one,
            document_id=here,
            unit_id=self._unit(one, here),
            coder=self.coders[one.coder],
            origin=self._origin(one.origin),
        )

    def _cut(self, one: Cut) -> Cut | None:
        """Take a cut to the document in which the assignment's words stand here."""
        assignment = self.own.get(one.assignment_id)
        units = () if assignment is None else assignment.units
        anchors = [u.anchor for u in units if u.document_id == one.document_id]
        if not anchors:
            return None
        here = self.counterparts.place(one.document_id, anchors[0])
        if here is None:
            return None
        return replace(one, document_id=here, origin=self._origin(one.origin))

    def _origin(self, origin: str) -> str:
        return f"{self.origin}: {origin}" if origin else self.origin

    def _adjudicated(self, one: Adjudicated) -> Adjudicated | None:
        here = self._place(one)
        if here is None:
            return None
        return replace(one, document_id=here, unit_id=self._unit(one, here))

    def _assignment(self, one: Assignment) -> Assignment | None:
        """Take an assignment whose every unit is here."""
        counterparts = self.counterparts
        places = [
            counterparts.place(unit.document_id, unit.anchor) for unit in one.units
        ]
        n_lacking = places.count(None)
        if n_lacking:
            self.problems.append(
                Problem(
                    kind="assignment left out",
                    message=f"An assignment of {count(len(one.units), 'unit')} to "
                    f"{one.coder} was left out: {count(n_lacking, 'unit')} of it "
                    "cannot be found here.",
                )
            )
            return None
        units = tuple(
            replace(
                unit,
                document_id=here,
                unit_id=counterparts.unit(here, unit.anchor.span) or unit.unit_id,
            )
            for unit, here in zip(one.units, places, strict=True)
            if here is not None
        )
        return replace(one, coder=self.coders[one.coder], units=units)

    def _place(self, one: HandCoding | Adjudicated) -> str | None:
        """Find the document here; note what cannot be found."""
        if self.counterparts.lacks(one.document_id):
            self._lacking[one.document_id] += 1
            return None
        here = self.counterparts.place(one.document_id, one.anchor)
        if here is None:
            self._tell(one, "other words", "does not stand there here and was left out")
        return here

    def _unit(self, one: HandCoding | Adjudicated, here: str) -> str:
        """Return the unit here; note a stretch that is no unit."""
        span = one.anchor.span
        unit = self.counterparts.unit(here, span)
        if (
            unit is None
            and isinstance(one, HandCoding)
            and one.assignment_id in self.own
        ):
            return f"{here}/{span.start}-{span.end}"
        if unit is None:
            self._no_units[one.document_id] += 1
        return unit or one.unit_id

    def _tell(self, one: HandCoding | Adjudicated, kind: str, what: str) -> None:
        """Tell of a single row by its words."""
        by = f"coded by {one.coder}" if isinstance(one, HandCoding) else "adjudicated"
        name = self.counterparts.theirs[one.document_id].name
        self.problems.append(
            Problem(kind=kind, message=f"{name}, {_quote(one.anchor)} ({by}) {what}.")
        )

    def _missing(self) -> Iterator[Problem]:
        """Tell of documents that are not here."""
        for document_id, n in self._lacking.items():
            document = self.counterparts.theirs[document_id]
            yield Problem(
                kind="missing document",
                message=f"{document.name} is not in this project, and "
                f"{count(n, 'row')} about it {_was(n)} left out. Read the file "
                f"(SHA-256 {document.sha256}), then merge again.",
            )

    def _uncounted(self) -> Iterator[Problem]:
        """Tell of words that are here but no unit."""
        for document_id, n in self._no_units.items():
            name = self.counterparts.theirs[document_id].name
            yield Problem(
                kind="no such unit",
                message=f"{name}: {count(n, 'row')} {_was(n)} brought in about words "
                "that are no unit here and "
                f"{'does' if n == 1 else 'do'} not count. Split the documents as they "
                "were split there.",
            )


def _sort(
    theirs: Iterable[Row],
    known: Iterable[str],
    id_of: Callable[[Row], str],
    translate: Callable[[Row], Row | None],
) -> Sorted[Row]:
    """Sort rows by what this project knows and can place."""
    there, rows = frozenset(known), list(theirs)
    unknown = [one for one in rows if id_of(one) not in there]
    fresh = [one for one in map(translate, unknown) if one is not None]
    return Sorted(
        fresh=fresh,
        n_there=len(rows) - len(unknown),
        n_left_out=len(unknown) - len(fresh),
    )


def _said(one: HandCoding) -> tuple[object, ...]:
    """Return what is the same wherever a coding is."""
    return (one.variable, one.value, one.anchor.span, one.anchor.words, one.written)


def _quote(anchor: Anchor) -> str:
    """Name a stretch by its words and span."""
    words = " ".join(anchor.words.split())
    short = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    return f"characters {anchor.span.start}–{anchor.span.end}: “{short}”"


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
