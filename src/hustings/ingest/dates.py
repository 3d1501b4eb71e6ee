"""Dates and date ranges named in a text, in seven languages and in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from hustings.model.document import DateMention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# One line a month: English, German, French, Dutch, Spanish, Italian, Portuguese.
_MONTHS = (
    "January Jan Januar Jänner janvier januari enero gennaio janeiro",
    "February Feb Februar Feber février februari febrero febbraio fevereiro",
    "March Mar März mars maart marzo março",
    "April Apr avril abril aprile",
    "May Mai mei mayo maggio maio",
    "June Jun Juni juin junio giugno junho",
    "July Jul Juli juillet julio luglio julho",
    "August Aug août augustus agosto",
    "September Sept Sep septembre septiembre settembre setembro",
    "October Oct Oktober Okt octobre octubre ottobre outubro",
    "November Nov novembre noviembre",
    "December Dec Dezember Dez décembre december diciembre dicembre dezembro",
)
_BY_NAME = {
    name.casefold(): month
    for month, names in enumerate(_MONTHS, 1)
    for name in names.split()
}
# "may" and "march" are verbs in English, "mar" is the sea in Spanish.
_NEVER_LOWER = frozenset({"may", "march", "mar", "jun", "jul", "dec", "jan", "sep"})


def _alternatives() -> str:
    """Write the month names as they may be printed, the longest first."""
    names = sorted(_BY_NAME, key=lambda name: (-len(name), name))
    cases = (
        [name.capitalize(), name.upper()] + ([] if name in _NEVER_LOWER else [name])
        for name in names
    )
    return "|".join(case for forms in cases for case in forms)


_MONTH = rf"(?P<month>{_alternatives()})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|[.ºª°])?"
_DAY_TO = r"(?P<until>[0-3]?\d)(?:st|nd|rd|th|er|[.ºª°])?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_AND = r"(?:-|–|—|to|until|till|and|bis(?: zum)?|und|au|et|tot|t\/m|en|al|y|e|a)"
_OF = r"(?:of |de |d['’])?"
_FORMS = (
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(
        r"(?P<day>[0-3]?\d)(?P<mark>[./])\s?(?P<number>[01]?\d)(?P=mark)\s?" + _YEAR
    ),
    re.compile(
        rf"{_DAY}\s?{_AND}\s?(?:the )?{_DAY_TO} {_OF}{_MONTH}"
        rf"(?:,? (?:de |del )?{_YEAR})?"
    ),
    re.compile(rf"{_DAY}\s{_OF}{_MONTH}(?:,?\s(?:de |del )?{_YEAR})?"),
)
_AFTER_MONTH = (
    re.compile(rf"{_MONTH}\s{_DAY}\s?{_AND}\s?{_DAY_TO},?\s{_YEAR}"),
    re.compile(rf"{_MONTH}\s{_DAY}(?!\d|[.,]\d|\s?%)(?:,?\s{_YEAR})?"),
    re.compile(rf"{_MONTH}\s(?:de |del )?{_YEAR}"),
)
_DIGITS = re.compile(r"(?<![\w.,/-])\d{1,4}")
_MONTH_BEFORE = re.compile(rf"(?<!\w){_MONTH}\s(?:de |del )?$")
_JOINT = re.compile(
    r"\s?(?:-|–|—|to|until|till|through|bis(?: zum)?|au|jusqu['’]au|tot(?: en met)?|"
    r"t/m|al|hasta(?: el)?|até|a)\s(?:the |the |le |den |il |el )?$"
)
_LONGEST_MONTH = 16
_LONGEST_DATE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One date or range as the text gives it."""

    start: int
    end: int
    year: int | None
    month: int
    first: int | None
    last: int | None


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find the dates named in a text.

    Examples
    --------
    >>> [(d.first, d.last) for d in find_dates("from 7th of October until 21 October")]
    [('--10-07', '--10-21')]
    >>> [d.first for d in find_dates("seit dem 1. Mai 2031; in March 2032")]
    ['2031-05-01', '2032-03']
    """
    return tuple(
        DateMention(
            span=Span(first.start, last.end),
            text=text[first.start : last.end],
            first=_iso(first, first.first),
            last=_iso(last, last.last),
        )
        for first, last in _join_ranges(text, list(_find(text)))
    )


def _find(text: str) -> Iterator[_Found]:
    """Look around every number: a date without a number names no day or year."""
    done = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() < done:
            continue
        found = _read_at(text, digits.start(), done)
        if found:
            done = found.end
            yield found


def _read_at(text: str, place: int, done: int) -> _Found | None:
    """Read a date that begins at a number, or whose month stands before it."""
    low = max(place - _LONGEST_MONTH, done)
    before = _MONTH_BEFORE.search(text[low:place])
    starts = ((_AFTER_MONTH, low + before.start()),) if before else ()
    for forms, start in (*starts, (_FORMS, place)):
        window = text[start : start + _LONGEST_DATE]
        for form in forms:
            match = form.match(window)
            found = _read(match, start) if match else None
            if found:
                return found
    return None


def _read(match: re.Match[str], offset: int) -> _Found | None:
    """Turn a match into a date, None for a day that the month does not have."""
    parts = match.groupdict()
    name = parts.get("month")
    month = _BY_NAME[name.casefold()] if name else int(parts["number"])
    year = int(parts["year"]) if parts.get("year") else None
    first = int(parts["day"]) if parts.get("day") else None
    last = int(parts["until"]) if parts.get("until") else first
    if not all(_is_day(year, month, day) for day in (first, last)):
        return None
    start, end = match.start() + offset, match.end() + offset
    return _Found(start=start, end=end, year=year, month=month, first=first, last=last)


def _is_day(year: int | None, month: int, day: int | None) -> bool:
    try:
        calendar_date(year or 2000, month, day or 1)
    except ValueError:
        return False
    return True


def _join_ranges(text: str, found: list[_Found]) -> Iterator[tuple[_Found, _Found]]:
    """Pair the two dates of a range; a year given once holds for both."""
    i = 0
    while i < len(found):
        first, after = found[i], found[i + 1] if i + 1 < len(found) else None
        if after and _JOINT.fullmatch(text[first.end : after.start]):
            yield replace(first, year=first.year or after.year), after
            i += 2
        else:
            yield first, first
            i += 1


def _iso(found: _Found, day: int | None) -> str:
    year = "-" if found.year is None else f"{found.year:04d}"
    month = f"{year}-{found.month:02d}"
    return month if day is None else f"{month}-{day:02d}"
