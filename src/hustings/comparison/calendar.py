"""The dates that documents name, as a timeline.

A day whose year the text leaves open is told as such and never given a year by
guessing.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.model.document import Document, Span

_YEARLESS = "--"
_MOST_WORDS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDate:
    """A date or range of dates that a document names.

    Attributes
    ----------
    first, last : str
        ISO dates, as exact as the text is: ``2031``, ``2031-05`` or ``2031-05-07``; a
        day without a year is ``--05-07``.
    named : str
        The date in the document's words.
    words : str
        The sentence or line that it stands in.
    span : Span
        Of the date, in the document's text.
    """

    document_id: str
    actor: str
    title: str
    first: str
    last: str
    named: str
    words: str
    span: Span
    page: int | None = None

    @property
    def has_year(self) -> bool:
        """Whether the text says which year."""
        return not self.first.startswith(_YEARLESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Dates in order of time, then those without a year."""

    dates: tuple[NamedDate, ...]
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a date."""
        names = ("first", "last", "actor", "document_id", "named", "words", "page")
        return [
            {
                "document" if name == "document_id" else name: getattr(date, name)
                for name in names
            }
            for date in self.dates
        ]

    def summary(self) -> str:
        """Return one line for a person to read."""
        if not self.dates:
            return "No document names a date."
        dated = [date for date in self.dates if date.has_year]
        without = len(self.dates) - len(dated)
        span = f", {dated[0].first} to {max(date.last for date in dated)}" * bool(dated)
        rest = f"; {without} without a year" * bool(without)
        return f"{len(self.dates)} dates{span}{rest}."


def gather_dates(documents: Iterable[tuple[Document, Sequence[Span]]]) -> Timeline:
    """Put the dates that documents name in order of time.

    Parameters
    ----------
    documents : iterable of (Document, sequence of Span)
        With the spans of its units, in order; a date is shown with its unit's words.

    Returns
    -------
    Timeline
        Dates without a year stand last, with a Problem that counts them.
    """
    found = [date for one, units in documents for date in _dates_of(one, units)]
    ordered = sorted(found, key=_by_time)
    without = sum(not date.has_year for date in ordered)
    problems = (
        Problem(
            kind="date without a year",
            message=(
                f"{without} of {len(ordered)} dates name no year. They stand at the "
                "end of the timeline and are not in a calendar file."
            ),
        ),
    )
    return Timeline(dates=tuple(ordered), problems=problems if without else ())


def _by_time(date: NamedDate) -> tuple[bool, str, str, str, int]:
    """Sort by first day; a range after the day that it begins with."""
    return (
        not date.has_year,
        date.first,
        date.last,
        date.document_id,
        date.span.start,
    )


def _dates_of(document: Document, units: Sequence[Span]) -> list[NamedDate]:
    """Give each date of a document its words."""
    return [
        NamedDate(
            document_id=document.document_id,
            actor=document.actor or "",
            title=document.title or "",
            first=date.first,
            last=date.last,
            named=date.text,
            words=_words_around(date.span, document, units),
            span=date.span,
            page=_page_of(date.span, document),
        )
        for date in document.dates
    ]


def _words_around(span: Span, document: Document, units: Sequence[Span]) -> str:
    """Return the unit, else the block, that a date stands in; long ones are cut."""
    blocks = [block.span for block in document.blocks]
    around = _holding(span, units) or _holding(span, blocks)
    words = " ".join((around or span).of(document.text).split())
    if len(words) <= _MOST_WORDS:
        return words
    return f"{words[:_MOST_WORDS].rsplit(' ', 1)[0]} …"


def _holding(span: Span, spans: Sequence[Span]) -> Span | None:
    """Find the span that holds another, among spans in order."""
    place = bisect_right(spans, span.start, key=lambda one: one.start) - 1
    holds = place >= 0 and span.end <= spans[place].end
    return spans[place] if holds else None


def _page_of(span: Span, document: Document) -> int | None:
    """Return the page that a span begins on, where the document has pages."""
    pages = [page for page in document.pages if page.span.start <= span.start]
    is_paged = len(document.pages) > 1 or any(page.width for page in pages)
    return pages[-1].number if is_paged and pages else None
