"""Where the coding of a project stands, and what its manager does next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.workflow.claims_checked import current_sheets, sheets_by_place
from hustings.workflow.current import count_units
from hustings.workflow.room_manage_cases import list_cases
from hustings.workflow.room_manage_words import books_coded, coded_units
from hustings.workflow.room_progress import measure_progress

if TYPE_CHECKING:
    from hustings.model.coder import Coder
    from hustings.store.project import Store
    from hustings.workflow.room_manage_words import CodedBook
    from hustings.workflow.room_progress import AssignmentProgress
    from hustings.workflow.room_shelf import Shelf

NextStep: TypeAlias = Literal[
    "read", "add coders", "hand out", "wait", "overlap", "adjudicate", "done"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProgress:
    """How far one person is with all that they have.

    Attributes
    ----------
    pace : float or None
        Units a day, on the latest days with any work; None before the first.
    last : str or None
        ISO time of their last coding.
    """

    coder: Coder
    assignments: tuple[AssignmentProgress, ...]

    @property
    def n_units(self) -> int:
        """Units that they have."""
        return sum(one.n_units for one in self.assignments)

    @property
    def n_done(self) -> int:
        """Units that are done."""
        return sum(one.n_done for one in self.assignments)

    @property
    def n_left(self) -> int:
        """Units that are not."""
        return self.n_units - self.n_done

    @property
    def n_unsure(self) -> int:
        """Units of which they are unsure."""
        return sum(one.n_unsure for one in self.assignments)

    @property
    def last(self) -> str | None:
        """When they coded last."""
        return max(filter(None, (one.last for one in self.assignments)), default=None)

    @property
    def pace(self) -> float | None:
        """Units a day, over the latest week of days with any work."""
        days: defaultdict[str, int] = defaultdict(int)
        for one in self.assignments:
            for day, n in one.days:
                days[day] += n
        recent = [days[day] for day in sorted(days)[-7:]]
        return sum(recent) / len(recent) if recent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookStanding:
    """How far one codebook's codings are.

    Attributes
    ----------
    n_coded, n_shared, n_differ : int
        Units and variables that somebody coded, that two or more coded, and of which
        they say different things.
    n_open : int
        Of these, not settled.
    """

    book: CodedBook
    n_coded: int
    n_shared: int
    n_differ: int
    n_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerOverview:
    """What the manager's first page shows."""

    n_documents: int
    n_units: int
    people: tuple[PersonProgress, ...]
    books: tuple[BookStanding, ...]
    codebooks: dict[str, str]
    has_shared_claims: bool = False

    @property
    def n_left(self) -> int:
        """Units that somebody has yet to code."""
        return sum(one.n_left for one in self.people)

    @property
    def next_step(self) -> NextStep:
        """What is to be done next."""
        if not self.n_units:
            return "read"
        if not self.people:
            return "add coders"
        if not any(one.assignments for one in self.people):
            return "hand out"
        if any(one.n_open for one in self.books):
            return "wait" if self.n_left else "adjudicate"
        if self.n_left:
            return "wait"
        is_shared = self.has_shared_claims or any(one.n_shared for one in self.books)
        return "done" if is_shared else "overlap"


def show_overview(store: Store, shelf: Shelf) -> ManagerOverview:
    """Return where the coding of a project stands."""
    progress = measure_progress(store, shelf)
    return ManagerOverview(
        n_documents=len(store.documents()),
        n_units=sum(count_units(store).values()),
        people=tuple(
            PersonProgress(
                coder=one,
                assignments=tuple(
                    each for each in progress if each.coder == one.coder_id
                ),
            )
            for one in store.coders.all()
        ),
        books=tuple(_standing(store, one) for one in books_coded(store, shelf)),
        codebooks={
            one.assignment_id: shelf.codebook(store, one.codebook_sha256).title
            for one in store.assignments.all()
        },
        has_shared_claims=any(
            len(some) > 1 for some in sheets_by_place(current_sheets(store)).values()
        ),
    )


def _standing(store: Store, book: CodedBook) -> BookStanding:
    units = coded_units(store, book.sha256)
    return BookStanding(
        book=book,
        n_coded=len(units),
        n_shared=sum(one.is_shared for one in units),
        n_differ=sum(one.is_disputed for one in units),
        n_open=sum(one.state != "settled" for one in list_cases(store, book)),
    )
