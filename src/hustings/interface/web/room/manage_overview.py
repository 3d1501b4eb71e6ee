"""The manager's first page: who is how far, what comes next, and handing out units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hustings.interface.pages.wording import join_words, say_count, say_date, say_number
from hustings.interface.web.room.manage_forms import OF_CLAIMS, Form
from hustings.workflow.codebooks import claims_book
from hustings.workflow.room_manage_codebooks import list_codebooks, open_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.model.codebook import Variable
    from hustings.store.project import Store
    from hustings.workflow.assigning import AssignResult
    from hustings.workflow.room_manage_overview import (
        BookStanding,
        ManagerOverview,
        PersonProgress,
    )
    from hustings.workflow.room_progress import AssignmentProgress

_THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do next: a link, or a command."""

    sentence: str
    words: str = ""
    address: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """One assignment of one person; `share` is in thousandths."""

    coder: str
    role: str
    title: str
    assignment: str
    terms: str
    n_units: int
    n_done: int
    n_unsure: int
    share: int
    left: str
    pace: str
    last: str
    last_iso: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """How far one codebook's codings are, in words."""

    title: str
    version: str
    words: str
    sha256: str
    n_open: int
    n_shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedBook:
    """A codebook that units can be coded with; `value` is its name in the form."""

    value: str
    title: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What came of the form: a mistake, or what would be or was handed out."""

    form: Form
    mistake: str = ""
    result: AssignResult | None = None
    is_written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """What the manager's first page shows."""

    lead: str
    step: Step
    rows: tuple[ProgressRow, ...]
    idle: tuple[str, ...]
    books: tuple[BookRow, ...]
    coders: tuple[str, ...]
    offered: tuple[OfferedBook, ...]
    handing: Handing
    n_units: int


def build_overview(
    found: ManagerOverview,
    offered: Sequence[OfferedBook],
    handing: Handing | None = None,
) -> OverviewPage:
    """Put the page together."""
    people = found.people
    return OverviewPage(
        lead=_lead(found),
        step=_step(found),
        rows=tuple(
            _row(one, each, found.codebooks[each.assignment])
            for one in people
            for each in one.assignments
        ),
        idle=tuple(one.coder.coder_id for one in people if not one.assignments),
        books=tuple(map(_book, found.books)),
        coders=tuple(one.coder.coder_id for one in people),
        offered=tuple(offered),
        handing=handing or Handing(form=Form()),
        n_units=found.n_units,
    )


def offer_codebooks(store: Store) -> list[OfferedBook]:
    """Return the codebooks that can be handed out, the project's own first."""
    books = [
        OfferedBook(
            value=f"{one.name}@{one.version}" if one.sha256 else one.name,
            title=f"{one.title}, version {one.version}",
            variables=open_codebook(store, one.name, one.sha256).codebook.variables,
        )
        for one in list_codebooks(store)
    ]
    return [*books, _offer_claims()]


def _offer_claims() -> OfferedBook:
    """Offer what is no codebook: to write down what units claim."""
    book = claims_book().codebook
    return OfferedBook(value=OF_CLAIMS, title=book.title, variables=book.variables)


def say_moment(written: str | None) -> str:
    """Say when something was written: to the minute, in UTC.

    Examples
    --------
    >>> say_moment("2031-10-07T14:05:09.000001+00:00"), say_moment(None)
    ('7 October 2031, 14:05', 'not yet')
    """
    if not written:
        return "not yet"
    at = datetime.fromisoformat(written).astimezone(UTC)
    return f"{say_date(at.date().isoformat())}, {at:%H:%M}"


def _lead(found: ManagerOverview) -> str:
    """Say in a sentence or two how far all are."""
    done = sum(one.n_done for one in found.people)
    total = done + found.n_left
    if not total:
        return "Nothing has been handed out yet."
    if not found.n_left:
        return f"All {say_count(total, 'unit')} that were handed out are done."
    slowest = max(map(_days_left, found.people), default=0)
    days = f", about {say_count(slowest, 'more day')} of work" if slowest else ""
    return (
        f"{done:,} of {say_count(total, 'unit')} are done; "
        f"{say_number(found.n_left)} are left{days}."
    )


