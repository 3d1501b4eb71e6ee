"""The timeline: dates that documents name, with their words, and as a calendar."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from hustings.comparison.calendar import gather_dates
from hustings.exchange.calendars import Happening, calendar_to_bytes
from hustings.exchange.citations import MONTHS
from hustings.interface.pages import addresses
from hustings.interface.pages.claim_index import cut_portions
from hustings.interface.pages.figures import write_rows
from hustings.interface.pages.wording import say_count, say_date
from hustings.workflow.actors import name_of, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.comparison.calendar import NamedDate, Timeline
    from hustings.interface.pages.project_index import ProjectIndex

NUMBERS = addresses.data_file("dates", "csv")
MOST = 1_500
"""Dates on the page; the files have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """A date with the words that name it."""

    first: str
    said: str
    before: str
    named: str
    after: str
    actor: str
    mark: int | None
    title: str
    language: str | None
    page: int | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfDates:
    """The dates of a year; those without one stand last."""

    title: str
    anchor: str
    dates: tuple[DateRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesView:
    """All dates that documents name."""

    sentence: str
    years: tuple[YearOfDates, ...]
    n_dates: int
    n_shown: int
    n_without_year: int
    calendar: str
    numbers: str


def find_timeline(project: ProjectIndex) -> Timeline:
    """Gather the dates of all documents."""
    return gather_dates(
        (one.document, [unit.span for unit in one.units])
        for one in project.gathered.documents
    )


def build_dates(project: ProjectIndex) -> DatesView:
    """Build the timeline, year by year."""
    timeline = find_timeline(project)
    rows = cut_portions(timeline.dates, MOST)[0]
    return DatesView(
        sentence=_say(timeline),
        years=tuple(
            YearOfDates(
                title=year or "Without a year",
                anchor=f"y-{year or 'none'}",
                dates=tuple(_build_date(project, one) for one in found),
            )
            for year, found in groupby(rows, key=_year)
        ),
        n_dates=len(timeline.dates),
        n_shown=len(rows),
        n_without_year=sum(not one.has_year for one in timeline.dates),
        calendar=addresses.CALENDAR,
        numbers=NUMBERS,
    )


def _year(date: NamedDate) -> str:
    """Return the year, nothing where the text leaves it open."""
    return date.first[:4] if date.has_year else ""


def _say(timeline: Timeline) -> str:
    """Say how many dates there are, and between which ends."""
    dated = [one for one in timeline.dates if one.has_year]
    n = say_count(len(timeline.dates), "date")
    if not dated:
        return f"Documents name {n}." if timeline.dates else "No document names a date."
    last = max(one.last for one in dated)
    return (
        f"Documents name {n}, from {say_date(dated[0].first)} to {say_date(last)}."
        if dated[0].first != last
        else f"Documents name {n}: {say_date(last)}."
    )


def say_range(first: str, last: str) -> str:
    """Say a date or range, also without a year.

    Examples
    --------
    >>> say_range("2031-05-07", "2031-05-07"), say_range("--05-07", "--05-07")
    ('7 May 2031', '7 May')
    >>> say_range("2031", "2033")
    '2031 to 2033'
    """
    if first == last:
        return _say_day(first)
    return f"{_say_day(first)} to {_say_day(last)}"


def _say_day(iso: str) -> str:
    """Say a day whose year may be missing."""
    if not iso.startswith("--"):
        return say_date(iso)
    month, _, day = iso[2:].partition("-")
    name = MONTHS[int(month) - 1]
    return f"{int(day)} {name}" if day else name


def _build_date(project: ProjectIndex, date: NamedDate) -> DateRow:
    """Give a date its words, with a link to them."""
    before, _, after = date.words.partition(date.named)
    document = project.documents[date.document_id]
    is_there = date.named in date.words
    return DateRow(
        first=date.first,
        said=say_range(date.first, date.last),
        before=before if is_there else "",
        named=date.named if is_there else "",
        after=after if is_there else date.words,
        actor=name_of(document),
        mark=project.marks.get(name_of(document)),
        title=title_of(document),
        language=document.document.language,
        page=date.page,
        address=_address(project, date),
    )


def _address(project: ProjectIndex, date: NamedDate) -> str:
    """Return the unit that a date stands in; else its block."""
    document = project.documents[date.document_id]
    units = document.units
    place = bisect_right(units, date.span.start, key=lambda one: one.span.start) - 1
    if place >= 0 and date.span.end <= units[place].span.end:
        span = units[place].span
        return addresses.unit_address(date.document_id, span.start, span.end)
    return addresses.words_address(date.document_id, date.span.start, date.span.end)


def write_calendar(project: ProjectIndex) -> bytes:
    """Write the dates that have a year as a calendar file."""
    dates = [one for one in find_timeline(project).dates if one.has_year]
    return calendar_to_bytes(_happenings(project, dates), stamp=_stamp(project))


def _happenings(project: ProjectIndex, dates: Sequence[NamedDate]) -> list[Happening]:
    """Make an entry of each date."""
    return [
        Happening(
            first=one.first,
            last=one.last,
            summary=f"{one.named} ({name_of(project.documents[one.document_id])})",
            description=_describe(project, one),
        )
        for one in dates
    ]


def _describe(project: ProjectIndex, date: NamedDate) -> str:
    """Say which words name a date, and where they stand."""
    title = title_of(project.documents[date.document_id])
    page = f", page {date.page}" if date.page else ""
    place = f"characters {date.span.start}–{date.span.end}"
    return f"“{date.words}” ({title}{page}, {place})"


def _stamp(project: ProjectIndex) -> datetime:
    """Return when something was last done in the project."""
    gathered = project.gathered
    times = [gathered.created, *(run.started for run in gathered.runs if run.started)]
    return datetime.fromisoformat(max(times)).astimezone(UTC)


def write_dates(project: ProjectIndex) -> bytes:
    """Write all dates as CSV."""
    rows = find_timeline(project).to_rows()
    head = ["first", "last", "actor", "document", "named", "words", "page"]
    return write_rows(head, [[row[name] for name in head] for row in rows]).encode()