def _days_left(one: PersonProgress) -> int:
    """Return the days of work that a person has left, at their pace."""
    return -int(-one.n_left // one.pace) if one.pace else 0


def _step(found: ManagerOverview) -> Step:
    """Say what is next, and how."""
    disputed = [one for one in found.books if one.n_open]
    n_open = sum(one.n_open for one in disputed)
    behind = [one.coder.coder_id for one in found.people if one.n_left]
    return {
        "read": Step(
            sentence="There are no units yet. Read some documents first.",
            command="hustings read ~/manifestos/*.pdf",
        ),
        "add coders": Step(
            sentence="Nobody codes in this project yet. Add the people who will.",
            command="hustings coder add NAME",
        ),
        "hand out": Step(
            sentence="Draw units, and hand them out to the coders.",
            words="Hand out units",
            address="#hand-out",
        ),
        "wait": Step(
            sentence=f"{join_words(behind)} "
            f"{'is' if len(behind) == 1 else 'are'} coding. "
            "Meanwhile, see how far they agree.",
            words="Look at agreement",
            address="agreement",
        ),
        "overlap": Step(
            sentence="Everything is coded by one person only. Hand out units to two, "
            "to see how far they agree.",
            words="Hand out units",
            address="#hand-out",
        ),
        "adjudicate": Step(
            sentence=f"All is coded, and {say_count(n_open, 'disagreement')} "
            f"{'is' if n_open == 1 else 'are'} not settled.",
            words="Settle them",
            address="adjudication",
        ),
        "done": Step(
            sentence="All is coded, and every disagreement is settled.",
            words="Look at agreement",
            address="agreement",
        ),
    }[found.next_step]


def _row(one: PersonProgress, each: AssignmentProgress, title: str) -> ProgressRow:
    share = round(_THOUSANDTHS * each.n_done / each.n_units) if each.n_units else 0
    return ProgressRow(
        coder=one.coder.coder_id,
        role=one.coder.role,
        title=title,
        assignment=each.assignment,
        terms=", ".join(_terms(each)),
        n_units=each.n_units,
        n_done=each.n_done,
        n_unsure=each.n_unsure,
        share=share,
        left=_left(each),
        pace="–" if each.pace is None else say_number(each.pace),
        last=say_moment(each.last),
        last_iso=each.last or "",
    )


def _terms(each: AssignmentProgress) -> Iterator[str]:
    """Say what is particular about an assignment."""
    if each.purpose == "training":
        yield "training"
    if each.is_blind:
        yield "blind to whose words"
    if each.is_unitising:
        yield "cuts units"
    if each.is_claiming:
        yield "claims"


def _left(each: AssignmentProgress) -> str:
    if not each.n_left:
        return "none"
    days = f", about {say_count(each.n_days_left, 'day')}" if each.n_days_left else ""
    return f"{say_number(each.n_left)}{days}"


def _book(one: BookStanding) -> BookRow:
    return BookRow(
        title=one.book.codebook.title,
        version=one.book.codebook.version,
        words=_standing(one),
        sha256=one.book.sha256,
        n_open=one.n_open,
        n_shared=one.n_shared,
    )


def _standing(one: BookStanding) -> str:
    """Say how far a codebook's codings are."""
    noun = "value" if len(one.book.codebook.variables) > 1 else "unit"
    coded = f"{say_count(one.n_coded, noun)} coded"
    if not one.n_shared:
        return f"{coded}, none of them by two people yet."
    settled = one.n_differ - one.n_open
    tail = f", {say_number(settled)} of them settled" if settled > 0 else ""
    tail = ", all of them settled" if not one.n_open else tail
    differ = (
        f"{say_number(one.n_differ)} {'differs' if one.n_differ == 1 else 'differ'}"
    )
    return (
        f"{coded}, {say_number(one.n_shared)} by two people or more; "
        f"{differ}{tail if one.n_differ else ''}."
    )
